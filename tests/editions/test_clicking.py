"""Whatever path of filters a reader takes, each count is the length of the list it leads to."""

import datetime
import random
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions import paging
from editions.filters import BriefFilter
from editions.models import Edition, with_issues
from editions.paging import BestPage
from editions.publishing import publish, withdraw
from tests import cast

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 3, 1)
ISSUES = ("Iran", "Russia", "Cyber", "Gulf States", "Syria")
WORDS = ("missile", "drone", "grain", "cable")
PEOPLE = ("Mara Quist", "Ivo Tamm")
TYPED = (
    "missile",
    '-"drone"',
    "grain drone",
    "issue:iran",
    "-issue:cyber",
    'expert:"ivo tamm"',
    "to:2024-03-06",
)


@pytest.fixture
def newsroom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two dozen briefs dealt from a few issues, words and people; some are not public, some were published twice."""
    monkeypatch.setattr(paging.Page, "size", 3)
    die = random.Random(7)  # noqa: S311
    cast.issue("Syria")
    gulf = cast.issue("Gulf States")
    gulf.parent = cast.issue("Iran")
    gulf.save()
    for number in range(24):
        title, text, said = (" ".join(die.sample(WORDS, die.choice([0, 1, 2]))) for _ in range(3))
        brief = cast.make_brief(
            f"{title} {number}",
            slug=f"b{number}",
            date=DAY + datetime.timedelta(days=number // 3),
            issues=die.sample(ISSUES, die.choice([1, 2, 3])),
            label=die.choice(["Flash Brief", "Policy Brief"]),
            developments=f"<p>The {text}.</p>",
            quotes=[(f"<p>A {said}.</p>", die.choice(PEOPLE), "Fellow")],
        )
        if number % 7:
            publish(brief, None, timezone.now() + datetime.timedelta(hours=1) if number % 11 == 3 else None)
        if number % 5 == 1:
            publish(cast.change(brief, title=f"drone {number}"), None)
        if number % 13 == 2:
            withdraw(brief, None)


def pages(wanted: BriefFilter, at: datetime.datetime) -> Iterator[list[Edition]]:
    """The pages of a list, each asked for by the address that the one before it gave."""
    address = wanted.address()
    while address:
        query = QueryDict(urlsplit(address).query)
        asked = BriefFilter.parse(query, at)
        assert asked == wanted
        page = BestPage.read(asked, at, query, asked.address(), with_issues)
        assert not page.problems
        yield page.editions
        address = page.older


def walked(wanted: BriefFilter, at: datetime.datetime) -> list[int]:
    return [edition.brief_id for page in pages(wanted, at) for edition in page]


def clicks(wanted: BriefFilter, at: datetime.datetime) -> list[tuple[int, BriefFilter]]:
    """Everything that can be clicked on a list, with the count that stands beside it, and what can be typed there."""
    total = wanted.editions(at).count()
    found = []
    for choice in wanted.choices(total, at):
        found += [(choice.count, choice.narrower), (choice.rest, choice.without)]
    others = [condition.rest for condition in wanted.conditions()]
    for text in TYPED:
        query = QueryDict(wanted.query(), mutable=True)
        query.appendlist("q", text)
        asked = BriefFilter.parse(query, at)
        others += [asked] if not asked.problems else []
    return found + [(other.editions(at).count(), other) for other in others]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=15,
    deadline=None,
)
@given(path=st.lists(st.integers(0, 1000), min_size=1, max_size=5))
def test_each_count_is_the_length_of_the_list_it_leads_to(newsroom: None, path: list[int]) -> None:
    at, wanted = timezone.now(), BriefFilter()
    for step in path:
        possible = clicks(wanted, at)
        count, wanted = possible[step % len(possible)]
        found = {edition.pk: edition.brief_id for page in pages(wanted, at) for edition in page}
        assert len(found) == len(set(found.values())) == count
        assert Edition.objects.live(at).filter(pk__in=found).count() == count


@pytest.mark.usefixtures("newsroom")
def test_while_others_are_published_a_list_repeats_and_skips_nothing() -> None:
    breaking = 0
    for query in ("", "q=drone", "issue=iran", "not=russia&q=drone+-missile", "q=-grain"):
        start = timezone.now()
        wanted = BriefFilter.parse(QueryDict(query), start)
        before = walked(wanted, start)
        seen: list[int] = []
        for number, page in enumerate(pages_as_time_goes_by(wanted)):
            seen += [edition.brief_id for edition in page]
            if number % 2 == 0:
                breaking += 1
                when = DAY + datetime.timedelta(days=number * 3)
                cast.published("drone Breaking", date=when, slug=f"n{breaking}", issues=["Iran", "Cyber"])
        assert len(seen) == len(set(seen))
        assert [brief for brief in seen if brief in before] == before


def pages_as_time_goes_by(wanted: BriefFilter) -> Iterator[list[Edition]]:
    address = wanted.address()
    while address:
        query, now = QueryDict(urlsplit(address).query), timezone.now()
        page = BestPage.read(BriefFilter.parse(query, now), now, query, wanted.address(), with_issues)
        yield page.editions
        address = page.older
