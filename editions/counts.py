"""Counts that are kept rather than made: how many live briefs and quotations there are on one issue, on two, and on one
more; by whom, and in which month.

Three tables. `Count` holds what was settled up to an instant, `Counted` says up to which, and `Uncounted` is the log of
what has happened or will happen since, written by triggers whoever changes the record. An answer is what was settled
and what of the log is due, read in one statement, so it is exact at its instant whether anything was settled or not:
settling (`editions.settling`) only keeps the log short. Where the three can't tell, the answer is None: count live.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from django.db import connection, models

from issues.families import Families
from issues.reader import reader

ISSUE, PERSON, MONTH = 0, 1, 2  # what the `key` of a count is
BEGINS, ENDS, RETAGGED, RENAMED = 0, 1, 2, 3  # what happened to an edition
MOST = 2  # issues that are counted together with one more
ANY = 0  # in the place of a key: whatever it is

Pair = tuple[int, int]  # the lower key first; ANY in front when it is one issue, or none


class Number(NamedTuple):
    """How many live briefs, and how many live quotations stand in them."""

    briefs: int = 0
    quotes: int = 0


class Count(models.Model):
    """On both issues, `one` below `two`: how many live briefs are on an issue more, quote a person, are of a month.
    Each is a plain key, and a wider issue counts what is on narrower ones. Quotations of a person are only their own.
    """

    pk = models.CompositePrimaryKey("one", "two", "kind", "key")
    one = models.BigIntegerField()
    two = models.BigIntegerField()
    kind = models.SmallIntegerField()
    key = models.BigIntegerField()
    briefs = models.IntegerField()
    quotes = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["key"], condition=models.Q(kind=PERSON, one=ANY), name="edition_count_of_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.briefs} briefs"


class Counted(models.Model):
    """One row: up to which instant the counts hold, and under which hierarchy of issues (`Families.text`)."""

    until = models.DateTimeField()
    hierarchy = models.TextField()

    def __str__(self) -> str:
        return f"Counted until {self.until}"


class Uncounted(models.Model):
    """Something that counts do not know yet: from `at` on an edition is live (`number` 1) or no longer (-1), or an
    issue or a person of it, `was`, is another now. Written by triggers; 0 is none.
    """

    edition = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(db_index=True)
    kind = models.SmallIntegerField()
    number = models.SmallIntegerField()
    was = models.BigIntegerField()
    now = models.BigIntegerField()

    def __str__(self) -> str:
        return f"Edition {self.edition} at {self.at}"


def pair(issues: Collection[int]) -> Pair:
    """At most two issues, as they are counted."""
    one, two = sorted([ANY, ANY, *issues])[-2:]
    return one, two


def pairs(issues: Iterable[int]) -> list[Pair]:
    """All that something on just these issues counts for: for any, for each, for each two."""
    keys = sorted(issues)
    return [(ANY, ANY), *((ANY, key) for key in keys), *combinations(keys, 2)]


def marks(
    among: Iterable[Pair], issues: Collection[int], people: Counter[int], month: int
) -> Iterator[tuple[tuple[int, int, int, int], int]]:
    """The counts `among` some pairs in which a brief stands once, and how many quotations of it."""
    said = sum(people.values())
    for one, two in among:
        yield (one, two, ISSUE, ANY), said
        for issue in issues:
            if issue not in (one, two):
                yield (one, two, ISSUE, issue), said
        for person, number in people.items():
            yield (one, two, PERSON, person), number
        if one == ANY:
            yield (one, two, MONTH, month), said


def month_number(text: str) -> int:
    """Of a date such as 2023-09-20; `month_of` turns it back."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def first_of(number: int) -> datetime.date:
    """The first day of the month with that number."""
    return datetime.date(number // 12, number % 12 + 1, 1)


def gathered(column: str, table: str) -> str:
    """SQL: the values of a column in the rows of `table` of an edition, `edition.id`, with commas between."""
    text = (
        f"STRING_AGG({column}::text, ',')" if connection.vendor == "postgresql" else f"GROUP_CONCAT({column})"
    )
    return f"(SELECT {text} FROM {table} WHERE edition_id = edition.id)"  # noqa: S608 - our own words


def told() -> str:
    """SQL: the columns that say what an edition counts for: its date, its own issues, who speaks once a quotation."""
    return ", ".join(
        [
            "CAST(edition.date AS text)",
            gathered("issue_id", "editions_editionissue"),
            gathered("expert_id", "editions_editionquote"),
        ]
    )


def keys_of(text: str | None) -> list[int]:
    return [int(key) for key in text.split(",")] if text else []


class Stored:
    """What is stored on some pairs of issues, of some kinds, at one instant (aware): by pair, kind and key."""

    def __init__(self, at: datetime.datetime, families: Families) -> None:
        self.at, self.families = connection.ops.adapt_datetimefield_value(at), families

    def on(self, wanted: Collection[Pair], kinds: Collection[int]) -> dict[tuple[int, ...], Number] | None:
        """None when the counts can't tell. One query, and one for the hierarchy when it is not known yet."""
        parts, values = [], list[Any]()
        groups = defaultdict[int, list[int]](list)
        for one, two in wanted:
            groups[one].append(two)
        for one, others in groups.items():
            parts.append(f"one = %s AND two IN ({_places(others)}) AND kind IN ({_places(kinds)})")
            values.append([one, *others, *kinds])
        return self._read(parts, values, wanted, lambda key: key[2] in kinds)

    def of(self, person: int) -> dict[tuple[int, ...], Number] | None:
        """Of one person, on any issue and on each; as `on`."""
        clause = f"kind = {PERSON} AND one = {ANY} AND key = %s"
        return self._read(
            [clause], [[person]], None, lambda key: key[0] == ANY and key[2:] == (PERSON, person)
        )

    def _read(
        self, parts: list[str], values: list[list[Any]], wanted: Collection[Pair] | None, fits: Any
    ) -> dict[tuple[int, ...], Number] | None:
        told_due = told()
        settled = "SELECT one, two, kind, key, briefs, quotes, NULL, NULL, NULL FROM editions_count WHERE "
        due = f"""SELECT entry.edition, entry.number, entry.kind, NULL, NULL, NULL, {told_due}
            FROM editions_uncounted entry JOIN editions_edition edition ON edition.id = entry.edition
            WHERE entry.at <= %s"""  # noqa: S608 - our own words
        known = """SELECT NULL, NULL, NULL, NULL, NULL, NULL, hierarchy, NULL, NULL
            FROM editions_counted WHERE until <= %s"""
        with reader().cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join([*(settled + part for part in parts), due, known]),
                [*(value for some in values for value in some), self.at, self.at],
            )
            rows = cursor.fetchall()
        found, happened, hierarchy = _sorted(rows)
        if hierarchy != self.families.text:
            return None
        return _with_due(found, happened, self.families, wanted, fits)


def _places(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _sorted(rows: list[Any]) -> tuple[dict[tuple[int, ...], Number], dict[int, list[Any]], str | None]:
    """The settled counts, the log edition by edition, and the hierarchy that they hold under."""
    found, happened, hierarchy = dict[tuple[int, ...], Number](), defaultdict[int, list[Any]](list), None
    for row in rows:
        if row[0] is None:
            hierarchy = row[6]
        elif row[3] is None:
            happened[row[0]].append(row)
        else:
            found[row[:4]] = Number(*row[4:6])
    return found, happened, hierarchy


def _with_due(
    found: dict[tuple[int, ...], Number],
    happened: dict[int, list[Any]],
    families: Families,
    wanted: Collection[Pair] | None,
    fits: Any,
) -> dict[tuple[int, ...], Number] | None:
    for entries in happened.values():
        kinds = {entry[2] for entry in entries}
        if kinds & {RETAGGED, RENAMED} and BEGINS not in kinds:
            return None  # what was settled of this edition was of other issues or people
        number = sum(entry[1] for entry in entries)
        if not number:
            continue
        date, own, speakers = entries[0][6:]
        issues = families.above(keys_of(own))
        held = {ANY, *issues}
        among = pairs(issues) if wanted is None else [each for each in wanted if held.issuperset(each)]
        for key, said in marks(among, issues, Counter(keys_of(speakers)), month_number(date)):
            if fits(key):
                briefs, quotes = found.get(key, Number())
                found[key] = Number(briefs + number, quotes + number * said)
    return found
