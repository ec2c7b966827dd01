"""Many briefs at once: looked at first, done brief by brief with an entry each, and undone."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Act, Entry
from briefs import roles, workflow
from briefs.admin import bulk
from briefs.assigning import assign
from briefs.composing import compose
from briefs.many import BulkAct, BulkRow
from briefs.models import Brief, Status
from briefs.workflow import Move
from tests import cast
from tests.desk import Desk, fields_of

pytestmark = pytest.mark.django_db

LIST = "/admin/briefs/brief/"


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def choose(desk: Desk, action: str, *briefs: Brief, query: str = "", **more: Any) -> Desk:
    """Tick these briefs on the list and choose what to do."""
    ticked = {"action": action, "_selected_action": [brief.pk for brief in briefs], "index": "0", **more}
    desk.page = desk.client.post(LIST + query, ticked, follow=True)
    assert desk.page.status_code == 200
    return desk


def look(desk: Desk, subject: Any) -> Desk:
    """Say which issue or whom, and press “See what will change”."""
    form = fields_of(desk.text().split('action="/admin/briefs/brief/bulk/look/"')[1].split("</form>")[0])
    desk.page = desk.client.post(f"{LIST}bulk/look/", form | {"subject": subject}, follow=True)
    return desk


def do(desk: Desk) -> Desk:
    """Press “Change … briefs”."""
    form = fields_of(desk.text().split('action="/admin/briefs/brief/bulk/do/"')[1].split("</form>")[0])
    desk.page = desk.client.post(f"{LIST}bulk/do/", form, follow=True)
    return desk


def undo(desk: Desk) -> Desk:
    """Follow the link in the message, and press “Undo”."""
    act = BulkAct.objects.latest("pk")
    assert f'<a href="{LIST}bulk/{act.pk}/">Undo, or see which</a>' in desk.text()
    desk.page = desk.client.get(f"{LIST}bulk/{act.pk}/")
    assert "Undo for" in desk.text()
    desk.page = desk.client.post(f"{LIST}bulk/{act.pk}/undo/", follow=True)
    return desk


def words(desk: Desk) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", desk.text().split('id="content-start"')[-1]).split()))


def names(brief: Brief) -> set[str]:
    return set(brief.issues.values_list("name", flat=True))


def test_an_issue_is_added_to_those_that_lack_it_and_taken_out_again(edda: Desk) -> None:
    cast.issue("Iran")
    first, second = cast.make_brief("First"), cast.make_brief("Second")
    third = cast.make_brief("Third", issues=["Iran"])
    before = {brief.pk: compose(brief) for brief in (first, second)}

    look(choose(edda, "add_issue", first, second, third, query="?q=-nothing"), cast.issue("Iran").pk)
    assert "2 briefs will change" in words(edda)
    assert "Left as they are 1 It is about Iran already. Third" in words(edda)
    assert names(first) == {"Ukraine"}, "nothing has changed yet"

    do(edda)
    assert "Issue “Iran” added: 2 briefs changed." in words(edda)
    assert edda.page.redirect_chain[-1][0].endswith("?q=-nothing")
    assert names(first) == names(second) == {"Ukraine", "Iran"}
    entries = Entry.objects.filter(act=Act.TAGGED)
    assert {(entry.key, entry.by) for entry in entries} == {(str(b.pk), edda.user) for b in (first, second)}
    newest = first.newest_revision()
    assert newest is not None
    assert (newest.number, newest.note) == (2, "Added the issue Iran, with other briefs")

    undo(edda)
    assert "Undone: 2 put back." in words(edda)
    assert {brief.pk: compose(Brief.objects.get(pk=brief.pk)) for brief in (first, second)} == before
    assert names(third) == {"Iran"}
    assert Entry.objects.filter(act=Act.UNDONE).count() == 2
    assert "Undo for" not in edda.text()


def test_an_issue_is_removed_and_what_follows_is_said(edda: Desk) -> None:
    bare = cast.make_brief("Bare Then")
    workflow.make(Move.SUBMIT, bare, None)
    workflow.make(Move.APPROVE, bare, None)
    live = cast.published("Public", issues=["Ukraine", "Iran"]).brief
    other = cast.make_brief("Other", issues=["Iran"])
    look(choose(edda, "remove_issue", bare, live, other), cast.issue("Ukraine").pk)
    assert "1 It has no issue then. It goes back to review: nobody has approved it" in words(edda)
    assert "1 Readers see the change once it is published again. Public" in words(edda)
    assert "1 It is not about Ukraine. Other" in words(edda)
    do(edda)
    assert Brief.objects.get(pk=bare.pk).status == Status.REVIEW
    assert Brief.objects.get(pk=live.pk).status == Status.DRAFT
    undo(edda)
    stands = Brief.objects.get(pk=bare.pk)
    assert (stands.status, names(stands)) == (Status.APPROVED, {"Ukraine"})
    newest = stands.newest_revision()
    assert newest is not None
    assert stands.approved_digest == newest.digest
    assert Brief.objects.get(pk=live.pk).status == Status.PUBLISHED


def test_briefs_are_assigned_and_submitted_and_put_back(edda: Desk) -> None:
    wren = cast.person("wren", roles.WRITER)
    draft, again = cast.make_brief("Draft", by=wren), assign(cast.make_brief("Again"), wren, None)
    do(look(choose(edda, "assign_them", draft, again), wren.pk))
    assert "Assigned to Wren: 1 brief changed." in words(edda)
    assert Brief.objects.get(pk=draft.pk).assigned_to == wren
    undo(edda)
    assert Brief.objects.get(pk=draft.pk).assigned_to is None

    do(look(choose(edda, "assign_them", again), "0"))
    assert "Assigned to nobody in particular: 1 brief changed." in words(edda)

    live = cast.published("Public").brief
    choose(edda, "submit_them", draft, live)
    assert "1 It can't be submitted: it is published now. Public" in words(edda)
    do(edda)
    assert Brief.objects.get(pk=draft.pk).status == Status.REVIEW
    assert Entry.objects.filter(act=Act.SUBMITTED, key=draft.pk).exists()
    undo(edda)
    stands = Brief.objects.get(pk=draft.pk)
    assert (stands.status, stands.submitted_by) == (Status.DRAFT, None)


def test_what_changed_or_went_since_the_look_is_left_and_told(edda: Desk) -> None:
    cast.issue("Iran")
    kept, changed, gone = (cast.make_brief(title) for title in ("Kept", "Changed", "Gone"))
    look(choose(edda, "add_issue", kept, changed, gone), cast.issue("Iran").pk)
    cast.change(changed, title="Changed by Someone")
    gone.delete()
    do(edda)
    assert "1 brief changed. 2 left as they were." in words(edda)
    assert names(changed) == {"Ukraine"}
    edda.page = edda.client.get(f"{LIST}bulk/{BulkAct.objects.get().pk}/")
    assert "Someone changed it after you looked." in words(edda)
    assert "Someone deleted it meanwhile." in words(edda)


def test_an_undo_leaves_what_was_changed_since(edda: Desk) -> None:
    cast.issue("Iran")
    kept, changed, gone = (cast.make_brief(title) for title in ("Kept", "Changed", "Gone"))
    do(look(choose(edda, "add_issue", kept, changed, gone), cast.issue("Iran").pk))
    cast.change(changed, title="Changed by Someone")
    gone.delete()
    undo(edda)
    assert "Undone: 1 put back. 2 left, because something has happened since." in words(edda)
    assert "It was changed since, so it stays as it is." in words(edda)
    assert "Someone deleted it since." in words(edda)
    assert names(kept) == {"Ukraine"}
    assert names(changed) == {"Ukraine", "Iran"}
    edda.page = edda.client.post(f"{LIST}bulk/{BulkAct.objects.get().pk}/undo/", follow=True)
    assert "someone undid it already, or it is too long ago" in words(edda)


def test_an_undo_ends_after_thirty_days_and_where_the_issue_is_gone(edda: Desk) -> None:
    brief = cast.make_brief()
    do(look(choose(edda, "add_issue", brief), cast.issue("Iran").pk))
    act = BulkAct.objects.get()
    BulkAct.objects.update(at=timezone.now() - timedelta(days=30))
    edda.page = edda.client.get(f"{LIST}bulk/{act.pk}/")
    assert "it is longer than 30 days ago" in words(edda)
    edda.page = edda.client.post(f"{LIST}bulk/{act.pk}/undo/", follow=True)
    assert "too long ago" in words(edda)
    assert names(brief) == {"Ukraine", "Iran"}
    BulkAct.objects.update(at=timezone.now(), subject=99)
    edda.page = edda.client.post(f"{LIST}bulk/{act.pk}/undo/", follow=True)
    assert "This can't be undone: “Iran” is no longer there." in words(edda)


def test_every_brief_of_a_list_is_taken_and_too_many_are_refused(
    edda: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefs = [cast.make_brief(f"Brief {number}", issues=["Iran"]) for number in range(4)]
    cast.make_brief("Another")
    cast.issue("Cyber")
    choose(edda, "add_issue", briefs[0], query="?issue=iran")
    assert "Take every brief of the list instead" in edda.text()
    form = fields_of(edda.text().split(f'action="{LIST}?issue=iran"')[1].split("</form>")[0])
    edda.page = edda.client.post(f"{LIST}?issue=iran", form, follow=True)
    do(look(edda, cast.issue("Cyber").pk))
    assert "Issue “Cyber” added: 4 briefs changed." in words(edda)
    monkeypatch.setattr(bulk, "MOST", 3)
    choose(edda, "add_issue", briefs[0], query="?issue=iran", select_across="1")
    assert "That is more than 500 briefs. Narrow the list, and change them in several steps." in words(edda)


def test_one_brief_that_must_be_left_does_not_keep_the_others(
    edda: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = cast.make_brief("First"), cast.make_brief("Second")
    choose(edda, "submit_them", first, second)
    make = workflow.make

    def refuse(move: Move, brief: Brief, by: Any, note: str = "") -> Brief:
        if brief == first:
            make(move, brief, by, note)
            raise workflow.NotAllowed("Not this one.")
        return make(move, brief, by, note)

    monkeypatch.setattr(workflow, "make", refuse)
    do(edda)
    assert Brief.objects.get(pk=first.pk).status == Status.DRAFT
    assert Brief.objects.get(pk=second.pk).status == Status.REVIEW
    assert BulkRow.objects.get(label="First").why == "Not this one."
    assert not Entry.objects.filter(key=first.pk).exists()


def test_writers_may_tag_and_submit_but_not_assign() -> None:
    wren = Desk(Client(), cast.person("wren", roles.WRITER))
    brief = cast.make_brief()
    choose(wren, "assign_them", brief)
    assert "No action selected" in words(wren)
    seen = {"kind": "assign", "subject": "0", "briefs": f"{brief.pk}.1.draft.0"}
    for step in ("look", "do"):
        assert wren.client.post(f"{LIST}bulk/{step}/", seen).status_code == 403
    assert not BulkAct.objects.exists()
    do(look(choose(wren, "add_issue", brief), cast.issue("Iran").pk))
    assert names(brief) == {"Ukraine", "Iran"}
    rhea = Client()
    rhea.force_login(cast.person("rhea"))
    act = BulkAct.objects.get()
    for address in (f"{LIST}bulk/", f"{LIST}bulk/{act.pk}/"):
        assert rhea.get(address).status_code == 403
    assert rhea.post(f"{LIST}bulk/{act.pk}/undo/").status_code == 403
    assert names(brief) == {"Ukraine", "Iran"}


@pytest.mark.parametrize("step", ["look", "do"])
@pytest.mark.parametrize(
    "sent",
    [
        {}, {"kind": "tag"}, {"kind": "x", "briefs": "1.1.draft.0"}, {"kind": "tag", "briefs": "\x00"},
        {"kind": "tag", "briefs": "999999999999999999.1.draft.0", "subject": "999999999999999999"},
        {"kind": "assign", "briefs": "1.1.draft.0", "subject": "٣"}, {"kind": "submit", "briefs": "x" * 10_000},
        {"kind": "submit", "briefs": "999999999.1.draft.0", "back": "\r\nX: y"},
    ],
)  # fmt: skip
def test_forged_requests_change_nothing_and_get_an_answer(
    edda: Desk, step: str, sent: dict[str, str]
) -> None:
    cast.make_brief()
    answer = edda.client.post(f"{LIST}bulk/{step}/", sent, follow=True)
    assert answer.status_code in {200, 422}
    assert not BulkRow.objects.exclude(outcome="refused").exists()
    assert edda.client.get(f"{LIST}bulk/{step}/").status_code == 405


def test_recent_changes_are_listed_and_a_wrong_address_is_not_found(edda: Desk) -> None:
    edda.page = edda.client.get(f"{LIST}bulk/")
    assert "Nothing yet. Tick some briefs in the list" in words(edda)
    do(look(choose(edda, "add_issue", cast.make_brief()), cast.issue("Iran").pk))
    edda.page = edda.client.get(f"{LIST}bulk/")
    assert "Issue “Iran” added 1 brief," in words(edda)
    for key in (10**17, 10**30):
        assert edda.client.get(f"{LIST}bulk/{key}/").status_code == 404


def test_the_look_takes_as_many_queries_for_thirty_briefs_as_for_three(
    edda: Desk, django_assert_num_queries: Any
) -> None:
    briefs = [cast.make_brief(f"Brief {number}") for number in range(30)]
    subject = cast.issue("Ukraine").pk
    edda.client.get("/admin/")
    for chosen in (briefs[:3], briefs):
        seen = " ".join(f"{brief.pk}.1.draft.0" for brief in chosen)
        with django_assert_num_queries(9):
            edda.client.post(f"{LIST}bulk/look/", {"kind": "untag", "briefs": seen, "subject": subject})
