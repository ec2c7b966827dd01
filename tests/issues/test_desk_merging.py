"""Merging, undoing and renaming on the pages of the desk, for issues and experts alike."""

import re
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefs import roles
from experts.models import Expert, ExpertMerge
from issues.models import Issue, IssueMerge
from tests import cast
from tests.desk import Desk, fields_of

pytestmark = pytest.mark.django_db
KINDS = ["issues_issue", "experts_expert"]
MAKE: dict[str, Any] = {"issues_issue": cast.issue, "experts_expert": cast.expert}
MERGES: dict[str, Any] = {"issues_issue": IssueMerge, "experts_expert": ExpertMerge}


@pytest.fixture
def wren() -> Desk:
    return Desk(Client(), cast.person("wren", roles.WRITER))


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))


def at(kind: str, what: str, row: Any) -> str:
    return reverse(f"admin:{kind}_{what}", args=[row if isinstance(row, int) else row.pk])


def test_the_preview_says_what_moves_and_the_press_moves_it(edda: Desk) -> None:
    cast.published("One", issues=["Persia"])
    cast.make_brief("Two", issues=["Persia", "Iran"])
    persia, iran = cast.issue("Persia"), cast.issue("Iran")
    assert "Choose the one that stays" in words(edda.client.get(at("issues_issue", "merge", persia)))
    preview = words(edda.client.get(at("issues_issue", "merge", persia), {"into": iran.pk}))
    assert "2 briefs, of which 1 has “Iran” already" in preview
    assert "1 edition of the public record" in preview
    assert "Links to /issues/persia/ lead to /issues/iran/" in preview
    assert Issue.objects.count() == 2
    done = edda.client.post(at("issues_issue", "merge", persia), {"into": iran.pk}, follow=True)
    assert done.redirect_chain == [(at("issues_issue", "change", iran), 302)]
    assert "“Persia” is part of “Iran” now. Undo" in words(done)
    assert "“Persia” was merged into this" in words(done)
    assert list(Issue.objects.all()) == [iran]


@pytest.mark.parametrize("kind", KINDS)
def test_a_merge_is_undone_from_the_page_of_the_other(kind: str, edda: Desk) -> None:
    one, other = MAKE[kind]("Persia"), MAKE[kind]("Iran")
    edda.client.post(at(kind, "merge", one), {"into": other.pk})
    [undo] = re.findall(
        r'href="([^"]+/merges/\d+/undo/)" aria', edda.client.get(at(kind, "change", other)).text
    )
    assert "“Persia” comes back" in words(edda.client.get(undo))
    done = edda.client.post(undo, follow=True)
    assert "Undone. “Persia” is there again." in words(done)
    again = edda.client.post(undo)
    assert again.status_code == 422
    assert "was undone already" in words(again)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("into", ["", "x", "\0", "-1", "0", "9" * 30, "x" * 10_000, "999"])
def test_a_forged_choice_is_refused_with_a_sentence(kind: str, into: str, edda: Desk) -> None:
    row = MAKE[kind]("Persia")
    for page in (
        edda.client.get(at(kind, "merge", row), {"into": into}),
        edda.client.post(at(kind, "merge", row), {"into": into}),
    ):
        assert page.status_code == 422
        assert "Nothing was merged" in words(page)
    assert edda.client.post(at(kind, "merge", row)).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_one_is_not_merged_into_itself(kind: str, edda: Desk) -> None:
    row = MAKE[kind]("Persia")
    page = edda.client.post(at(kind, "merge", row), {"into": row.pk})
    assert page.status_code == 422
    assert "“Persia” can&#x27;t be merged into itself" in words(page)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_opens_what_was_merged_is_led_to_what_it_is_now(kind: str, edda: Desk) -> None:
    one, other, third = MAKE[kind]("Persia"), MAKE[kind]("Iran"), MAKE[kind]("Pars")
    edda.open(one, kind)
    edda.client.post(at(kind, "merge", one), {"into": other.pk})
    assert "That was merged into “Iran”, so nothing of yours was saved" in words(edda.fill(name="X").press())
    for what in ("change", "merge", "rename"):
        page = edda.client.get(at(kind, what, one.pk), follow=True)
        assert page.redirect_chain[0][0] == at(kind, "change", other)
        assert "That was merged into “Iran”." in words(page)
    late = edda.client.post(at(kind, "merge", third), {"into": one.pk}, follow=True)
    assert "“Pars” is part of “Iran” now." in words(late)


@pytest.mark.parametrize("kind", KINDS)
def test_a_writer_and_a_stranger_merge_rename_and_undo_nothing(kind: str, edda: Desk, wren: Desk) -> None:
    one, other, third = MAKE[kind]("Persia"), MAKE[kind]("Iran"), MAKE[kind]("Pars")
    edda.client.post(at(kind, "merge", one), {"into": other.pk})
    merge = MERGES[kind].objects.get().pk
    for what, row in (("merge", third), ("rename", third), ("undo", merge)):
        for client, status in ((wren.client, 403), (Client(), 302)):
            assert client.get(at(kind, what, row)).status_code == status
            assert client.post(at(kind, what, row), {"into": other.pk}).status_code == status
    page = wren.client.get(at(kind, "change", other)).text
    assert "Merge into another" not in page
    assert "/undo/" not in page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", [0, 999, 10**30])
def test_what_never_was_is_not_found(kind: str, key: int, edda: Desk) -> None:
    for what in ("merge", "rename", "undo"):
        assert edda.client.get(at(kind, what, key)).status_code == 404
        assert edda.client.post(at(kind, what, key)).status_code == 404


def test_who_merges_while_others_save_is_asked_to_try_again(
    edda: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    persia, iran = cast.issue("Persia"), cast.issue("Iran")

    def fail(*args: Any) -> None:
        raise OperationalError("deadlock detected")

    monkeypatch.setattr("issues.merging.merge", fail)
    page = edda.client.post(at("issues_issue", "merge", persia), {"into": iran.pk}, follow=True)
    assert "Nothing has changed; try again." in words(page)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_name_and_address_leave_the_old_ones_leading_on(kind: str, edda: Desk) -> None:
    row = MAKE[kind]("Persia")
    edda.address = at(kind, "rename", row)
    edda.page = edda.client.get(edda.address)
    edda.values = {"name": "Iran", "slug": "iran", "keep_name": "on"}
    assert "Renamed. It is “Iran” now" in words(edda.press("_save"))
    row.refresh_from_db()
    assert (row.name, row.slug) == ("Iran", "iran")
    assert type(row).objects.known("persia") == row
    assert type(row).objects.formerly_at(["persia"]) == {"persia": row}
    edda.values = {"name": "Persia", "slug": "persia"}
    edda.press("_save")
    assert type(row).objects.formerly_at(["persia", "iran"]) == {"iran": row}
    assert type(row).objects.known("Iran") is None
    assert row.aliases.count() == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"slug": "taken"}, "has this address. Choose another."),
        ({"slug": "former"}, "Links to this address still lead to “Taken”"),
        ({"slug": "no spaces"}, "Enter a valid"),
        ({"slug": ""}, "This field is required"),
        ({"name": ""}, "This field is required"),
        ({"name": "x" * 10_000}, "at most"),
        ({"name": "\0"}, "Null characters are not allowed"),
    ],
)
def test_a_name_or_address_that_cannot_be_had_is_refused_and_stays_on_the_screen(
    kind: str, given: dict[str, str], said: str, edda: Desk
) -> None:
    row, taken = MAKE[kind]("Persia"), MAKE[kind]("Taken")
    taken.former_addresses.create(slug="former")
    page = edda.client.post(at(kind, "rename", row), {"name": "Iran", "slug": "iran"} | given)
    assert page.status_code == 422
    assert said in words(page)
    assert f'value="{"iran" if "name" in given else "Iran"}"' in page.text
    row.refresh_from_db()
    assert (row.name, row.slug) == ("Persia", "persia")


def test_an_issue_is_not_given_the_name_of_another(edda: Desk) -> None:
    cast.issue("Iran").aliases.create(name="Persia")
    pars = cast.issue("Pars")
    for name in ("IRAN", "persia"):
        page = edda.client.post(at("issues_issue", "rename", pars), {"name": name, "slug": "pars"})
        assert f"“{name}” already means the issue “Iran”." in words(page)


@pytest.mark.parametrize("kind", KINDS)
def test_a_former_address_is_not_given_to_anyone_new(kind: str, edda: Desk) -> None:
    MAKE[kind]("Persia").former_addresses.create(slug="iran")
    edda.open(kind=kind).fill(name="Iran", slug="iran").press("_save")
    assert "Links to this address still lead to “Persia”" in words(edda.page)
    made = (Issue if kind == "issues_issue" else Expert).objects.create(name="Iran")
    assert made.slug == "iran-2"


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_opened_before_a_merge_saves_its_choices_as_what_they_are_now(kind: str, edda: Desk) -> None:
    brief = cast.make_brief(issues=["Persia"], quotes=[("<p>Words.</p>", "Persia", "Fellow")])
    one, other = MAKE[kind]("Persia"), MAKE[kind]("Iran")
    desk = Desk(Client(), cast.person("wren", roles.WRITER)).open(brief)
    edda.client.post(at(kind, "merge", one), {"into": other.pk})
    desk.fill(title="After the Merge").save()
    brief.refresh_from_db()
    assert brief.title == "After the Merge"
    found = brief.issues.get() if kind == "issues_issue" else brief.quotes.get().expert
    assert found == other


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_that_is_refused_after_a_merge_shows_what_its_choices_are_now(kind: str, edda: Desk) -> None:
    brief = cast.make_brief(issues=["Persia"], quotes=[("<p>Words.</p>", "Persia", "Fellow")])
    one, other = MAKE[kind]("Persia"), MAKE[kind]("Iran")
    desk = Desk(Client(), cast.person("wren", roles.WRITER)).open(brief)
    edda.client.post(at(kind, "merge", one), {"into": other.pk})
    desk.fill(date="2024-02-30").press()
    assert "There is no such day." in desk.text()
    desk.values = fields_of(desk.text())
    desk.fill(date="2024-02-29").save()
    found = brief.issues.get() if kind == "issues_issue" else brief.quotes.get().expert
    assert found == other


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_cost_the_same_however_much_is_filed(kind: str, edda: Desk) -> None:
    row, other = MAKE[kind]("Persia"), MAKE[kind]("Iran")
    said = [("<p>Words.</p>", "Persia", "Fellow")]
    counts = []
    for number in (1, 8):
        for _ in range(number):
            cast.published(issues=["Persia"], quotes=said)
        pages = (at(kind, "change", row), at(kind, "merge", row) + f"?into={other.pk}")
        counts += [queries(edda.client, address) for address in pages]
    assert counts[:2] == counts[2:]


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
