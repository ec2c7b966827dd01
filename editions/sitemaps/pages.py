"""Which pages there are at an instant, and when each last changed: briefs by ranges of their keys, issues, experts.

A range never moves, so a search engine need not read an old part of the archive again, and a part costs the same in an
archive of any size.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform

from briefs import languages
from editions.facets import quoted
from editions.models import Edition, EditionIssue, EditionQuerySet, EditionQuote
from experts.models import Expert
from issues.families import Families
from issues.models import Issue
from issues.reader import reader

SPAN = 5_000  # keys of briefs in a part; the protocol allows 50,000 addresses
LATELY = datetime.timedelta(days=30)
NEWS_LASTS = datetime.timedelta(hours=48)
MOST_NEWS = 1_000  # which Google News reads

Instant = datetime.datetime


@dataclass(frozen=True, slots=True)
class Story:
    """News: its address, when it was first public, and the tag of its language."""

    address: str
    title: str
    published: Instant
    language: str


@dataclass(frozen=True, slots=True)
class Part:
    """A range of briefs of which some are live; `changed` when a page of it last came, changed or went, if lately."""

    number: int
    changed: Instant | None


def parts(at: Instant) -> list[Part]:
    """The ranges in which a brief is live at `at` (aware), in order. Three queries, of a few rows for each range."""
    changed = lately_changed(at)
    return [Part(number, changed.get(number)) for number in ranges_in_use(at)]


def ranges_in_use(at: Instant) -> list[int]:
    """The numbers of those ranges, found by a step from each to the next: no edition in between is looked at."""
    live, given = Edition.objects.live(at).order_by().values("brief_id").query.sql_with_params()
    first = f"SELECT MIN(brief_id) / {SPAN} FROM ({live}) live"  # noqa: S608 - made by Django
    following = f"{first} WHERE brief_id >= (number + 1) * {SPAN}"
    steps = f"""
        WITH RECURSIVE step(number) AS (
            {first} UNION ALL SELECT ({following}) FROM step WHERE number IS NOT NULL
        )
        SELECT number FROM step WHERE number IS NOT NULL
    """  # noqa: S608
    with reader().cursor() as cursor:
        cursor.execute(steps, [*given, *given])
        return [number for (number,) in cursor.fetchall()]


def lately_changed(at: Instant) -> dict[int, Instant]:
    """When a page of each range last came, changed or went, of the ranges where one did in the last days."""
    since = at - LATELY
    begun = Edition.objects.filter(live_from__gt=since, live_from__lte=at).annotate(when=F("live_from"))
    ended = Edition.objects.filter(live_until__gt=since, live_until__lte=at).annotate(when=F("live_until"))
    last: dict[int, Instant] = {}
    for editions in (begun, ended):
        numbered = editions.order_by().annotate(range=F("brief_id") / SPAN).values_list("range")
        for number, when in numbered.annotate(last=Max("when")):
            last[number] = max(when, last.get(number, when))
    return last


def briefs(number: int, at: Instant) -> EditionQuerySet:
    """The editions of a range that are live at `at` (aware), with what their addresses need."""
    keys = range(number * SPAN, (number + 1) * SPAN)
    live = Edition.objects.live(at).filter(brief_id__gte=keys.start, brief_id__lt=keys.stop)
    return live.only("date", "slug", "live_from").order_by("brief_id")


def issues(at: Instant) -> list[tuple[Issue, Instant]]:
    """The issues that a live brief is about, and those above them, each with when the newest of these briefs last
    changed. One query.
    """
    rows = EditionIssue.objects.filter(_is_live(at), issue=OuterRef("pk")).newest_first()
    every: list[Any] = list(
        Issue.objects.annotate(last=Subquery(rows.values("edition__live_from")[:1])).order_by("pk")
    )
    families = Families(every)
    last: dict[int, Instant] = {}
    for issue in every:
        for each in families.above([issue.pk]) if issue.last else ():
            last[each] = max(issue.last, last.get(each, issue.last))
    return [(issue, last[issue.pk]) for issue in every if issue.pk in last]


def experts(at: Instant) -> list[tuple[Expert, Instant]]:
    """Whom a live brief quotes, each with when the newest of these briefs last changed. One query."""
    rows = EditionQuote.objects.filter(_is_live(at), expert=OuterRef("pk")).newest_first()
    people: Any = quoted(at).annotate(last=Subquery(rows.values("edition__live_from")[:1])).order_by("pk")
    return [(expert, expert.last) for expert in people.defer("biography")]


def _is_live(at: Instant) -> Exists:
    return Exists(Edition.objects.live(at).filter(pk=OuterRef("edition")))


def news(at: Instant) -> list[Story]:
    """What was first public in the two days up to `at` (aware) and is live then, newest first. One query."""
    since = at - NEWS_LASTS
    before = Edition.objects.filter(brief=OuterRef("brief"), live_from__lte=since)
    own = Edition.objects.filter(brief=OuterRef("brief")).order_by("live_from")
    fresh: Any = Edition.objects.live(at).filter(~Exists(before), live_from__gt=since).defer("content")
    told = fresh.annotate(
        first=Subquery(own.values("live_from")[:1]), language=KeyTextTransform("language", "content")
    )
    return [
        Story(each.get_absolute_url(), each.title, each.first, languages.meant(each.language or "").tag)
        for each in told.order_by("-first", "-brief_id")[:MOST_NEWS]
    ]
