"""The button that says when: publishing later, and what waits and is cancelled."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Act, Entry
from briefs.models import Brief, DeskRules
from editions.embargo import set_embargo
from editions.models import Edition
from editions.publishing import publish
from tests import cast
from tests.cast import Cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db
UTC, NEW_YORK = datetime.UTC, ZoneInfo("America/New_York")
NOON = datetime.datetime(2027, 6, 1, 12, tzinfo=NEW_YORK)
HOUR = datetime.timedelta(hours=1)
ONE = {"out__day": "2027-06-01", "out__hour": "13:00"}
SAID = "2027-06-01T17:00:00+00:00"
ONE_IN_WORDS = "Tue 1 Jun, 13:00 New York (17:00 UTC)"


@pytest.fixture(autouse=True)
def new_york_at_noon(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TIME_ZONE = "America/New_York"
    monkeypatch.setattr(timezone, "now", lambda: NOON.astimezone(UTC))


@pytest.fixture
def people() -> Cast:
    return cast.people()


@pytest.fixture
def piet(client: Client, people: Cast) -> Desk:
    return Desk(client, people.piet)


@pytest.fixture
def brief() -> Brief:
    return cast.make_brief("Grain Moves")


def go_out(desk: Desk, brief: Brief, title: str, **when: str) -> str:
    """Type and press; what the page says after it."""
    desk.open(brief).fill(title=title, **when).press("_publish")
    return desk.text()


def address(name: str, *args: int) -> str:
    return reverse(f"admin:briefs_brief_{name}", args=args)


def test_the_button_says_that_it_publishes_now(piet: Desk, brief: Brief) -> None:
    assert "data-publish>Publish now</button>" in piet.open(brief).text()
    piet.press("_publish")
    assert "data-publish>Publish edits now</button>" in piet.open(brief).text()


def test_a_time_that_the_button_named_is_when_it_goes_out(piet: Desk, brief: Brief) -> None:
    said = go_out(piet, brief, "Grain Stops", **ONE, out__said=SAID)
    assert f"Scheduled. Readers see it from {ONE_IN_WORDS} on." in said
    edition = Edition.objects.get()
    assert (edition.title, edition.live_from) == ("Grain Stops", NOON + HOUR)
    assert ONE_IN_WORDS in piet.open(brief).text()


def test_a_time_that_no_button_named_is_told_before_anything_happens(piet: Desk, brief: Brief) -> None:
    asked = go_out(piet, brief, "Grain Stops", **ONE)
    assert f"Schedule for {ONE_IN_WORDS}?" in asked
    assert not Edition.objects.exists()
    assert Brief.objects.get().title == "Grain Stops"
    where = piet.page.redirect_chain[-1][0]
    done = piet.client.post(where, {"out-day": "2027-06-01", "out-hour": "13:00"}, follow=True)
    assert f"Readers see it from {ONE_IN_WORDS} on" in done.content.decode()
    assert Edition.objects.get().live_from == NOON + HOUR


def test_edits_of_a_live_brief_are_scheduled_one_after_the_other_and_listed_in_order(
    piet: Desk, brief: Brief
) -> None:
    go_out(piet, brief, "One")
    go_out(
        piet, brief, "Three", out__day="2027-06-01", out__hour="15:00", out__said="2027-06-01T19:00:00+00:00"
    )
    go_out(piet, brief, "Two", **ONE, out__said=SAID)
    page = piet.open(brief).text()
    assert page.index("13:00 New York (17:00 UTC)</strong>") < page.index(
        "15:00 New York (19:00 UTC)</strong>"
    )
    shown = [brief.editions.live(NOON + hours * HOUR).get().title for hours in (0, 1, 2, 3)]
    assert shown == ["One", "Two", "Two", "Three"]


def test_publishing_now_before_what_waits_says_that_it_will_be_replaced(piet: Desk, brief: Brief) -> None:
    go_out(piet, brief, "Later", **ONE, out__said=SAID)
    said = go_out(piet, brief, "Now")
    assert "Readers see" in said
    assert f"Edition 1, scheduled before, replaces it on {ONE_IN_WORDS}." in said


WRONG = {
    "past": (
        "2027-06-01",
        "11:59",
        "Tue 1 Jun, 11:59 New York (15:59 UTC) has passed: it is Tue 1 Jun, 12:00",
    ),
    "skipped": ("2028-03-12", "02:30", "There is no 02:30 on Sun 12 Mar 2028 in New York"),
    "twice": ("2027-11-07", "01:30", "01:30 comes twice on Sun 7 Nov in New York"),
    "31 June": ("2027-06-31", "13:00", "There is no such day. Write it as 2026-11-24."),
    "words": ("tomorrow", "13:00", "There is no such day."),
    "25 o'clock": ("2027-06-02", "25:00", "There is no such time. Write it as 14:30."),
    "no hour": ("2027-06-02", "", "Choose a time as well."),
    "no day": ("", "13:00", "Choose a day as well."),
    "year 9999": ("9999-12-31", "23:59", "That is too far away. Check the year."),
    "year 9998": ("9998-01-01", "12:00", "is more than ten years away. Check the year."),
    "year 1": ("0001-01-01", "00:00", "has passed"),
    "long": ("9" * 10_000, "13:00", "There is no such day."),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_time_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    wrong: str, piet: Desk, brief: Brief
) -> None:
    day, hour, sentence = WRONG[wrong]
    said = go_out(piet, brief, "Grain Stops", out__day=day, out__hour=hour, out__which="third")
    assert "Not scheduled." in said
    assert sentence in said
    assert not Edition.objects.exists()
    assert Brief.objects.get().title == "Grain Stops"
    kept = piet.page.context["when"].data
    assert (kept.get("out-day", ""), kept.get("out-hour", "")) == (day[:40], hour)


def test_control_characters_in_a_time_are_passed_over(piet: Desk, brief: Brief) -> None:
    go_out(piet, brief, "Grain Stops", out__day="2027-\x0006-01", out__hour="13:0\x000", out__said=SAID)
    assert Edition.objects.get().live_from == NOON + HOUR


def test_the_hour_that_comes_twice_is_settled_by_saying_which(piet: Desk, brief: Brief) -> None:
    twice = {"out__day": "2027-11-07", "out__hour": "01:30"}
    go_out(piet, brief, "Grain Stops", **twice)
    assert '<option value="second">the second (EST, 06:30 UTC)</option>' in piet.text()
    go_out(piet, brief, "Grain Stops", **twice, out__which="second", out__said="2027-11-07T06:30:00+00:00")
    assert Edition.objects.get().live_from == datetime.datetime(2027, 11, 7, 6, 30, tzinfo=UTC)


def test_a_schedule_before_the_embargo_is_refused_with_a_sentence(piet: Desk, brief: Brief) -> None:
    set_embargo(brief, NOON + 2 * HOUR, None)
    for when in (ONE | {"out__said": SAID}, {}):
        said = go_out(piet, brief, "Grain Stops", **when)
        assert "Not published. It is under embargo until Tue 1 Jun, 14:00 New York (18:00 UTC)." in said
    assert not Edition.objects.exists()
    assert Brief.objects.get().title == "Grain Stops"


def test_what_is_missing_is_listed_and_the_typed_time_stays(piet: Desk, brief: Brief) -> None:
    said = go_out(piet, brief, "Grain Stops", **ONE, out__said=SAID, label="")
    assert "Not published." in said
    assert 'value="2027-06-01"' in said
    assert f"Schedule for {ONE_IN_WORDS}" in said


def test_four_eyes_ask_for_a_reason_and_the_time_stays(piet: Desk, brief: Brief) -> None:
    DeskRules.objects.update_or_create(pk=1, defaults={"four_eyes": True})
    said = go_out(piet, brief, "Grain Stops", **ONE, out__said=SAID)
    assert "Nobody has approved this version" in said
    assert not Edition.objects.exists()
    where = address("publish", brief.pk) + "?out-day=2027-06-01&out-hour=13:00"
    assert "Your reason, for the audit log" in piet.client.get(where).content.decode()
    values = {"out-day": "2027-06-01", "out-hour": "13:00", "note_publish": "The wires have it."}
    piet.client.post(where, values)
    assert Edition.objects.get().live_from == NOON + HOUR
    assert Entry.objects.get(act=Act.SCHEDULED).note == "The wires have it."


@pytest.mark.parametrize("wrong", [{"label": ""}, {"out__hour": "11:00"}])
def test_a_reason_that_was_typed_is_told_again_when_nothing_goes_out(
    piet: Desk, brief: Brief, wrong: dict[str, str]
) -> None:
    DeskRules.objects.update_or_create(pk=1, defaults={"four_eyes": True})
    when = ONE | {"out__said": SAID, "note_publish": "The wires have it."} | wrong
    assert "Your note was: “The wires have it.”" in go_out(piet, brief, "Grain Stops", **when)
    assert not Edition.objects.exists()


def test_a_long_reason_is_told_whole_before_anything_happens(piet: Desk, brief: Brief) -> None:
    DeskRules.objects.update_or_create(pk=1, defaults={"four_eyes": True})
    why = "The wires have it. " * 60 + "That is all."
    said = go_out(piet, brief, "Grain Stops", **ONE, note_publish=why)
    assert f"Your note was: “{why}”" in said
    assert "Your reason, for the audit log" in said


def test_what_a_typed_time_means_is_told_to_the_script(piet: Desk) -> None:
    told = piet.client.get(address("when"), {"out-day": "2027-06-01", "out-hour": "13:00"}).json()
    assert (told["label"], told["said"], told["problem"]) == (f"Schedule for {ONE_IN_WORDS}", SAID, "")
    assert piet.client.get(address("when"), {"live": ""}).json()["label"] == "Publish edits now"
    twice = piet.client.get(address("when"), {"out-day": "2027-11-07", "out-hour": "01:30"}).json()
    assert [key for key, words in twice["occasions"]] == ["first", "second"]
    assert twice["said"] == ""
    hour = piet.client.get(address("when"), {"preset": "hour"}).json()
    assert (hour["out-day"], hour["out-hour"], hour["said"]) == ("2027-06-01", "13:00", SAID)
    morning = piet.client.get(address("when"), {"preset": "morning"}).json()
    assert morning["label"] == "Schedule for Wed 2 Jun, 06:00 New York (10:00 UTC)"
    assert piet.client.post(address("when")).status_code == 405


# Cancelling


def test_cancelling_asks_first_and_acts_when_told(piet: Desk, brief: Brief) -> None:
    waiting = publish(brief, None, NOON + HOUR)
    where = address("cancel", brief.pk, waiting.pk)
    assert where in piet.open(brief).text()
    asked = piet.client.get(where).content.decode()
    assert ONE_IN_WORDS in asked
    assert Edition.objects.exists()
    done = piet.client.post(where, follow=True).content.decode()
    assert "Cancelled: what was to go out on" in done
    assert not Edition.objects.exists()
    assert "Someone cancelled this already." in piet.client.post(where, follow=True).content.decode()


def test_what_is_live_already_or_another_briefs_is_not_cancelled(piet: Desk, brief: Brief) -> None:
    live = publish(brief, None)
    other = publish(cast.make_brief("Other"), None, NOON + HOUR)
    said = piet.client.post(address("cancel", brief.pk, live.pk), follow=True).content.decode()
    assert "Its time has come" in said
    said = piet.client.post(address("cancel", brief.pk, other.pk), follow=True).content.decode()
    assert "Someone cancelled this already." in said
    assert Edition.objects.count() == 2
