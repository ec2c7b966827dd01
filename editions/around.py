"""What stands around a brief: others on the same issues, those before and after it, and those that lead here.

All of it is looked up in the index rows of single issues, a bounded number of each, so that it costs the same in an
archive of any size: a brief that shares several issues is found when it is among the newest `NEAR` of one of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT

from editions.models import Edition, EditionLink
from editions.reading import Article
from issues.models import Issue
from issues.prepared import prepared

NEAR = 60
MOST_ISSUES = 12  # of one brief that are looked at
MOST = 5  # in a list
LANGUAGE = KT("content__language")


@dataclass(frozen=True, slots=True)
class Around:
    """Live editions without their content; `earlier` and `later` are the nearest on any of the same issues."""

    coverage: list[Edition]
    citing: list[Edition]
    earlier: Edition | None = None
    later: Edition | None = None

    def facts(self) -> Hashable:
        """All that a page says of them, in values."""
        lists = (self.coverage, self.citing, filter(None, [self.earlier]), filter(None, [self.later]))
        return tuple(
            tuple(
                (each.get_absolute_url(), each.date, each.title, getattr(each, "language", None))
                for each in found
            )
            for found in lists
        )


def around(article: Article, edition: Edition, at: datetime.datetime) -> Around:
    """What stands around `edition` at `at` (aware). Four queries, however much that is."""
    issues = article.issues[:MOST_ISSUES]
    found = near(edition, issues, at, [version.brief for version in article.versions])
    earlier, later = beside(edition, found.beside, at)
    return Around(coverage(found.newest, article, issues, at), citing(edition, at), earlier, later)


@dataclass(frozen=True, slots=True)
class Near:
    """Keys of editions: the newest of each issue, and of each the next before and after a brief."""

    newest: set[int]
    beside: set[int]


# Written out, for Django takes longer to make a union of so many parts than a database to answer it.
_ROWS = """SELECT %s AS is_beside, tag.edition_id
  FROM editions_editionissue tag JOIN editions_edition edition ON edition.id = tag.edition_id
  WHERE tag.issue_id = %s AND tag.brief_id NOT IN ({apart})
  AND edition.live_from <= %s AND (edition.live_until IS NULL OR edition.live_until > %s)"""
_NEWEST = f"{_ROWS} ORDER BY tag.date DESC, tag.brief_id DESC LIMIT {NEAR}"
_BEFORE = f"""{_ROWS} AND tag.date <= %s AND (tag.date < %s OR tag.brief_id < %s)
  ORDER BY tag.date DESC, tag.brief_id DESC LIMIT 1"""
_AFTER = f"""{_ROWS} AND tag.date >= %s AND (tag.date > %s OR tag.brief_id > %s)
  ORDER BY tag.date, tag.brief_id LIMIT 1"""


def near(
    edition: Edition, issues: Collection[Issue], at: datetime.datetime, versions: Collection[int]
) -> Near:
    """What is found in the index rows of each of `issues`, without the briefs that are this one in other languages.
    One query.
    """
    live = connection.ops.adapt_datetimefield_value(at)
    day = connection.ops.adapt_datefield_value(edition.date)
    place = (day, day, edition.brief_id)
    apart = (edition.brief_id, *versions)
    marks = ", ".join(["%s"] * len(apart))
    parts: list[str] = []
    told: list[Any] = []
    for issue in issues:
        common = (issue.pk, *apart, live, live)
        parts += [part.format(apart=marks) for part in (_NEWEST, _BEFORE, _AFTER)]
        told += [0, *common, 1, *common, *place, 1, *common, *place]
    if not parts:
        return Near(set(), set())
    with connection.cursor() as cursor:
        union = " UNION ALL ".join(f"SELECT * FROM ({part}) AS part" for part in parts)  # noqa: S608 - our own words
        cursor.execute(union, told)
        rows = cursor.fetchall()
    return Near(
        {key for is_beside, key in rows if not is_beside}, {key for is_beside, key in rows if is_beside}
    )


def beside(
    edition: Edition, keys: Collection[int], at: datetime.datetime
) -> tuple[Edition | None, Edition | None]:
    """The nearest of some editions before and after `edition`. One query."""
    own = _place(edition)
    found = sorted(_shown(list(keys), at), key=_place)
    before = [each for each in found if _place(each) < own]
    after = [each for each in found if _place(each) > own]
    return before[-1] if before else None, after[0] if after else None


@prepared
def _shown(keys: list[int], at: datetime.datetime) -> QuerySet[Edition]:
    return Edition.objects.live(at).filter(pk__in=keys).annotate(language=LANGUAGE).defer("content")


def _place(edition: Edition) -> tuple[datetime.date, int]:
    return edition.date, edition.brief_id


def coverage(
    keys: Collection[int], article: Article, issues: Collection[Issue], at: datetime.datetime
) -> list[Edition]:
    """Of some editions those that share most of the issues, the newest first, without what `article` leads to itself.
    One query.
    """
    listed = [link.brief for link in article.content.links if link.brief]
    listed += [version.brief for version in article.versions]
    return _coverage(list(keys), listed, [issue.pk for issue in issues], at)


@prepared
def _coverage(
    keys: list[int], listed: list[int], issues: list[int], at: datetime.datetime
) -> QuerySet[Edition]:
    shared = Count("issue_rows", filter=Q(issue_rows__issue__in=issues))
    found = Edition.objects.live(at).filter(pk__in=keys).exclude(brief__in=listed)
    counted = found.annotate(shared=shared, language=LANGUAGE)
    return counted.order_by("-shared", "-date", "-brief_id").defer("content")[:MOST]


def citing(edition: Edition, at: datetime.datetime) -> list[Edition]:
    """The live briefs whose related links lead to this one, the newest first. One query."""
    return _citing(edition.brief_id, at)


@prepared
def _citing(brief: int, at: datetime.datetime) -> QuerySet[Edition]:
    links = EditionLink.objects.filter(target=brief).values("edition")
    found = Edition.objects.live(at).filter(pk__in=links).annotate(language=LANGUAGE)
    return found.newest_first().defer("content")[:MOST]
