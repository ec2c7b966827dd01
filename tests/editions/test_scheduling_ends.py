"""The page that comes down by itself, withdrawing what is to come, and the address that two briefs want."""

import pytest
from django.db import IntegrityError, transaction

from audit.models import Act, Entry
from briefs.models import Status
from briefs.workflow import NotAllowed
from editions.publishing import NotReady, cancel, expire, publish, withdraw
from tests import cast
from tests.editions.timeline import HOUR, Clock, plan, status, title_at, titles

pytestmark = pytest.mark.django_db


# The page that comes down by itself


def test_a_page_comes_down_at_its_time(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    expire(brief, None, clock.at(1))
    assert titles(brief, clock, 0.9, 1) == ["A", None]
    expire(brief, None, None)
    assert titles(brief, clock, 1) == ["A"]
    assert [each.act for each in Entry.objects.order_by("-pk")[:2]] == [Act.EXPIRY] * 2


def test_the_end_of_a_page_holds_through_edits_insertions_and_cancelling(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    expire(brief, None, clock.at(9))
    waiting = plan(brief, clock, B=1, C=3, D=2)
    assert titles(brief, clock, 8.9, 9) == ["C", None]
    for edition in waiting:
        cancel(edition, None)
        assert title_at(brief, clock.at(9)) is None
    assert titles(brief, clock, 8.9, 9) == ["A", None]
    publish(cast.change(brief, title="E"), None)
    assert titles(brief, clock, 8.9, 9) == ["E", None]


def test_an_edit_of_a_page_that_comes_down_does_not_bridge_the_time_until_it_comes_back(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    expire(brief, None, clock.at(1))
    plan(brief, clock, B=3)
    publish(cast.change(brief, title="C"), None)
    assert titles(brief, clock, 0.9, 1, 2.9, 3) == ["C", None, None, "B"]


def test_the_moment_a_page_comes_down_is_not_one_to_publish(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    expire(brief, None, clock.at(1))
    with pytest.raises(NotAllowed, match="to come down at that very moment"):
        plan(brief, clock, B=1)


def test_a_page_cannot_come_down_in_the_past_or_before_its_last_edition(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    plan(brief, clock, B=2)
    for hours, match in ((0, "has passed"), (-1, "has passed"), (1, "goes out on"), (2, "goes out on")):
        with pytest.raises(NotAllowed, match=match):
            expire(brief, None, clock.at(hours))


def test_nothing_public_and_nothing_to_come_has_nothing_to_end(clock: Clock) -> None:
    with pytest.raises(NotAllowed, match="no page can come down"):
        expire(cast.make_brief(), None, clock.at(1))
    brief = publish(cast.make_brief("Other"), None).brief
    withdraw(brief, None)
    with pytest.raises(NotAllowed, match="no page can come down"):
        expire(brief, None, None)


def test_an_expired_brief_comes_back_when_it_is_published(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    expire(brief, None, clock.at(1))
    clock.now += 2 * HOUR
    publish(brief, None)
    assert titles(brief, clock, -1.5, -1, -0.5, 0) == ["A", None, None, "A"]


# Withdrawing


def test_withdrawing_ends_what_is_live_and_cancels_what_was_to_come(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    plan(brief, clock, B=1, C=2)
    clock.now += HOUR / 2
    withdraw(brief, None)
    assert titles(brief, clock, -0.1, 0, 1, 2) == ["A", None, None, None]
    assert brief.editions.get().withdrawn_at == clock.now
    assert status(brief) == Status.WITHDRAWN


def test_withdrawing_what_was_only_scheduled_leaves_a_draft(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None, clock.at(1)).brief
    withdraw(brief, None)
    assert not brief.editions.exists()
    assert status(brief) == Status.DRAFT


def test_a_page_that_expired_is_not_withdrawn_again(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    expire(brief, None, clock.at(1))
    clock.now += HOUR
    with pytest.raises(NotAllowed, match="readers don't see it"):
        withdraw(brief, None)


def test_withdrawing_later_is_refused_for_that_is_expiry(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    with pytest.raises(NotAllowed, match="set when it comes down"):
        withdraw(brief, None, clock.at(1))


# The address


def test_an_address_that_another_brief_is_scheduled_for_is_refused(clock: Clock) -> None:
    first = publish(cast.make_brief("A", slug="grain"), None, clock.at(2)).brief
    cast.change(first, slug="other")
    second = cast.make_brief("B", slug="grain")
    with pytest.raises(NotReady, match="“A” is scheduled for this address from"):
        publish(second, None)
    with pytest.raises(NotReady, match="The page of “A” stands at this address"):
        publish(second, None, clock.at(3))


def test_an_address_that_is_free_again_by_then_can_be_scheduled(clock: Clock) -> None:
    first = publish(cast.make_brief("A", slug="grain"), None).brief
    cast.change(first, slug="other")
    second = cast.make_brief("B", slug="grain")
    with pytest.raises(NotReady, match="The page of “A” stands at this address"):
        publish(second, None, clock.at(2))
    moved = publish(first, None, clock.at(1))
    publish(second, None, clock.at(2))
    with pytest.raises(NotAllowed, match="where “B” goes out"):
        cancel(moved, None)
    assert titles(first, clock, 1) == ["A"]


def test_a_page_that_comes_down_frees_its_address_and_then_must_come_down(clock: Clock) -> None:
    first = publish(cast.make_brief("A", slug="grain"), None).brief
    expire(first, None, clock.at(1))
    cast.change(first, slug="other")
    second = cast.make_brief("B", slug="grain")
    publish(second, None, clock.at(2))
    for end in (clock.at(3), None):
        with pytest.raises(NotAllowed, match="where “B” goes out"):
            expire(first, None, end)
    expire(first, None, clock.at(2))


def test_the_database_refuses_two_pages_at_one_address(clock: Clock) -> None:
    edition = publish(cast.make_brief("A", slug="grain"), None, clock.at(1))
    expire(edition.brief, None, clock.at(3))
    edition.pk, edition._state.adding, edition.brief = None, True, cast.make_brief("B")  # noqa: SLF001
    edition.live_from, edition.live_until = clock.at(2), clock.at(4)
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save(force_insert=True)
