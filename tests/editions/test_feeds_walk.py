"""A week of a newsroom, hour by hour: at every instant feed, sitemaps and pages say the same, and it is the truth."""

import contextlib
import random
from collections.abc import Callable

import pytest
from django.test import Client

from briefs.models import Brief
from briefs.workflow import NotAllowed
from editions.models import Edition
from editions.publishing import NotReady, cancel, expire, publish, withdraw
from tests import cast
from tests.editions.feed_rules import json_feed
from tests.editions.test_sitemaps import HOST, every_page, news
from tests.editions.timeline import HOUR, Clock

pytestmark = pytest.mark.django_db


class Week:
    """Some briefs, and a die that decides what becomes of them. What the record should show is told here anew."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self.clock, self.die = clock, random.Random(seed)  # noqa: S311
        self.briefs = [cast.make_brief(f"Brief {each}", issues=[f"Issue {each % 2}"]) for each in range(4)]
        self.acts: list[Callable[[Brief], object]] = [
            lambda brief: publish(brief, None),
            lambda brief: publish(self.rewritten(brief), None),
            lambda brief: publish(self.rewritten(brief), None, clock.at(self.die.choice([1, 3, 5]))),
            lambda brief: withdraw(brief, None),
            lambda brief: expire(brief, None, clock.at(self.die.choice([2, 4]))),
            lambda brief: [cancel(each, None) for each in brief.editions.pending(clock.now)[:1]],
        ]

    def rewritten(self, brief: Brief) -> Brief:
        return cast.change(brief, title=f"Brief {brief.pk}, {self.die.random()}")

    def passes(self) -> None:
        """Something is done, or is refused, and some time goes by."""
        brief = Brief.objects.get(pk=self.die.choice(self.briefs).pk)
        with contextlib.suppress(NotAllowed, NotReady):
            self.die.choice(self.acts)(brief)
        self.clock.now += self.die.choice([0.5, 1, 1.5]) * HOUR

    def live(self) -> dict[str, Edition]:
        """What readers see, found by looking at every edition there is."""
        now = self.clock.now
        return {
            f"{HOST}{each.get_absolute_url()}": each
            for each in Edition.objects.all()
            if each.live_from <= now and (each.live_until is None or now < each.live_until)
        }

    def news(self) -> set[str]:
        since = self.clock.now - 48 * HOUR
        first = {each.brief_id: each.live_from for each in Edition.objects.order_by("-live_from")}
        return {each.title for each in self.live().values() if first[each.brief_id] > since}


def test_at_every_instant_feed_and_sitemaps_tell_the_truth(client: Client, clock: Clock) -> None:
    week, had = Week(clock, seed=7), client.get("/feed.json")
    seen = set()
    for _ in range(24):
        week.passes()
        live = week.live()
        items = json_feed(client)["items"]
        assert {item["url"]: item["title"] for item in items} == {
            url: each.title for url, each in live.items()
        }
        pages = every_page(client)
        briefs = {page: when for page, when in pages.items() if page.startswith(f"{HOST}/briefs/2")}
        assert briefs == {url: each.live_from.isoformat(timespec="seconds") for url, each in live.items()}
        about = {f"{HOST}{issue.get_absolute_url()}" for each in live.values() for issue in each.issues.all()}
        assert {page for page in pages if page.startswith(f"{HOST}/issues/i")} == about
        assert set(news(client)) == week.news()
        again = client.get("/feed.json", headers={"If-None-Match": had["ETag"]})
        assert (again.status_code == 304) == (client.get("/feed.json").content == had.content)
        had = client.get("/feed.json")
        seen.add(len(live))
    assert len(seen) > 2
