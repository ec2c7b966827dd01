"""Editions that are still to come: in order, inserted, put forward, cancelled; and where the brief stands."""

import pytest

from audit.models import Act, Entry
from briefs import workflow
from briefs.models import Status
from briefs.workflow import Move, NotAllowed
from editions.publishing import cancel, publish
from tests import cast
from tests.editions.timeline import HOUR, Clock, plan, status, titles

pytestmark = pytest.mark.django_db


def test_several_editions_wait_and_each_shows_at_its_time(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    plan(brief, clock, B=1, C=2)
    assert titles(brief, clock, 0, 0.9, 1, 1.9, 2, 99) == ["A", "A", "B", "B", "C", "C"]
    assert [each.title for each in brief.editions.pending(clock.now)] == ["B", "C"]


def test_a_scheduled_first_edition_shows_at_its_time_and_not_before(clock: Clock) -> None:
    edition = publish(cast.make_brief("A"), None, clock.at(1))
    assert titles(edition.brief, clock, 0, 0.999, 1) == [None, None, "A"]
    assert Entry.objects.latest("pk").act == Act.SCHEDULED


def test_an_edition_is_put_between_two_that_wait(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    plan(brief, clock, B=1, C=3, D=2)
    assert titles(brief, clock, 0, 1, 2, 3) == ["A", "B", "D", "C"]


@pytest.mark.parametrize(
    ("which", "left"),
    [(0, ["A", "A", "C", "D"]), (1, ["A", "B", "B", "D"]), (2, ["A", "B", "C", "C"])],
    ids=["first", "middle", "last"],
)
def test_what_stood_before_a_cancelled_edition_stands_on(which: int, left: list[str], clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    waiting = plan(brief, clock, B=1, C=2, D=3)
    cancel(waiting[which], None)
    assert titles(brief, clock, 0, 1, 2, 3) == left


def test_cancelling_everything_leaves_what_is_public_without_an_end(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    for edition in plan(brief, clock, B=1, C=2, D=3):
        cancel(edition, None)
    assert brief.editions.get().live_until is None
    assert [each.act for each in Entry.objects.order_by("-pk")[:3]] == [Act.CANCELLED] * 3


def test_publishing_now_leaves_what_waits(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    plan(brief, clock, B=2)
    clock.now += HOUR
    publish(cast.change(brief, title="C"), None)
    assert titles(brief, clock, -1, 0, 1) == ["A", "C", "B"]


def test_publishing_now_what_waits_next_puts_it_forward(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    plan(brief, clock, B=2, C=3)
    cast.change(brief, title="B")
    publish(brief, None)
    assert titles(brief, clock, 0.1, 2, 3) == ["B", "B", "C"]
    assert [each.title for each in brief.editions.pending(clock.now)] == ["C"]
    assert "put_forward_from" in Entry.objects.latest("pk").details


def test_scheduling_the_same_words_earlier_puts_them_forward_and_later_is_refused(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None, clock.at(3)).brief
    publish(brief, None, clock.at(1))
    assert brief.editions.get().live_from == clock.at(1)
    with pytest.raises(NotAllowed, match="To put off what is scheduled, cancel it first"):
        publish(brief, None, clock.at(2))


def test_words_that_are_public_already_need_no_schedule(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    with pytest.raises(NotAllowed, match="the page says this already"):
        publish(brief, None, clock.at(1))


def test_two_editions_at_one_moment_are_refused(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    plan(brief, clock, B=1)
    with pytest.raises(NotAllowed, match="goes out at that very moment"):
        plan(brief, clock, C=1)
    assert titles(brief, clock, 1) == ["B"]


def test_two_presses_in_one_instant_make_no_overlap(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    second = publish(cast.change(brief, title="B"), None)
    assert not second.is_pending(clock.now)
    assert titles(brief, clock, 0.1) == ["B"]


# Where the brief stands


def test_what_waits_counts_as_published_until_it_is_cancelled(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    (waiting,) = plan(brief, clock, B=1)
    assert status(brief) == Status.PUBLISHED
    cancel(waiting, None)
    assert status(brief) == Status.DRAFT


def test_cancelling_gives_back_the_approval_of_the_words(clock: Clock) -> None:
    edda = cast.people().edda
    brief = cast.make_brief("A")
    for move in (Move.SUBMIT, Move.APPROVE):
        workflow.make(move, brief, edda)
    cancel(publish(brief, None, clock.at(1)), None)
    assert status(brief) == Status.APPROVED


def test_cancelling_takes_no_review_back_from_newer_words(clock: Clock) -> None:
    brief = cast.make_brief("A")
    waiting = publish(brief, None, clock.at(1))
    workflow.make(Move.SUBMIT, cast.change(brief, title="B"), None)
    cancel(waiting, None)
    assert status(brief) == Status.REVIEW


def test_cancelling_older_words_leaves_newer_ones_published(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    first, _ = plan(brief, clock, B=1, C=2)
    cancel(first, None)
    assert status(brief) == Status.PUBLISHED


def test_words_that_return_to_what_readers_see_wait_for_nothing(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    cast.change(brief, title="B")
    workflow.make(Move.SUBMIT, cast.change(brief, title="A"), None)
    assert publish(brief, None).title == "A"
    assert status(brief) == Status.PUBLISHED
    assert brief.editions.count() == 1
