"""Submitting, sending back and approving from the form: the buttons, what each does, what is refused and why."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from audit.models import Act, Entry
from briefs.management.commands import draw_moves
from briefs.models import Brief, DeskRules, Status
from briefs.workflow import Move, make
from editions.publishing import publish
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def newsroom() -> cast.Cast:
    return cast.people()


@pytest.fixture
def wren(newsroom: cast.Cast) -> Desk:
    return Desk(Client(), newsroom.wren)


@pytest.fixture
def edda(newsroom: cast.Cast) -> Desk:
    return Desk(Client(), newsroom.edda)


@pytest.fixture
def piet(newsroom: cast.Cast) -> Desk:
    return Desk(Client(), newsroom.piet)


def move(desk: Desk, name: str, **typed: Any) -> str:
    """Press the button of a move, with what is typed; the page that comes after."""
    desk.fill(_move=name, **typed).press("_pressed")
    return desk.text()


def buttons(desk: Desk) -> list[str]:
    return re.findall(r'name="_move" value="(\w+)"', desk.text())


def status(brief: Brief) -> str:
    return Brief.objects.get(pk=brief.pk).status


def in_review(newsroom: cast.Cast) -> Brief:
    return make(Move.SUBMIT, cast.make_brief(by=newsroom.wren), newsroom.wren)


def four_eyes() -> None:
    DeskRules(pk=1, four_eyes=True).save()


def test_each_is_offered_the_moves_they_may_make_now(
    newsroom: cast.Cast, wren: Desk, edda: Desk, piet: Desk
) -> None:
    brief = cast.make_brief()
    assert buttons(wren.open(brief)) == buttons(edda.open(brief)) == ["submit"]
    make(Move.SUBMIT, brief, newsroom.wren)
    assert buttons(wren.open(brief)) == ["recall"]
    assert buttons(edda.open(brief)) == buttons(piet.open(brief)) == ["recall", "send_back", "approve"]
    make(Move.APPROVE, brief, newsroom.edda)
    assert buttons(wren.open(brief)) == []
    assert buttons(edda.open(brief)) == ["send_back"]


def test_a_new_brief_is_submitted_with_its_first_save(wren: Desk) -> None:
    assert "Submitted for review." in move(wren.open(), "submit", title="News")
    brief = Brief.objects.get()
    assert (brief.title, brief.status, brief.submitted_by) == ("News", Status.REVIEW, wren.user)
    assert "In review since" in wren.text()
    assert "submitted by Wren. It waits for an editor." in " ".join(wren.text().split()).replace("\n", " ")


def test_what_is_typed_is_saved_before_the_move_is_made(newsroom: cast.Cast, edda: Desk) -> None:
    brief = in_review(newsroom)
    move(edda.open(brief), "approve", title="Mended")
    brief.refresh_from_db()
    newest = brief.newest_revision()
    assert (brief.title, brief.status, newest and newest.digest) == (
        "Mended",
        Status.APPROVED,
        brief.approved_digest,
    )
    assert "Approved by Edda" in edda.text()


def test_sending_back_asks_for_a_note_and_the_writer_reads_it(
    newsroom: cast.Cast, wren: Desk, edda: Desk
) -> None:
    brief = in_review(newsroom)
    said = move(edda.open(brief), "send_back", title="Half mended", note_send_back="   ")
    assert "Say what should be mended before you send a brief back. Your text is saved." in said
    brief.refresh_from_db()
    assert (brief.status, brief.title) == (Status.REVIEW, "Half mended")
    move(edda.open(brief), "send_back", note_send_back="Name the <insurer>.")
    wren.open(brief)
    assert status(brief) == Status.DRAFT
    assert "Edda sent it back on" in wren.text()
    assert "Name the &lt;insurer&gt;." in wren.text()


def test_a_writer_takes_back_and_submits_again(newsroom: cast.Cast, wren: Desk) -> None:
    brief = in_review(newsroom)
    assert "Taken back: it is a draft again." in move(wren.open(brief), "recall")
    assert "Submitted for review." in move(wren.open(brief), "submit")
    acts = (
        Entry.objects.filter(kind="briefs.brief", by=wren.user).order_by("pk").values_list("act", flat=True)
    )
    assert list(acts) == [Act.SUBMITTED, Act.RECALLED, Act.SUBMITTED]


def test_new_words_ask_for_approval_again(newsroom: cast.Cast, wren: Desk) -> None:
    brief = make(Move.APPROVE, in_review(newsroom), newsroom.edda)
    wren.open(brief).fill(title="Other words").save()
    assert status(brief) == Status.REVIEW
    assert "Edda approved it on" in wren.text()
    assert "it needs approval again" in wren.text()


@pytest.mark.parametrize(
    "name", ["", "publish", "withdraw", "APPROVE", "x" * 10_000, "approve\0", "../approve"]
)
def test_a_move_that_does_not_exist_says_so_and_the_text_is_saved(edda: Desk, name: str) -> None:
    brief = cast.make_brief()
    assert "There is no such move. Your text is saved." in move(edda.open(brief), name, title="Kept")
    assert (Brief.objects.get().title, status(brief)) == ("Kept", Status.DRAFT)


@pytest.mark.parametrize("name", ["approve", "send_back"])
def test_a_writers_forged_move_is_refused_and_changes_nothing(
    newsroom: cast.Cast, wren: Desk, name: str
) -> None:
    brief = in_review(newsroom)
    wren.open(brief).fill(_move=name, note_send_back="x", title="Forged").press("_pressed")
    assert wren.page.status_code == 403
    brief.refresh_from_db()
    assert (brief.status, brief.title) == (Status.REVIEW, cast.TITLE)


def test_a_move_that_the_state_does_not_allow_says_why_and_keeps_text_and_note(edda: Desk) -> None:
    brief = cast.make_brief()
    said = move(edda.open(brief), "send_back", title="Kept", note_send_back="Mend <it>")
    assert "it is draft now. Your text is saved. Your note was: “Mend &lt;it&gt;”" in said
    assert Brief.objects.get().title == "Kept"


def test_of_two_who_press_at_once_the_second_is_told_what_the_first_did(
    newsroom: cast.Cast, edda: Desk, piet: Desk
) -> None:
    brief = in_review(newsroom)
    edda.open(brief)
    piet.open(brief)
    move(edda, "send_back", note_send_back="Mend it.")
    said = move(piet, "approve", title="Typed meanwhile")
    assert "It went back to being a draft after you opened it." in said
    assert piet.values["title"] == "Typed meanwhile"
    assert "Typed meanwhile" in said
    assert status(brief) == Status.DRAFT


def test_whoever_saved_last_approves_only_with_a_reason_and_the_log_flags_it(
    newsroom: cast.Cast, edda: Desk
) -> None:
    four_eyes()
    brief = in_review(newsroom)
    said = move(edda.open(brief), "approve", title="Mended by the editor herself")
    assert "You saved the last version yourself" in said
    assert "Approve all the same" in said
    assert status(brief) == Status.REVIEW
    assert Brief.objects.get().title == "Mended by the editor herself"
    edda.open(brief)
    move(edda, "approve", note_approve="Nobody else is awake.")
    entry = Entry.objects.get(act=Act.APPROVED)
    assert (status(brief), entry.flagged, entry.note) == (Status.APPROVED, True, "Nobody else is awake.")
    assert "past the rule of four eyes" in edda.text()


def test_a_colleague_approves_without_a_reason(newsroom: cast.Cast, edda: Desk) -> None:
    four_eyes()
    brief = in_review(newsroom)
    assert "Approved." in move(edda.open(brief), "approve")
    assert not Entry.objects.get(act=Act.APPROVED).flagged


def test_what_nobody_approved_is_published_only_with_a_reason(piet: Desk) -> None:
    four_eyes()
    brief = cast.make_brief()
    piet.open(brief).press("_publish")
    assert "Nobody has approved this version" in piet.text()
    assert "Publish now all the same" in piet.text()
    assert not brief.editions.exists()
    piet.open(brief).fill(note_publish="It is out everywhere else.").press("_publish")
    assert brief.editions.live().exists()
    assert Entry.objects.get(act=Act.PUBLISHED).flagged


def test_a_reason_is_asked_for_only_where_a_rule_stands_against_the_move(piet: Desk) -> None:
    brief = cast.make_brief()
    for asked in ("approve", "publish", "x", "%00", ""):
        page = piet.client.get(f"/admin/briefs/brief/{brief.pk}/change/?reason={asked}")
        assert (page.status_code, b"all the same" in page.content) == (200, False)


def test_an_editor_says_who_is_waited_for_and_by_when(newsroom: cast.Cast, edda: Desk, wren: Desk) -> None:
    brief = cast.make_brief()
    address = f"/admin/briefs/brief/{brief.pk}/plan/"
    answer = edda.client.post(
        address,
        {"assigned_to": newsroom.wren.pk, "due_at": "2026-11-24T14:00"},
        headers={"accept": "application/json"},
    )
    assert answer.json() == {"said": "Set. It waits for Wren; due: Tue 24 Nov, 14:00."}
    brief.refresh_from_db()
    assert (brief.assigned_to, brief.revisions.count()) == (newsroom.wren, 1)
    assert "Waiting for Wren. Due Tue 24 Nov, 14:00." in wren.open(brief).text()
    assert [entry.act for entry in Entry.objects.filter(by=edda.user, kind="briefs.brief").order_by("pk")] == [
        Act.ASSIGNED, Act.CHANGED,
    ]  # fmt: skip


def test_a_plan_opened_long_ago_undoes_nobodys_plan(newsroom: cast.Cast, edda: Desk) -> None:
    brief = cast.make_brief()
    address = f"/admin/briefs/brief/{brief.pk}/plan/"
    edda.client.post(address, {"assigned_to": newsroom.piet.pk})
    stale = {"assigned_to": "", "initial-assigned_to": "", "due_at": "2026-11-24T14:00", "initial-due_at": ""}
    edda.client.post(address, stale)
    brief.refresh_from_db()
    assert brief.assigned_to == newsroom.piet
    assert brief.due_at


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"assigned_to": "9" * 30}, "This colleague can't work on briefs. Choose someone else."),
        ({"assigned_to": "x\0"}, "Null characters are not allowed."),
        ({"due_at": "tomorrow"}, "This is no day and time. Write it as 2024-03-14T09:30."),
        ({"due_at": "99999-01-01T00:00"}, "This is no day and time. Write it as 2024-03-14T09:30."),
        ({"due_at": "9999-12-31T23:59"}, "That is more than ten years away. Check the year."),
        ({"due_at": "0001-01-01T00:00"}, "That is more than ten years away. Check the year."),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_with_a_sentence(
    edda: Desk, sent: dict[str, str], said: str
) -> None:
    brief = cast.make_brief()
    address = f"/admin/briefs/brief/{brief.pk}/plan/"
    answer = edda.client.post(address, sent, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (422, {"said": said})
    assert said.replace("'", "&#x27;") in edda.client.post(address, sent, follow=True).content.decode()


def test_who_left_cant_be_waited_for(newsroom: cast.Cast, edda: Desk) -> None:
    newsroom.wren.is_active = False
    newsroom.wren.save()
    answer = edda.client.post(
        f"/admin/briefs/brief/{cast.make_brief().pk}/plan/",
        {"assigned_to": newsroom.wren.pk},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 422


def test_a_writer_plans_nothing(wren: Desk) -> None:
    brief = cast.make_brief()
    assert "desk-plan" not in re.sub(r"<(script|link).*?>", "", wren.open(brief).text())
    assert wren.client.post(f"/admin/briefs/brief/{brief.pk}/plan/", {}).status_code == 403


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "%00"])
def test_a_plan_for_a_brief_that_is_not_there_is_not_found(edda: Desk, pk: str) -> None:
    assert edda.client.post(f"/admin/briefs/brief/{pk}/plan/", {}).status_code == 404
    assert edda.client.get(f"/admin/briefs/brief/{pk}/plan/").status_code == 405


def test_the_drawing_of_the_moves_says_what_the_table_says() -> None:
    drawn = (ROOT / draw_moves.PAGE).read_text(encoding="utf-8")
    assert drawn == draw_moves.page(), "python manage.py draw_moves"


def test_an_edit_of_a_live_brief_is_saved_and_submitted_with_one_press(
    newsroom: cast.Cast, wren: Desk
) -> None:
    brief = publish(cast.make_brief(by=newsroom.wren), newsroom.piet).brief
    assert "Nothing has changed since it was published" in move(wren.open(brief), "submit")
    assert status(brief) == Status.PUBLISHED
    move(wren.open(brief).fill(title="Corrected"), "submit")
    assert status(brief) == Status.REVIEW
