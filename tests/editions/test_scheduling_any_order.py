"""Whatever publishers do, in whatever order: at each instant readers see what a very small model says."""

import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from briefs.models import Brief, Status
from briefs.workflow import NotAllowed
from editions.models import Edition
from editions.publishing import cancel, expire, publish, withdraw
from tests import cast

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)
START = timezone.now().replace(microsecond=0)
TITLES = st.sampled_from("ABC")
HOURS = st.integers(0, 8)


class Model:
    """What readers see now, and what will change it: hour by hour, a title or None where the page comes down."""

    def __init__(self) -> None:
        self.hour, self.shown, self.to_come = 0, None, {}  # type: int, str | None, dict[int, str | None]

    def at(self, hour: int) -> str | None:
        past = [each for each in sorted(self.to_come) if each <= hour]
        return self.to_come[past[-1]] if past else self.shown

    def publish(self, title: str) -> None:
        if self.shown != title:
            self.shown = title
            self._put_forward(self.hour, title)

    def schedule(self, title: str, hour: int) -> bool:
        if hour in self.to_come or self.at(hour) == title:
            return False
        self.to_come[hour] = title
        self._put_forward(hour, title)
        return True

    def _put_forward(self, hour: int, title: str) -> None:
        following = [each for each in sorted(self.to_come) if each > hour][:1]
        if following and self.to_come[following[0]] == title:
            del self.to_come[following[0]]

    def editions(self) -> list[int]:
        return [hour for hour in sorted(self.to_come) if self.to_come[hour] is not None]

    def cancel(self, hour: int) -> None:
        del self.to_come[hour]
        self._forget_ends_of_nothing()

    def _forget_ends_of_nothing(self) -> None:
        for hour in sorted(self.to_come):
            if self.to_come[hour] is None and self.at(hour - 1) is None:
                del self.to_come[hour]

    def expire(self, hour: int | None) -> bool:
        begins = max([*self.editions(), self.hour])
        if (self.shown is None and not self.editions()) or (hour is not None and hour <= begins):
            return False
        self.to_come = {each: title for each, title in self.to_come.items() if title or each < begins}
        if hour is not None:
            self.to_come[hour] = None
        return True

    def withdraw(self) -> bool:
        stood = self.shown is not None or bool(self.editions())
        self.shown, self.to_come = None, {}
        return stood

    def wait(self, hours: int) -> None:
        self.hour += hours
        self.shown = self.at(self.hour)
        self.to_come = {hour: title for hour, title in self.to_come.items() if hour > self.hour}


class Newsroom(RuleBasedStateMachine):
    """One brief, and a publisher who can't make up their mind."""

    def __init__(self) -> None:
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(timezone, "now", lambda: self.now)
        self.now: datetime.datetime = START
        self.model = Model()
        self.brief = cast.make_brief("A")

    def teardown(self) -> None:
        self.patch.undo()
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def instant(self, hour: int) -> datetime.datetime:
        return START + datetime.timedelta(hours=hour)

    def allowed(self, act: Any, *given: Any) -> bool:
        self.now += SECOND / 1000
        try:
            act(*given)
        except NotAllowed:
            return False
        return True

    @rule(title=TITLES)
    def publish(self, title: str) -> None:
        assert self.allowed(publish, cast.change(self.brief, title=title), None)
        self.model.publish(title)
        assert Brief.objects.get().status == Status.PUBLISHED

    @rule(title=TITLES, hours=HOURS)
    def schedule(self, title: str, hours: int) -> None:
        hour = self.model.hour + 1 + hours
        allowed = self.allowed(publish, cast.change(self.brief, title=title), None, self.instant(hour))
        assert allowed == self.model.schedule(title, hour)

    @rule(which=st.integers(0, 20))
    def cancel(self, which: int) -> None:
        if hours := self.model.editions():
            hour = hours[which % len(hours)]
            assert self.allowed(cancel, Edition.objects.get(live_from=self.instant(hour)), None)
            self.model.cancel(hour)

    @rule(hours=st.none() | HOURS)
    def expire(self, hours: int | None) -> None:
        hour = None if hours is None else self.model.hour + hours
        allowed = self.allowed(expire, self.brief, None, None if hour is None else self.instant(hour))
        assert allowed == self.model.expire(hour)

    @rule()
    def withdraw(self) -> None:
        assert self.allowed(withdraw, self.brief, None) == self.model.withdraw()

    @rule(hours=HOURS)
    def wait(self, hours: int) -> None:
        self.model.wait(hours)
        self.now = max(self.now, self.instant(self.model.hour))

    @invariant()
    def readers_see_what_the_model_says(self) -> None:
        line = list(self.brief.editions.order_by("live_from"))
        for hour in range(self.model.hour, self.model.hour + 11):
            at = self.instant(hour) + SECOND
            shown = [edition.value().title for edition in line if edition.is_live(at)]
            assert shown == ([title] if (title := self.model.at(hour)) else [])

    @invariant()
    def what_waits_is_what_was_scheduled(self) -> None:
        waiting = [edition.live_from for edition in self.brief.editions.pending(self.now)]
        assert waiting == [self.instant(hour) for hour in self.model.editions()]


def test_readers_see_what_was_last_said_for_each_instant() -> None:
    few = settings(
        max_examples=60,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Newsroom, settings=few)
