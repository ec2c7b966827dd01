"""Walks a large archive to its end, page by page, while others are published: make walk BRIEFS=100000

On a database of its own, which keeps what was made for the next time: what it lacks of the briefs is made first. Fails
when the list shows a brief twice or leaves one out, and tells what pages and searches cost.
"""

import datetime
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from briefs.models import Brief
from editions.clicking import Choice
from editions.filters import BriefFilter
from editions.hits import Total
from editions.models import Edition, with_issues
from editions.paging import BestPage
from editions.publishing import publish, withdraw

EVERY = 50  # pages, something is withdrawn and published anew
QUESTIONS = (
    "q=missile",
    "q=insurance",
    'q="war risk"',
    "q=-missile",
    "q=the",
    "q=missile+-drone&issue=iran",
    "q=quist",
    "q=missle",
    "issue=iran&not=russia",
)


def main() -> None:
    wanted = int(os.environ["BRIEFS"])
    call_command("migrate", verbosity=0)
    call_command("load_demo")
    if (missing := wanted - Brief.objects.count()) > 0:
        call_command("load_demo", briefs=missing)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    search()
    sys.exit(walk())


def walk() -> int:
    """Read every page of the list, the newest first."""
    before = set(Edition.objects.live().values_list("brief_id", flat=True))
    seen: list[int] = []
    gone: set[int] = set()
    times = []
    for number, (page, took) in enumerate(pages()):
        seen += [edition.brief_id for edition in page]
        times.append(took)
        if number % EVERY == 0:
            gone.add(disturb(page))
    twice = len(seen) - len(set(seen))
    missing = before - gone - set(seen)
    print(
        f"{len(seen)} briefs on {len(times)} pages, {len(gone)} disturbed; {twice} twice, {len(missing)} missing"
    )
    for name, some in (
        ("first", times[:100]),
        ("middle", times[len(times) // 2 :][:100]),
        ("last", times[-100:]),
    ):
        print(f"{name} hundred pages: median {statistics.median(some):.1f} ms, slowest {max(some):.1f} ms")
    return 1 if twice or missing else 0


def pages() -> Iterator[tuple[list[Edition], float]]:
    address = "/briefs/"
    while address:
        query, at, begun = QueryDict(urlsplit(address).query), timezone.now(), time.perf_counter()
        page = BestPage.read(BriefFilter.parse(query, at), at, query, "/briefs/", beside=with_issues)
        yield page.editions, (time.perf_counter() - begun) * 1000
        address = page.older


def disturb(page: list[Edition]) -> int:
    """Take one brief of the page down and bring it back, newer than all others."""
    brief = page[0].brief
    withdraw(brief, None)
    Brief.objects.filter(pk=brief.pk).update(date=timezone.localdate(), slug=f"{brief.slug}-again")
    publish(Brief.objects.get(pk=brief.pk), None)
    return brief.pk


def search() -> None:
    """Ask some questions, each three times, and tell the fastest of its list, its count and its choices."""
    for question in QUESTIONS:
        at = timezone.now()
        query = QueryDict(question)
        wanted = BriefFilter.parse(query, at)
        total = total_of(wanted, at)
        costs = [
            cost(lambda: BestPage.read(wanted, at, query, "/briefs/", beside=with_issues)),  # noqa: B023
            cost(lambda: total_of(wanted, at)),  # noqa: B023
            cost(lambda: choices_of(wanted, total, at)),  # noqa: B023
        ]
        listed, counted, chosen = costs
        found = f"more than {total.number}" if total.more else total.number
        print(
            f"{question}: {found} found; page {listed:.0f} ms, count {counted:.0f} ms, choices {chosen:.0f} ms"
        )


def total_of(wanted: BriefFilter, at: datetime.datetime) -> Total:
    hits = wanted.hits(at)
    return hits.total if hits else Total(wanted.total(at))


def choices_of(wanted: BriefFilter, total: Total, at: datetime.datetime) -> list[Choice]:
    hits = wanted.hits(at)
    return wanted.choices_of_many(hits) if hits and total.more else wanted.choices(total.number, at)


def cost(act: Callable[[], object]) -> float:
    def once() -> float:
        begun = time.perf_counter()
        act()
        return (time.perf_counter() - begun) * 1000

    return min(once() for _ in range(3))
