"""A machine whose clock is set back: nothing overlaps, no words are lost, and what stood at that time stands."""

import datetime

import pytest
from django.test import Client

from briefs import roles
from briefs.models import Brief
from editions.models import Edition
from editions.publishing import publish
from tests import cast
from tests.desk import Desk
from tests.editions.timeline import HOUR, Clock, titles
from tests.reliability.invariants import breaches

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still until it is set."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


def twice_published(clock: Clock) -> Brief:
    """A brief whose words are A from now, and B from two hours later, which is then the time."""
    brief = publish(cast.make_brief("A"), None).brief
    clock.now += 2 * HOUR
    publish(cast.change(brief, title="B"), None)
    return brief


def test_publishing_on_a_clock_that_was_set_back_follows_what_was_published_last(clock: Clock) -> None:
    brief = twice_published(clock)
    clock.now -= HOUR
    desk = Desk(Client(), cast.person("piet", roles.PUBLISHER)).open(brief).fill(title="C")
    assert desk.press("_publish").redirect_chain
    assert titles(brief, clock, 0, 0.99, 1.01) == ["A", "A", "C"]
    assert Client().get(brief.editions.get(number=1).get_absolute_url()).status_code == 200
    assert not brief.editions.pending(clock.now).exists()
    assert breaches() == []


def test_a_clock_that_was_set_right_by_a_second_holds_nobody_up(clock: Clock) -> None:
    brief = publish(cast.make_brief("A"), None).brief
    clock.now -= SECOND
    second = publish(cast.change(brief, title="B"), None)
    assert second.live_from - clock.now < 2 * SECOND
    clock.now += 2 * SECOND
    assert [each.title for each in Edition.objects.live(clock.now)] == ["B"]
    assert breaches() == []
