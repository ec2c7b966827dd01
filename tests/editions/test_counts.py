"""Stored counts: whatever is done to the record and the vocabulary, they say what counting live says."""

import datetime
import random
import threading
from collections.abc import Iterator
from io import StringIO
from itertools import combinations
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefs.models import Brief
from editions import settling
from editions.counts import MONTH, PERSON, Count, Uncounted
from editions.facets import tally
from editions.filters import BriefFilter
from editions.models import Edition
from editions.publishing import cancel, expire, publish, withdraw
from editions.quoting import QuoteFilter
from experts.models import Expert
from issues.merging import MergeRefused, merge, undo
from issues.models import Issue
from tests import cast

pytestmark = pytest.mark.django_db
NAMES = ("Iran", "Russia", "Cyber", "Gulf States", "Syria")
PEOPLE = ("Mara Quist", "Ivo Tamm", "Ada Quill")
HOUR = datetime.timedelta(hours=1)


class Newsroom:
    """One that does something at random."""

    def __init__(self, seed: int) -> None:
        self.die = random.Random(seed)  # noqa: S311
        self.ahead = timezone.now()  # up to here its counts are settled at times
        for name in NAMES:
            cast.issue(name)
        self.acts: list[Any] = [
            self.new,
            self.new,
            self.edit,
            self.schedule,
            self.cancel,
            self.withdraw,
            self.end,
        ]
        self.acts += [self.move, self.merge, self.undo, self.merge_people, self.settle]

    def act(self) -> None:
        self.die.choice(self.acts)()

    def some(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        return self.die.choice(found) if found else None

    def parts(self) -> dict[str, Any]:
        names = [issue.name for issue in Issue.objects.order_by("name")]
        said = [
            ("<p>It holds.</p>", self.die.choice(PEOPLE), "Fellow") for _ in range(self.die.choice([1, 1, 3]))
        ]
        day = cast.DAY + datetime.timedelta(days=self.die.choice([0, 40, 80]))
        return {"issues": self.die.sample(names, self.die.choice([1, 2, 3])), "quotes": said, "date": day}

    def new(self) -> None:
        past = self.die.choice([None, None, timezone.now() - 1000 * HOUR])
        cast.published(
            f"Brief {Brief.objects.count()}", at=past, slug=f"b{Brief.objects.count()}", **self.parts()
        )

    def edit(self) -> None:
        if edition := self.some(Edition.objects.live()):
            brief = edition.brief
            brief.issue_rows.all().delete()
            brief.issue_rows.create(tag=self.some(Issue.objects))
            publish(cast.change(brief, title=f"Edit {edition.pk}"), None)

    def schedule(self) -> None:
        number = Brief.objects.count()
        when = timezone.now() + self.die.choice([1, 2, 3]) * HOUR
        cast.published(f"Later {number}", at=when, slug=f"l{number}", **self.parts())

    def cancel(self) -> None:
        if edition := self.some(Edition.objects.pending(max(self.ahead, timezone.now()))):
            cancel(edition, None)

    def withdraw(self) -> None:
        if edition := self.some(Edition.objects.live()):
            withdraw(edition.brief, None)

    def end(self) -> None:
        if edition := self.some(Edition.objects.live()):
            expire(edition.brief, None, self.die.choice([None, timezone.now() + 2 * HOUR]))

    def move(self) -> None:
        issue, parent = self.some(Issue.objects), self.some(Issue.objects)
        if parent not in Issue.objects.filter(pk=issue.pk) and issue not in parent.wider():
            issue.parent = self.die.choice([parent, None])
            issue.save()

    def merge(self) -> None:
        if Issue.objects.count() > 3:
            try:
                row, into = self.die.sample(list(Issue.objects.order_by("pk")), 2)
                merge(row, into, None)
            except MergeRefused:
                return

    def undo(self) -> None:
        for issue in Issue.objects.order_by("pk"):
            if record := issue.merges.filter(undone_at=None).last():
                try:
                    undo(record, None)
                except MergeRefused:
                    continue
                return

    def merge_people(self) -> None:
        if Expert.objects.count() > 2:
            row, into = self.die.sample(list(Expert.objects.order_by("pk")), 2)
            merge(row, into, None)

    def settle(self) -> None:
        self.ahead = max(self.ahead, timezone.now() + self.die.choice([0, 0, 1]) * HOUR)
        settling.settle(self.ahead)


def filters(die: random.Random) -> Iterator[BriefFilter]:
    """A few of the questions that the counts may know."""
    issues = list(Issue.objects.order_by("pk"))
    yield from (BriefFilter(), QuoteFilter())
    for some in die.sample([*combinations(issues, 1), *combinations(issues, 2)], 2):
        for wanted in range(len(some) + 1):
            for kind in (BriefFilter, QuoteFilter):
                yield kind(issues=some[:wanted], without=some[wanted:])
    yield from (kind(expert=person) for person in Expert.objects.all() for kind in (BriefFilter, QuoteFilter))


def live(wanted: BriefFilter, at: datetime.datetime) -> tuple[int, dict[int, int]]:
    rows = wanted.rows(at)
    return rows.count(), tally(rows, wanted.families, wanted.edition)


def stored(wanted: BriefFilter, at: datetime.datetime) -> tuple[int, dict[int, int]] | None:
    known = wanted.known(at)
    if known is None:
        return None
    counts = {key: size for key, number in known.issues.items() if (size := wanted.size(number))}
    return wanted.size(known.total), counts


def people_and_months(wanted: BriefFilter, at: datetime.datetime) -> None:
    known = wanted.known(at, PERSON)
    assert known is not None
    said = wanted.editions(at).order_by().values_list("pk", "quote_rows__expert")
    heard = {(pk, person) for pk, person in said if person}
    assert {p: n.briefs for p, n in known.people.items()} == tally_of(person for _, person in heard)
    if len(wanted.issues) + len(wanted.without) > 1:
        return
    known = wanted.known(at, MONTH)
    assert known is not None
    dates = wanted.editions(at).values_list("date", flat=True)
    assert {m: n.briefs for m, n in known.months.items()} == tally_of(date.replace(day=1) for date in dates)


def tally_of(values: Any) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found


@pytest.mark.parametrize("seed", range(4))
def test_along_any_path_of_acts_what_is_stored_is_what_is_live(seed: int) -> None:
    newsroom, told = Newsroom(seed), 0
    for _ in range(12):
        newsroom.act()
        newsroom.act()
        for hours in newsroom.die.sample([0.0, 0.5, 1.5, 2.5, 3.5], 1):
            at = timezone.now() + hours * HOUR
            for wanted in filters(newsroom.die):
                found = stored(wanted, at)
                assert found in (None, live(wanted, at)), wanted
                told += found is not None
                if found and type(wanted) is BriefFilter and not wanted.expert:
                    people_and_months(wanted, at)
    settling.settle(newsroom.ahead + 4 * HOUR)
    assert settling.discrepancies() == []
    assert told > 20


def test_an_edition_that_is_removed_by_force_makes_everything_be_counted_anew() -> None:
    cast.published("Stays", issues=["Iran"])
    gone = cast.published("Gone", issues=["Iran"])
    settling.settle(timezone.now())
    gone.delete()
    assert BriefFilter().known(timezone.now()) is None
    assert [each.count for each in BriefFilter().counts()] == [1]
    settling.settle()
    assert settling.discrepancies() == []


def test_who_began_before_the_counts_were_settled_counts_live() -> None:
    began = timezone.now()
    cast.published("New", issues=["Iran"])
    settling.settle(timezone.now())
    assert BriefFilter().known(began) is None
    assert BriefFilter().total(began) == 0
    assert BriefFilter().total(timezone.now()) == 1


def test_recount_mends_what_check_finds() -> None:
    cast.published("One", issues=["Iran"])
    settling.settle(timezone.now())
    Count.objects.filter(one=0, two=0, kind=0, key=0).update(briefs=7)
    with pytest.raises(
        CommandError, match=r"1 counts are wrong.*\n\(0, 0, 0, 0\): \[7, 1\] are stored, \[1, 1\]"
    ):
        call_command("recount", "--check")
    said = StringIO()
    call_command("recount", stdout=said)
    call_command("recount", "--check", stdout=said)
    assert "All stored counts are right." in said.getvalue()


def test_settled_counts_are_few_rows_whatever_the_archive_holds() -> None:
    """Nothing that a list asks reads an edition's row more when there are more of them."""
    for number in range(6):
        cast.published(f"Brief {number}", issues=["Iran", "Russia"], slug=f"b{number}")
    settling.settle(timezone.now())
    assert not Uncounted.objects.filter(at__lte=timezone.now()).exists()
    assert Count.objects.filter(kind=0).count() == 1 + 2 + 2 * 2 + 1
    with CaptureQueriesContext(connection) as asked:
        assert BriefFilter(issues=(cast.issue("Iran"),)).total(timezone.now()) == 6
    assert [query["sql"] for query in asked if "COUNT(" in query["sql"]] == []


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_no_count_and_never_wait_for_each_other_in_a_circle() -> None:
    briefs = [cast.make_brief(f"Brief {n}", issues=["Iran", "Russia"][:: n % 2 or -1]) for n in range(8)]
    failures: list[BaseException] = []

    def work(some: list[Brief]) -> None:
        try:
            for brief in some:
                publish(brief, None)
                settling.settle(timezone.now())
        except BaseException as failure:  # noqa: BLE001 - told below
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(briefs[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    settling.settle(timezone.now())
    assert BriefFilter().total(timezone.now()) == 8
    assert settling.discrepancies() == []
