"""What the stored counts know of what a reader asks: on two issues at most, wanted or not, or of one person."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from editions.counts import ANY, ISSUE, MONTH, MOST, PERSON, Number, Stored, first_of, pair
from issues.families import Families

Numbers = dict[int, Number]


@dataclass(frozen=True, slots=True)
class Known:
    """How much there is in all; on each issue, of each person, by primary key; and of each month, by its first day.
    What there is nothing of is left out.
    """

    total: Number
    issues: Numbers = field(default_factory=dict)
    people: Numbers = field(default_factory=dict)
    months: dict[datetime.date, Number] = field(default_factory=dict)


def known(
    at: datetime.datetime,
    families: Families,
    wanted: Collection[int] = (),
    without: Collection[int] = (),
    kinds: Collection[int] = (ISSUE,),
) -> Known | None:
    """What is live at `at` (aware) on all of the issues `wanted` and on none of `without`, primary keys; of the `kinds`
    asked for. None where it must be counted live: on more than two issues (for months, more than one), or when the
    counts can't tell.

    One query, and one for the hierarchy when `families` does not know it yet.
    """
    if len({*wanted, *without}) > (1 if MONTH in kinds else MOST):
        return None
    sets = [(sign, {*wanted, *more}) for sign, more in _signed(without)]
    found = Stored(at, families).on({pair(issues) for _, issues in sets}, {ISSUE, *kinds})
    if found is None:
        return None
    sums = defaultdict[tuple[int, ...], Number](Number)
    for sign, issues in sets:
        one, two = pair(issues)
        own = {(ISSUE, issue): (one, two, ISSUE, ANY) for issue in issues}
        told = {key[2:]: key for key in found if key[:2] == (one, two)} | own
        for what, key in told.items():
            sums[what] = _plus(sums[what], sign, found.get(key, Number()))
    return _laid_out(sums)


def known_of(at: datetime.datetime, families: Families, person: int) -> Known | None:
    """How many live briefs quote one person, in all and on each issue, and in how many quotations; as `known`."""
    found = Stored(at, families).of(person)
    if found is None:
        return None
    return _laid_out({(ISSUE, two): number for (_, two, _, _), number in found.items()})


def _signed(without: Collection[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """What is on none is all, less what is on each, and what is on two was taken away twice."""
    for size in range(len(without) + 1):
        yield from (((-1) ** size, some) for some in combinations(sorted(without), size))


def _plus(number: Number, sign: int, more: Number) -> Number:
    return Number(number.briefs + sign * more.briefs, number.quotes + sign * more.quotes)


def _laid_out(sums: dict[tuple[int, ...], Number]) -> Known:
    by_kind: dict[int, Numbers] = {ISSUE: {}, PERSON: {}, MONTH: {}}
    for (kind, key), number in sums.items():
        if number.briefs:
            by_kind[kind][key] = number
    total = by_kind[ISSUE].pop(ANY, Number())
    months = {first_of(month): number for month, number in by_kind[MONTH].items()}
    return Known(total, by_kind[ISSUE], by_kind[PERSON], months)
