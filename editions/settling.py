"""Settling the counts: what of the log is due is taken into them, so that nobody has to read it any more.

Nothing waits for this: an answer is exact without it (`editions.counts`). It happens after each act that changes the
record or the vocabulary, by whoever comes first; others meanwhile go on.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from editions.counts import (
    BEGINS,
    ENDS,
    RENAMED,
    RETAGGED,
    Count,
    Counted,
    Uncounted,
    gathered,
    keys_of,
    marks,
    month_number,
    pairs,
    told,
)
from issues.families import Families

# A request that began before what was settled last counts live, which takes long: so it gets time to end.
GRACE = datetime.timedelta(seconds=10)
AT_ONCE = 1000  # rows of a statement
MANY = 3000  # entries of the log
MOST_HELD = 300_000  # counts in memory
THE_ROW = 1

Sums = dict[tuple[int, ...], list[int]]


def soon(**_: Any) -> None:
    """Settle when the transaction at hand is done. A receiver of signals."""
    transaction.on_commit(settle, robust=True)


def begin(**_: Any) -> None:
    """Count for the first time, when nothing is counted yet. A receiver of signals, after migrations of any state."""
    if Counted._meta.db_table in connection.introspection.table_names() and not Counted.objects.exists():
        recount()


def settle(until: datetime.datetime | None = None) -> int:
    """Take into the counts what is due, and return of how many editions; 0 when someone else is at it.

    Whoever brings in many editions calls this at the end, and `settle_many` meanwhile, outside of their transactions:
    the log that triggers write then stays short, and what many editions have in common is added once.
    `until` (aware) is the instant up to which it is due, GRACE ago when left out: a later one makes requests that began
    earlier count live.
    """
    until = until or timezone.now() - GRACE
    families = Families()
    known = Counted.objects.filter(pk=THE_ROW).first()
    if known is None:
        return recount(until)
    if known.hierarchy == families.text and not Uncounted.objects.filter(at__lte=until).exists():
        return 0
    with transaction.atomic():
        held = Counted.objects.select_for_update(skip_locked=True).filter(pk=THE_ROW).first()
        return _settle(held, until) if held else 0


def settle_many() -> None:
    """Settle when the log has become long."""
    if Uncounted.objects.order_by()[:MANY].count() == MANY:
        settle()


def _settle(held: Counted, until: datetime.datetime) -> int:
    until, now, before = max(until, held.until), Families(), Families.of_text(held.hierarchy)
    moved = [key for key in now.parents if now.line(key) != before.line(key)]
    sums, done, number = Sums(), list[int](), 0
    for each in _changed(until, moved):
        number += 1
        done += each.entries
        each.add(sums, before, now)
        if len(sums) > MOST_HELD:
            _store(sums)
    _store(sums)
    for start in range(0, len(done), AT_ONCE):
        Uncounted.objects.filter(pk__in=done[start : start + AT_ONCE]).delete()
    held.until, held.hierarchy = until, now.text
    held.save()
    return number


@dataclass(frozen=True, slots=True)
class Change:
    """An edition as it was counted, and as it is to be: how often (0 or 1), on which issues of its own, quoting whom.
    `entries` are the keys of what the log says of it.
    """

    month: int
    counted: int
    live: int
    issues_then: frozenset[int]
    issues: frozenset[int]
    people_then: Counter[int]
    people: Counter[int]
    entries: list[int]

    def add(self, sums: Sums, before: Families, now: Families) -> None:
        if self.counted:
            _add(sums, before.above(self.issues_then), self.people_then, self.month, -1)
        if self.live:
            _add(sums, now.above(self.issues), self.people, self.month, 1)


def _add(sums: Sums, issues: Iterable[int], people: Counter[int], month: int, times: int) -> None:
    held = set(issues)
    for key, said in marks(pairs(held), held, people, month):
        sum_ = sums.get(key)
        if sum_ is None:
            sums[key] = [times, times * said]
        else:
            sum_[0] += times
            sum_[1] += times * said


def _changed(until: datetime.datetime, moved: list[int]) -> Iterator[Change]:
    """The editions of which something is due, and those on issues whose place among the issues is another. One query,
    so that the log and the record are of one instant.
    """
    at = connection.ops.adapt_datetimefield_value(until)
    joined = "entry.id || ' ' || entry.kind || ' ' || entry.number || ' ' || entry.was || ' ' || entry.now"
    log = gathered(joined, "editions_uncounted entry").replace(
        "edition_id =", "entry.at <= %s AND entry.edition ="
    )
    places = ", ".join(["%s"] * len(moved))
    on_moved = f"OR id IN (SELECT edition_id FROM editions_editionissue WHERE issue_id IN ({places}))"  # noqa: S608
    sql = f"""SELECT {told()}, {_is_live()}, {log} FROM editions_edition edition
        WHERE id IN (SELECT edition FROM editions_uncounted WHERE at <= %s) {on_moved if moved else ""}"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [at, at, at, at, *moved])
        while rows := cursor.fetchmany(AT_ONCE):
            yield from (_change(*row) for row in rows)


def _is_live() -> str:
    return (
        "CASE WHEN edition.live_from <= %s AND (edition.live_until IS NULL OR edition.live_until > %s) "
        "THEN 1 ELSE 0 END"
    )


def _change(date: str, own: str | None, speakers: str | None, live: int, log: str | None) -> Change:
    """From the present state of an edition and the log, read backwards, to what had been counted of it."""
    entries = sorted([int(word) for word in entry.split()] for entry in log.split(",")) if log else []
    issues, people = set(keys_of(own)), Counter(keys_of(speakers))
    issues_then, people_then = set(issues), Counter(people)
    for _, kind, _, was, now in reversed(entries):
        if kind == RETAGGED:
            issues_then = issues_then - {now} | ({was} if was else set())
        elif kind == RENAMED:
            people_then += Counter([was])
            people_then -= Counter([now])
    counted = live - sum(number for _, kind, number, _, _ in entries if kind in (BEGINS, ENDS))
    return Change(
        month_number(date),
        counted,
        live,
        frozenset(issues_then),
        frozenset(issues),
        people_then,
        people,
        [entry[0] for entry in entries],
    )


def _store(sums: Sums) -> None:
    """Add to the stored counts, and forget."""
    rows = [(*key, *numbers) for key, numbers in sorted(sums.items()) if numbers != [0, 0]]
    sums.clear()
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            cursor.execute(
                f"""INSERT INTO editions_count (one, two, kind, key, briefs, quotes)
                VALUES {", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(some))}
                ON CONFLICT (one, two, kind, key) DO UPDATE SET
                briefs = editions_count.briefs + excluded.briefs, quotes = editions_count.quotes + excluded.quotes""",  # noqa: S608
                [value for row in some for value in row],
            )


@transaction.atomic
def recount(until: datetime.datetime | None = None) -> int:
    """Forget all counts and make them anew from the record; return of how many editions. Whoever publishes waits."""
    until = until or timezone.now() - GRACE
    _hold_the_log()
    Counted.objects.select_for_update().filter(pk=THE_ROW).delete()
    Count.objects.all().delete()
    Uncounted.objects.filter(at__lte=until).delete()
    families, sums, number = Families(), Sums(), 0
    for (date, own, speakers), times in _live(until):
        number += times
        _add(sums, families.above(keys_of(own)), Counter(keys_of(speakers)), month_number(date), times)
        if len(sums) > MOST_HELD:
            _store(sums)
    _store(sums)
    Counted.objects.create(pk=THE_ROW, until=until, hierarchy=families.text)
    return number


def _hold_the_log() -> None:
    """No act is done until the transaction ends. SQLite lets nobody else write anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE editions_uncounted IN EXCLUSIVE MODE")


def _live(until: datetime.datetime) -> Iterator[tuple[tuple[Any, ...], int]]:
    """What the live editions count for, and how many of a few thousand count for just that."""
    at = connection.ops.adapt_datetimefield_value(until)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {told()} FROM editions_edition edition WHERE {_is_live()} = 1",  # noqa: S608
            [at, at],
        )
        while rows := cursor.fetchmany(20 * AT_ONCE):
            yield from Counter(rows).items()


def discrepancies() -> list[str]:
    """What the stored counts say that the record doesn't, a line each; none when all is well. For checks."""
    settle()
    held = Counted.objects.get(pk=THE_ROW)
    families, truth = Families.of_text(held.hierarchy), Sums()
    for (date, own, speakers), times in _live(held.until):
        _add(truth, families.above(keys_of(own)), Counter(keys_of(speakers)), month_number(date), times)
    rows = Count.objects.exclude(briefs=0, quotes=0).values_list(
        "one", "two", "kind", "key", "briefs", "quotes"
    )
    stored: dict[tuple[int, ...], list[int]] = {row[:4]: list(row[4:]) for row in rows}
    return [
        f"{key}: {stored.get(key, [0, 0])} are stored, {truth.get(key, [0, 0])} are live"
        for key in sorted(stored.keys() | truth.keys())
        if stored.get(key, [0, 0]) != truth.get(key, [0, 0])
    ]
