"""What the record tells of people: their titles, their years, and where an index has them."""

import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editions.models import Edition
from editions.publishing import withdraw
from editions.quoting import QuoteFilter
from editions.voices import career, index, letter_of, sorting
from tests import cast

WORDS = "<p>It holds.</p>"


def dated(year: int, title: str = "Fellow", month: int = 3) -> Edition:
    return cast.published(
        f"Brief {year}", date=datetime.date(year, month, 1), quotes=[(WORDS, "Mara Quist", title)], slug=""
    )


@pytest.mark.django_db
def test_titles_and_years_are_those_of_live_quotations(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for year, title in ((2020, "Fellow"), (2021, "Fellow"), (2021, "Director"), (2024, "Director")):
        dated(year, title)
    withdraw(dated(2025, "President").brief, None)
    cast.make_brief("Draft", quotes=[(WORDS, "Mara Quist", "Minister")])
    said = QuoteFilter(expert=cast.expert("Mara Quist"))
    with django_assert_num_queries(1):
        found = career(said, timezone.now())
    day = datetime.date(2020, 3, 1)
    assert [(each.text, each.first, each.last) for each in found.titles] == [
        ("Director", day.replace(year=2021), day.replace(year=2024)),
        ("Fellow", day, day.replace(year=2021)),
    ]
    assert [(each.year, each.count) for each in found.years] == [
        (2020, 1),
        (2021, 2),
        (2022, 0),
        (2023, 0),
        (2024, 1),
    ]
    assert found.total == 4
    assert [each.height for each in found.years] == [36, 72, 0, 0, 36]


@pytest.mark.django_db
def test_of_years_long_ago_only_those_with_quotations_are_drawn() -> None:
    for year in (1, 1890, 2024):
        dated(year)
    found = career(QuoteFilter(expert=cast.expert("Mara Quist")), timezone.now())
    assert [each.year for each in found.years] == [1, 1890, *range(1985, 2025)]
    assert found.total == 3
    assert found.years[-1].x > found.years[-2].x


@pytest.mark.django_db
def test_of_nobody_nothing_is_told() -> None:
    found = career(QuoteFilter(expert=cast.expert("Mara Quist")), timezone.now())
    assert (found.titles, found.years, found.total) == ([], [], 0)


@pytest.mark.parametrize(
    ("name", "key", "letter"),
    [
        ("Mara Quist", "Quist Mara", "Q"),
        ("Wendell Achterberg III", "Achterberg Wendell", "A"),
        ("RADM (Ret.) Everett J. Stannage", "Stannage RADM (Ret.) Everett J.", "S"),
        ("Tom Oar, Jr.", "Oar Tom", "O"),
        ("Jo van der Meer", "Meer Jo van der", "M"),
        ("Zoë Élan", "Élan Zoë", "E"),
        ("III", "III", "I"),
        ("42", "42", "#"),
        ("ליאור כהן", "כהן ליאור", "כ"),
    ],
)
def test_an_index_has_people_by_their_family_names(name: str, key: str, letter: str) -> None:
    assert (sorting(name), letter_of(name)) == (key, letter)


@pytest.mark.django_db
def test_the_index_has_whom_live_briefs_quote_with_the_day_of_the_last(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    said = [(WORDS, name, "Fellow") for name in ("Mara Quist", "Ivo Tamm", "Ada Quill", "Mara Quist")]
    cast.published("One", quotes=said)
    cast.published("Two", date=cast.DAY.replace(day=20), quotes=said[:1])
    cast.make_brief("Draft", quotes=[(WORDS, "Una Drafted", "Fellow")])
    with django_assert_num_queries(3):
        found = index(timezone.now())
    assert [(each.letter, [who.expert.name for who in each.speakers]) for each in found] == [
        ("Q", ["Ada Quill", "Mara Quist"]),
        ("T", ["Ivo Tamm"]),
    ]
    mara = found[0].speakers[1]
    assert (mara.count, mara.last) == (3, datetime.date(2024, 3, 20))


@pytest.mark.django_db
def test_whose_name_begins_with_no_letter_comes_last() -> None:
    cast.published(quotes=[(WORDS, name, "Fellow") for name in ("42", "Mara Quist", "ליאור כהן")])
    assert [each.letter for each in index(timezone.now())] == ["Q", "כ", "#"]
