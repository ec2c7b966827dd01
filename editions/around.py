"""What stands around a brief: others on the same issues, those before and after it, and those that lead here.

All of it is looked up in the index rows of single issues, a bounded number of each, so that it costs the same in an
archive of any size: a brief that shares several issues is found when it is among the newest `NEAR` of one of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.fields.json import KT

from editions.models import Edition, EditionLink
from editions.reading import Article
from issues.prepared import prepared
from issues.reader import reader

NEAR = 40
MOST_ISSUES = 12  # of one brief that are looked at
MOST = 5  # in a list
LANGUAGE = KT("content__language")
SHOWN = ("brief", "date", "slug", "title")


@dataclass(frozen=True, slots=True)
class Around:
    """Live editions, with no more than is shown; `earlier` and `later` are the nearest on any of the same issues."""

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
    """What stands around `edition` at `at` (aware). Three queries, however much that is."""
    found = near(article, edition, at)
    shown = {each.pk: each for each in _shown([*found.coverage, *found.beside], at)}
    earlier, later = beside(edition, [shown[key] for key in found.beside if key in shown])
    return Around([shown[key] for key in found.coverage if key in shown], citing(edition, at), earlier, later)


@prepared
def _shown(keys: list[int], at: datetime.datetime) -> QuerySet[Edition]:
    return Edition.objects.live(at).filter(pk__in=keys).annotate(language=LANGUAGE).only(*SHOWN)


@dataclass(frozen=True, slots=True)
class Near:
    """Keys of editions: those that share most of the issues, in order, and of each issue the next before and after."""

    coverage: list[int]
    beside: list[int]


# Written out, for Django takes longer to make a union of so many parts than a database to answer it. What is shared is
# counted in an index of issues alone: to pass over the words of so many editions takes longer as well. Whether an
# edition is live is asked row by row: joined, PostgreSQL reads all editions first, for it can't tell how many are live.
_ROWS = """SELECT {beside} AS is_beside, tag.edition_id, tag.date, tag.brief_id
  FROM editions_editionissue tag WHERE tag.issue_id = {issue} AND tag.brief_id NOT IN ({apart}) AND (
    SELECT live_from <= %s AND (live_until IS NULL OR live_until > %s) FROM editions_edition WHERE id = tag.edition_id
  )"""
_NEWEST = f"{_ROWS} ORDER BY tag.date DESC, tag.brief_id DESC LIMIT {NEAR}"
_BEFORE = f"""{_ROWS} AND tag.date <= %s AND (tag.date < %s OR tag.brief_id < %s)
  ORDER BY tag.date DESC, tag.brief_id DESC LIMIT 1"""
_AFTER = f"""{_ROWS} AND tag.date >= %s AND (tag.date > %s OR tag.brief_id > %s)
  ORDER BY tag.date, tag.brief_id LIMIT 1"""
# PostgreSQL plans each part of a union for itself, which takes longer than to answer it; SQLite knows no LATERAL.
_LATERAL = "SELECT part.* FROM (VALUES {issues}) AS issue (id) CROSS JOIN LATERAL ({part}) AS part"
_NEAR = f"""WITH near AS ({{parts}})
  SELECT edition_id, 0, NULL, 0 FROM near WHERE is_beside = 1
  UNION ALL SELECT * FROM (
    SELECT edition_id, (
      SELECT COUNT(*) FROM editions_editionissue tag
      WHERE tag.edition_id = found.edition_id AND tag.issue_id IN ({{issues}})
    ) AS shared, date, brief_id
    FROM (
      SELECT DISTINCT edition_id, date, brief_id FROM near WHERE is_beside = 0 AND brief_id NOT IN ({{listed}})
    ) AS found
    ORDER BY shared DESC, date DESC, brief_id DESC LIMIT {MOST}
  ) AS coverage"""  # noqa: S608 - our own words


def near(article: Article, edition: Edition, at: datetime.datetime) -> Near:
    """What is found in the index rows of each issue of `edition`, without the briefs that are this one in other
    languages; coverage also without those that `article` leads to itself. One query, or none without an issue.
    """
    issues = [issue.pk for issue in article.issues[:MOST_ISSUES]]
    if not issues:
        return Near([], [])
    apart = [edition.brief_id, *(version.brief for version in article.versions)]
    listed = [*apart, *(link.brief for link in article.content.links if link.brief)]
    database = reader()
    parts, told = _parts(database, edition, issues, apart, at)
    asked = _NEAR.format(parts=" UNION ALL ".join(parts), issues=_marks(issues), listed=_marks(listed))
    with database.cursor() as cursor:
        cursor.execute(asked, [*told, *issues, *listed])
        rows = cursor.fetchall()
    best = sorted((row[1:] + row[:1] for row in rows if row[1]), reverse=True)
    return Near([row[-1] for row in best], [key for key, shared, _, _ in rows if not shared])


def _parts(
    database: BaseDatabaseWrapper,
    edition: Edition,
    issues: list[int],
    apart: list[int],
    at: datetime.datetime,
) -> tuple[list[str], list[Any]]:
    """What finds the rows of each issue in the SQL of `database`, and its parameters."""
    live = database.ops.adapt_datetimefield_value(at)
    day = database.ops.adapt_datefield_value(edition.date)
    place = (day, day, edition.brief_id)
    parts: list[str] = []
    told: list[Any] = []
    for part, is_beside, values in ((_NEWEST, 0, ()), (_BEFORE, 1, place), (_AFTER, 1, place)):
        rows = partial(part.format, beside=is_beside, apart=_marks(apart))
        if database.vendor == "postgresql":
            each = ", ".join(["(%s)"] * len(issues))
            parts.append(_LATERAL.format(issues=each, part=rows(issue="issue.id")))
            told += [*issues, *apart, live, live, *values]
        else:
            parts += [f"SELECT * FROM ({rows(issue='%s')}) AS part"] * len(issues)  # noqa: S608 - our own words
            for issue in issues:
                told += [issue, *apart, live, live, *values]
    return parts, told


def _marks(values: Collection[int]) -> str:
    return ", ".join(["%s"] * len(values))


def beside(edition: Edition, found: Collection[Edition]) -> tuple[Edition | None, Edition | None]:
    """The nearest of some editions before and after `edition`."""
    own = _place(edition)
    before = [each for each in found if _place(each) < own]
    after = [each for each in found if _place(each) > own]
    return max(before, key=_place, default=None), min(after, key=_place, default=None)


def _place(edition: Edition) -> tuple[datetime.date, int]:
    return edition.date, edition.brief_id


def citing(edition: Edition, at: datetime.datetime) -> list[Edition]:
    """The live briefs whose related links lead to this one, the newest first. One query."""
    return _citing(edition.brief_id, at)


@prepared
def _citing(brief: int, at: datetime.datetime) -> QuerySet[Edition]:
    links = EditionLink.objects.filter(target=brief).values("edition")
    found = Edition.objects.live(at).filter(pk__in=links).annotate(language=LANGUAGE)
    return found.newest_first().only(*SHOWN)[:MOST]
