"""What a page is told at each pause: its preview, its length, what the copy desk finds, and who else is there."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from briefs import roles
from briefs.models import Autosave, Presence
from tests import cast
from tests.briefs.pausing import SAID, pause, unsaved
from tests.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def wren() -> Desk:
    return Desk(Client(), cast.person("wren", roles.WRITER))


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def test_the_preview_is_the_public_page_of_what_is_typed(wren: Desk) -> None:
    brief = cast.make_brief()
    answer = wren.client.post(unsaved(brief), wren.open(brief).fill(title="Typed").values | {"preview": "1"})
    assert "<h1>Typed</h1>" in answer.json()["preview"]
    assert not Autosave.objects.exists()
    assert pause(wren, brief).json()["preview"] is None
    whole = wren.client.post(f"/admin/briefs/brief/{brief.pk}/preview/", wren.values)
    assert "<h1>Typed</h1>" in whole.content.decode()
    assert "no-store" in whole["Cache-Control"]


def test_a_preview_asked_for_without_a_form_leads_to_the_form(wren: Desk) -> None:
    brief = cast.make_brief()
    assert wren.client.get(f"/admin/briefs/brief/{brief.pk}/preview/").status_code == 302
    assert wren.client.get("/admin/briefs/brief/preview/")["Location"] == "/admin/briefs/brief/add/"


def test_words_are_counted_by_field_and_in_all(wren: Desk) -> None:
    brief = cast.make_brief(
        title="Two words", developments="<p>One two.</p><ul><li>Three</li></ul>", quotes=SAID
    )
    wren.open(brief).fill(sections__0__heading="A heading", sections__0__body="<p>It’s well-known.</p>")
    counts = pause(wren, brief).json()["counts"]
    assert counts == {
        "developments": 3, "quotes-0": 1, "quotes-1": 1, "sections-0": 4, "total": 11, "minutes": 1
    }  # fmt: skip


def test_the_copy_desk_reads_what_is_typed(wren: Desk) -> None:
    brief = cast.make_brief()
    found = pause(wren.open(brief).fill(title=""), brief).json()["findings"]
    assert {"field": "title", "blocking": True}.items() <= found[0].items()


def test_colleagues_see_who_else_has_the_brief_open(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    present = f"/admin/briefs/brief/{brief.pk}/present/"
    assert edda.client.post(present).json()["present"] == []
    assert "Edda has this open too. " in wren.open(brief).text()
    assert wren.client.post(present).json()["present"] == [{"name": "Edda", "typing": False}]
    pause(edda.open(brief), brief)
    assert wren.client.post(present).json()["present"] == [{"name": "Edda", "typing": True}]
    edda.client.post(present, {"leaving": "1"})
    assert wren.client.post(present).json()["present"] == []


def test_who_was_not_seen_for_a_minute_is_gone(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    edda.client.post(f"/admin/briefs/brief/{brief.pk}/present/", {"typed": "1"})
    Presence.objects.update(seen_at=timezone.now() - datetime.timedelta(seconds=61))
    assert wren.client.post(f"/admin/briefs/brief/{brief.pk}/present/").json()["present"] == []
    edda.client.post(f"/admin/briefs/brief/{brief.pk}/present/")
    assert Presence.objects.get(person=edda.user).typed_at is not None


def test_the_page_learns_that_someone_saved_meanwhile(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief)
    edda.open(brief).fill(title="Edda’s Title").save()
    for answer in (pause(wren, brief), wren.client.post(f"/admin/briefs/brief/{brief.pk}/present/")):
        assert (answer.json()["newest"], answer.json()["newest_by"]) == (2, "Edda")


def test_presence_at_a_brief_that_is_gone_is_answered(wren: Desk) -> None:
    assert wren.client.post("/admin/briefs/brief/999999/present/").json() == {"gone": True}
    assert wren.client.post(f"/admin/briefs/brief/{10**30}/present/").json() == {"gone": True}


@pytest.mark.parametrize("parts", [1, 20])
def test_a_pause_costs_the_same_queries_however_long_the_brief_is(
    wren: Desk, django_assert_num_queries: Any, parts: int
) -> None:
    brief = cast.make_brief(
        quotes=[(f"<p>{n}</p>", f"Speaker {n}", "Fellow") for n in range(parts)],
        sections=[(f"Section {n}", f"<p>{n}</p>") for n in range(parts)],
        links=[cast.link_to(cast.published(f"Other {n}").brief) for n in range(parts)],
        issues=[f"Issue {n}" for n in range(parts)],
    )
    wren.open(brief)
    pause(wren, brief, preview="1")
    with django_assert_num_queries(39):
        pause(wren.fill(title="Again"), brief, preview="1")
    with django_assert_num_queries(11):
        wren.client.post(f"/admin/briefs/brief/{brief.pk}/present/")
