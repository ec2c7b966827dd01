"""One page of a long list, and the way to the next.

The next page is asked for by where this one ends, so that the last page of an archive costs what the first does.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from editions import hits as found_by_words
from editions.dated import DatedQuerySet, Row
from editions.filters import BriefFilter
from editions.hits import Hits
from editions.models import Edition, EditionIssue, beside, with_words
from issues.prepared import prepared

SIZE = 20
WALKS = 40  # index rows of so many issues are merged into one list
FORGED = _(
    "That page of the list does not exist: its address was changed on the way. Here is the newest page."
)
_CURSOR = re.compile(r"(?:([0-2])\.)?(\d{4}-\d{2}-\d{2})\.(0|[1-9]\d{0,17})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list of briefs: after the one of that date with that primary key, and of that `tier` in a list that
    has the best first.
    """

    date: datetime.date
    brief: int
    tier: int | None = None

    def __str__(self) -> str:
        tier = "" if self.tier is None else f"{self.tier}."
        return f"{tier}{self.date.isoformat()}.{self.brief}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The cursor that `str()` wrote; None for any other text."""
        found = _CURSOR.fullmatch(text)
        try:
            if found is None:
                return None
            tier = int(found[1]) if found[1] else None
            return cls(datetime.date.fromisoformat(found[2]), int(found[3]), tier)
        except ValueError:
            return None

    @classmethod
    def at(cls, edition: Edition) -> Self:
        return cls(edition.date, edition.brief_id, getattr(edition, "tier", None))


@dataclass(frozen=True, slots=True)
class Page:
    """Some editions of a list whose first page is at `newest`; `older` is the next page's address, empty on the last.

    `after` is the cursor that was asked for, None on the first page; `problems` says what was wrong with it. `ranked`
    when the best come first rather than the newest. `hits` are all that the list holds where words are looked for.
    """

    size: ClassVar[int] = SIZE  # the most that a page shows
    ranks: ClassVar[bool] = (
        False  # whether the best come first where words are looked for that not too many hold
    )

    editions: list[Edition]
    newest: str
    after: Cursor | None = None
    older: str = ""
    problems: tuple[str, ...] = ()
    ranked: bool = False
    hits: Hits | None = None

    @property
    def address(self) -> str:
        """The canonical address of this page."""
        return following(self.newest, self.after) if self.after else self.newest

    def facts(self) -> Hashable:
        """All that the page says of its editions, in values."""
        listed = tuple((each.as_listed(), getattr(each, "tier", None)) for each in self.editions)
        return self.address, self.older, self.ranked, listed

    @classmethod
    def read(
        cls,
        wanted: BriefFilter,
        at: datetime.datetime,
        query: QueryDict,
        newest: str,
        beside: Callable[[list[Edition]], object],
    ) -> Self:
        """The page of what is `wanted` at the instant `at` (aware) that the `after` of a query string asks for.

        `beside` fetches the rows that stand beside the editions. A list goes on in the order in which it began. A
        cursor that nobody made gives the first page and a problem, and so does one that would have too much ranked.
        One query, one for what stands beside, two more on a page of what may be ranked.
        """
        hits = wanted.hits(at)
        best = hits if cls.ranks and hits and wanted.phrases() else None
        text = query.get("after", "")
        after = Cursor.parse(text)
        if after is not None and after.tier is not None and not (best and _may_go_on(best)):
            after = None
        problems = (str(FORGED),) if text and after is None else ()
        ranked = best is not None and (
            after.tier is not None if after else best.counted <= found_by_words.MANY
        )
        number = cls.size + 1
        found = first_best(best, after, number) if best and ranked else some(wanted, at, after, number, hits)
        shown = found[: cls.size]
        beside(shown)
        older = following(newest, Cursor.at(shown[-1])) if len(found) > cls.size else ""
        return cls(shown, newest, after, older, problems, ranked, hits)


class BestPage(Page):
    """A page of a list that has the best first, where words are looked for that not too many editions hold."""

    ranks = True


def _may_go_on(best: Hits) -> bool:
    """Whether a list of these hits can have begun with the best: since then more may have come. One query."""
    most = found_by_words.MANY * 2
    return best.up_to(most + 1) <= most


def first_best(best: Hits, after: Cursor | None, number: int) -> list[Edition]:
    """At most `number` of the hits, those first that say best what is looked for, each with its `tier`, from the
    cursor on. Two queries.
    """
    begin = (after.tier, after.date, after.brief) if after is not None and after.tier is not None else None
    tiers = dict(best.best(number, begin))
    found: dict[int, Any] = Edition.objects.defer("content").in_bulk(tiers)
    for key, edition in found.items():
        edition.tier = tiers[key]
    return with_words([found[key] for key in tiers if key in found])


def some(
    wanted: BriefFilter,
    at: datetime.datetime,
    after: Cursor | None,
    number: int,
    hits: Hits | None = None,
) -> list[Edition]:
    """At most `number` of the wanted editions, newest first, from the cursor on. One query, and one for the hierarchy
    of issues when the filter does not know it yet; where words are looked for, those of `hits` as well.

    Where an issue is wanted, the index rows of its family are walked instead of all editions: then a few briefs of long
    ago are found as fast as the newest of many. A family of very many is on so much that the editions are walked after
    all; and where words are looked for, the database does best when it is left to choose.
    """
    if hits := hits or wanted.hits(at):
        keys = hits.newest(number, (after.date, after.brief) if after else None)
        return with_words(list(Edition.objects.filter(pk__in=keys).newest_first().defer("content")))
    families = sorted((wanted.families.below(each.pk) for each in wanted.issues), key=len)
    if families and len(families[0]) <= WALKS and wanted == BriefFilter(issues=wanted.issues):
        place = (after.date, after.brief) if after else (datetime.date.max, 0)
        return with_words(_walked(number)(families[0], at, *place, *families[1:]))
    rest = wanted.changed(issues=()).editions(at)
    if not families or len(families[0]) > WALKS or wanted.terms:
        found = section(rest.filter(*map(beside, families)), after)
        if wanted.expert or wanted.terms:
            # These are looked up and then put in order: as keys alone, which weigh a thousandth of what editions say.
            found = Edition.objects.filter(pk__in=found.values("pk")[:number]).newest_first()
        return with_words(list(found.defer("content")[:number]))
    others = (beside(family, "edition") for family in families[1:])
    fitting = EditionIssue.objects.filter(*others, Exists(rest.order_by().filter(pk=OuterRef("edition"))))
    walks = [section(fitting.filter(issue=issue), after)[:number] for issue in families[0]]
    if len(walks) == 1:
        rows = walks[0].select_related("edition").defer("edition__content")
        return with_words([row.edition for row in rows])
    # The first `number` of all are among the first of each walk; a brief that two walks meet is one brief.
    first, *more = (EditionIssue.objects.filter(pk__in=walk.values("pk")).values("edition") for walk in walks)
    found = Edition.objects.filter(pk__in=first.union(*more)).newest_first().defer("content")
    return with_words(list(found[:number]))


@cache
def _walked(number: int) -> Callable[..., list[Edition]]:
    """The question for `number` editions on one of some issues, and on one of each of others, from a place on, and for
    nothing else: what most lists ask.
    """

    @prepared
    def found(
        family: list[int], at: datetime.datetime, date: datetime.date, brief: int, *families: list[int]
    ) -> QuerySet[Edition]:
        live = Edition.objects.live(at).order_by().filter(pk=OuterRef("edition"))
        # In this order: most that are not on the others are passed over by their index alone.
        fitting = EditionIssue.objects.filter(*(beside(each, "edition") for each in families), Exists(live))
        walks = [fitting.filter(issue=issue).after(date, brief).newest_first()[:number] for issue in family]
        first, *more = (
            EditionIssue.objects.filter(pk__in=walk.values("pk")).values("edition") for walk in walks
        )
        rows = first.union(*more) if more else walks[0].values("edition")
        return Edition.objects.filter(pk__in=rows).newest_first().defer("content")[:number]

    return found


def section(rows: DatedQuerySet[Row], after: Cursor | None) -> DatedQuerySet[Row]:
    """`rows` from the cursor on, newest first."""
    return (rows.after(after.date, after.brief) if after else rows).newest_first()


def following(newest: str, cursor: Cursor) -> str:
    """The address of the page that begins at `cursor`."""
    return f"{newest}{'&' if '?' in newest else '?'}{urlencode({'after': cursor})}"
