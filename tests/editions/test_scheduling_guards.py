"""Clocks that step back, who may, the database's own word, and publishers who press at once."""

import datetime
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import Entry
from briefs import roles
from briefs.models import Brief, DeskRules, Status
from briefs.workflow import Move, NotAllowed, ReasonNeeded, make
from editions.models import Edition
from editions.publishing import cancel, expire, publish, withdraw
from editions.standing import Standing, standing, with_standing
from tests import cast
from tests.editions.timeline import HOUR, Clock, plan, title_at, titles

pytestmark = pytest.mark.django_db


# Clocks, rights and the database's own word


def test_a_clock_that_stepped_back_schedules_nothing(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    clock.now -= HOUR
    second = publish(cast.change(brief, title="B"), None)
    assert not second.is_pending(clock.now)
    assert list(brief.editions.pending(clock.now)) == []
    assert titles(brief, clock, 1, 1.1) == ["A", "B"]
    with pytest.raises(NotAllowed, match="Its time has come"):
        cancel(second, None)
    with pytest.raises(NotAllowed, match="What readers see began on"):
        plan(brief, clock, C=0.5)


def test_withdrawing_on_a_clock_that_stepped_back_happens_once(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    clock.now -= HOUR
    withdraw(brief, None)
    assert titles(brief, clock, 1.1) == [None]
    with pytest.raises(NotAllowed):
        withdraw(brief, None)


def test_what_was_written_for_an_archive_stays_out_of_ranges_that_have_ended(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    expire(brief, None, clock.at(1))
    clock.now += 2 * HOUR
    assert publish(brief, None, clock.at(-1.5)).live_from >= clock.at(-1)


def test_only_publishers_schedule_cancel_and_set_an_end(clock: Clock) -> None:
    edda = cast.people().edda
    waiting = publish(cast.make_brief("A"), None, clock.at(1))
    acts: list[Callable[[], Any]] = [
        lambda: publish(waiting.brief, edda, clock.at(2)),
        lambda: cancel(waiting, edda),
        lambda: expire(waiting.brief, edda, clock.at(3)),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied, match="Ask a publisher"):
            act()


def test_four_eyes_ask_for_a_reason_to_schedule_too(clock: Clock) -> None:
    DeskRules.objects.update_or_create(pk=1, defaults={"four_eyes": True})
    brief, piet = cast.make_brief("A"), cast.people().piet
    with pytest.raises(ReasonNeeded):
        publish(brief, piet, clock.at(1))
    assert publish(brief, piet, clock.at(1), reason="The wires have it.").is_pending(clock.now)
    entry = Entry.objects.latest("pk")
    assert (entry.flagged, entry.note) == (True, "The wires have it.")


def test_what_was_approved_is_put_forward_and_brought_back_without_a_reason(clock: Clock) -> None:
    DeskRules.objects.update_or_create(pk=1, defaults={"four_eyes": True})
    people = cast.people()
    brief = cast.make_brief("A", by=people.wren)
    make(Move.APPROVE, make(Move.SUBMIT, brief, people.wren), people.edda)
    publish(brief, people.piet, clock.at(1))
    publish(brief, people.piet)
    withdraw(brief, people.piet)
    clock.now += HOUR
    publish(brief, people.piet)
    assert not Entry.objects.filter(flagged=True).exists()
    with pytest.raises(ReasonNeeded):
        publish(cast.change(brief, title="B"), people.piet)


def test_an_approval_ends_when_the_brief_is_sent_back(clock: Clock) -> None:
    people = cast.people()
    brief = cast.make_brief("A", by=people.wren)
    make(Move.APPROVE, make(Move.SUBMIT, brief, people.wren), people.edda)
    make(Move.SEND_BACK, brief, people.edda, "One source is not enough.")
    cancel(publish(brief, people.piet, clock.at(1)), people.piet)
    brief.refresh_from_db()
    assert (brief.status, brief.approved_by) == (Status.DRAFT, None)


@pytest.mark.parametrize("field", ["published_at", "withdrawn_at"])
def test_the_database_keeps_when_an_edition_was_published_and_withdrawn(field: str) -> None:
    withdraw(publish(cast.make_brief("A"), None).brief, None)
    with pytest.raises(IntegrityError, match="An edition never changes"), transaction.atomic():
        Edition.objects.update(**{field: timezone.now()})


def test_the_database_lets_an_act_finish_that_began_before_the_end_but_no_later_one() -> None:
    now, minute = timezone.now(), datetime.timedelta(minutes=1)
    for title, ended in (("A", minute / 30), ("B", minute / 600)):
        brief = publish(cast.make_brief(title), None, now - minute).brief
        brief.editions.update(live_until=now - ended)
    Edition.objects.filter(title="B").update(live_until=now + minute)
    with pytest.raises(IntegrityError, match="that has passed never changes"), transaction.atomic():
        Edition.objects.filter(title="A").update(live_until=now + minute)


# In words


def test_where_a_brief_stands_is_told_the_same_by_rows_and_by_the_database(clock: Clock) -> None:
    for title in ("never", "scheduled", "live", "expired", "withdrawn"):
        cast.make_brief(title)
    briefs = {brief.title: brief for brief in Brief.objects.all()}
    publish(briefs["scheduled"], None, clock.at(5))
    for title in ("live", "expired", "withdrawn"):
        publish(briefs[title], None)
    expire(briefs["expired"], None, clock.at(1))
    clock.now += HOUR
    withdraw(briefs["withdrawn"], None)
    told = {brief.title: brief.standing for brief in with_standing(Brief.objects.all())}  # type: ignore[attr-defined]
    assert told == {title: title for title in briefs}
    assert told == {title: standing(brief.editions.all(), clock.now) for title, brief in briefs.items()}
    assert Standing.EXPIRED.label == "Expired"


# At once


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each of several acts, begun at the same moment, answered or raised."""
    gate, outcomes = threading.Barrier(len(acts)), dict.fromkeys(range(len(acts)))

    def run(place: int) -> None:
        gate.wait()
        try:
            outcomes[place] = acts[place]()
        except NotAllowed as refusal:
            outcomes[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(outcomes.values())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_schedule_at_once_both_stand_or_the_second_is_told() -> None:
    now = timezone.now()
    brief = publish(cast.make_brief("A"), None, now - HOUR).brief
    cast.change(brief, title="B")
    outcomes = together(
        *[lambda: publish(Brief.objects.get(pk=brief.pk), None, now + HOUR) for _ in range(3)]
    )
    assert [type(each) for each in outcomes].count(Edition) == 1
    assert brief.editions.pending(now).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_cancel_at_once_one_is_told_that_it_is_done() -> None:
    now = timezone.now()
    brief = publish(cast.make_brief("A"), None, now - HOUR).brief
    waiting = publish(cast.change(brief, title="B"), None, now + HOUR)
    seen = [Edition.objects.get(pk=waiting.pk) for _ in range(2)]  # by both, before either cancels
    outcomes = together(*[partial(cancel, each, None) for each in seen])
    assert sorted(str(each) for each in outcomes) == ["None", "Someone cancelled this already."]
    assert brief.editions.get().live_until is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("milliseconds", [-20, 0, 20, 990, 1010, 1100])
def test_a_cancellation_at_the_very_second_is_done_or_refused_and_never_breaks(milliseconds: int) -> None:
    soon = timezone.now() + datetime.timedelta(milliseconds=150 + milliseconds)
    brief = publish(cast.make_brief("A"), None, timezone.now() - HOUR).brief
    waiting = publish(cast.change(brief, title="B"), None, soon)
    (outcome,) = together(lambda: cancel(waiting, None))
    if outcome is None:
        assert title_at(brief, soon) == "A"
    else:
        assert str(outcome).startswith("Its time has come")
        assert title_at(brief, soon) == "B"


def test_publishers_alone_hold_the_right_to_schedule() -> None:
    held = {role for role, names in roles.ROLES.items() if "briefs.publish_brief" in names}
    assert held == {roles.PUBLISHER, roles.ADMINISTRATOR}
