"""A filter is read from a query string, and prints itself back as an address and as words."""

import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.asking import MOST
from editions.filters import FIELDS, BriefFilter
from editions.publishing import withdraw
from tests import cast

pytestmark = pytest.mark.django_db
PARTS = st.sampled_from(
    [*FIELDS, "iran", "russia", "=", "&", "%00", "%", "2023-02-30", "2023-09-20", "+", ";", "é", "[]"]
)


def parse(query: str) -> BriefFilter:
    return BriefFilter.parse(QueryDict(query))


def titles(wanted: BriefFilter) -> list[str]:
    return [edition.title for edition in wanted.editions()]


@pytest.fixture
def archive() -> None:
    """Four briefs: on Iran, on both, on Russia, and on both, the last quoting someone else under another label."""
    day = datetime.date(2024, 3, 1)
    for number, issues in enumerate((["Iran"], ["Iran", "Russia"], ["Russia"]), 1):
        cast.published(f"Brief {number}", issues=issues, date=day.replace(day=number))
    said = [("<p>Quite so.</p>", "Ivo Tamm", "Fellow")]
    cast.published(
        "Brief 4", issues=["Iran", "Russia"], date=day.replace(day=4), label="Policy Brief", quotes=said
    )


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", "4321"),
        ("issue=iran", "421"),
        ("issue=iran&issue=russia", "42"),
        ("issue=iran&not=russia", "1"),
        ("not=iran&not=russia", ""),
        ("expert=ivo-tamm", "4"),
        ("expert=mara-quist&issue=iran", "21"),
        ("label=Policy+Brief", "4"),
        ("from=2024-03-02&to=2024-03-03", "32"),
        ("from=2024-03-04", "4"),
        ("to=2024-03-01&issue=iran", "1"),
        ("issue=iran&issue=iran&utm_source=mail&from=&to=", "421"),
    ],
)
def test_conditions_are_combined(archive: None, query: str, numbers: str) -> None:
    wanted = parse(query)
    assert titles(wanted) == [f"Brief {number}" for number in numbers]
    assert wanted.problems == ()


def test_however_a_question_is_put_its_address_is_one(archive: None) -> None:
    queries = [
        "issue=russia&issue=iran&to=2024-03-09",
        "to=2024-03-09&issue=iran&issue=russia&issue=iran&page=2",
    ]
    assert {parse(query).address() for query in queries} == {"/briefs/?issue=iran&issue=russia&to=2024-03-09"}
    assert parse("").address() == "/briefs/"


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Briefs"),
        ("issue=iran", "Briefs on Iran"),
        ("issue=russia&issue=iran", "Briefs on Iran and Russia"),
        ("not=iran", "Briefs not on Iran"),
        ("issue=iran&not=russia&expert=ivo-tamm", "Briefs on Iran, not on Russia, quoting Ivo Tamm"),
        ("label=Policy+Brief&from=2024-03-01", "Briefs labelled Policy Brief, from March 1, 2024"),
        ("issue=iran&to=2024-03-09", "Briefs on Iran, to March 9, 2024"),
    ],
)
def test_a_filter_says_itself_in_words(archive: None, query: str, title: str) -> None:
    assert parse(query).title() == title


def test_each_condition_can_be_taken_away(archive: None) -> None:
    wanted = parse(
        "issue=iran&not=russia&expert=ivo-tamm&label=Policy+Brief&from=2024-03-01&to=2024-03-09&q=so"
    )
    fields = [condition.field for condition in wanted.conditions()]
    assert fields == list(FIELDS)
    for condition in wanted.conditions():
        assert f"{condition.field}=" not in condition.rest.query()
        assert len(list(condition.rest.conditions())) == len(fields) - 1


def test_issues_are_added_left_out_and_dropped(archive: None) -> None:
    iran, russia = cast.issue("Iran"), cast.issue("Russia")
    assert BriefFilter().adding(russia).adding(iran).query() == "issue=iran&issue=russia"
    assert BriefFilter().adding(iran).excluding(russia).query() == "issue=iran&not=russia"
    assert BriefFilter().adding(iran).excluding(russia).dropping(russia).query() == "issue=iran"
    assert not BriefFilter().adding(iran).dropping(iran)


@pytest.mark.parametrize(
    ("query", "kept", "problem"),
    [
        ("issue=iran&issue=atlantis", "issue=iran", "There is no issue “atlantis”."),
        ("issue=%00", "", "There is no issue “�”."),
        ("issue=a&not=b&issue=c", "", "There is no issue “a”, “c” or “b”."),
        (
            "issue=iran&not=iran",
            "issue=iran",
            "Briefs can't be both on Iran and not on Iran: they are on it here.",
        ),
        ("expert=nobody&issue=iran", "issue=iran", "There is no expert “nobody”."),
        ("expert=ivo-tamm&expert=b", "expert=ivo-tamm", "“expert=” can be given once: “ivo-tamm” was used."),
        ("from=2023-02-30", "", "“2023-02-30” is not a date: write it as 2023-09-20."),
        ("to=soon&issue=iran", "issue=iran", "“soon” is not a date: write it as 2023-09-20."),
        (
            "from=2024-03-09&to=2024-03-01&issue=iran",
            "issue=iran",
            "The first day, March 9, 2024, comes after the last, March 1, 2024: neither was used.",
        ),
        (f"label={'x' * 61}", "", f"There is no label “{'x' * 59}…”."),
    ],
)
def test_what_makes_no_sense_is_left_out_and_said(archive: None, query: str, kept: str, problem: str) -> None:
    wanted = parse(query)
    assert wanted.problems == (problem,)
    assert wanted.query() == kept


def test_of_five_hundred_issues_the_first_few_are_used(archive: None) -> None:
    wanted = parse("issue=iran&" + "&".join(f"issue=nowhere-{number}" for number in range(500)))
    assert wanted.query() == "issue=iran"
    assert wanted.problems[0] == f"“issue=” can be given {MOST} times at most: the first {MOST} were used."
    assert len(wanted.problems) == 2


def test_an_expert_whom_no_live_brief_quotes_is_as_unknown_as_nobody(archive: None) -> None:
    later = timezone.now() + datetime.timedelta(days=1)
    cast.make_brief("Draft", quotes=[("<p>Secretly.</p>", "Una Drafted", "Fellow")])
    cast.published("Soon", at=later, quotes=[("<p>Soon.</p>", "Sven Scheduled", "Fellow")])
    gone = cast.published("Gone", quotes=[("<p>Gone.</p>", "Walter Withdrawn", "Fellow")])
    withdraw(gone.brief, None)
    for slug in ("una-drafted", "sven-scheduled", "walter-withdrawn"):
        assert parse(f"expert={slug}").problems == (f"There is no expert “{slug}”.",)
    assert BriefFilter.parse(QueryDict("expert=sven-scheduled"), later).expert is not None


def test_only_short_questions_are_for_search_engines(archive: None) -> None:
    cast.issue("China")
    short, long = (
        ["", "issue=iran", "issue=iran&issue=russia"],
        ["not=iran", "issue=iran&issue=russia&issue=china"],
    )
    assert all(parse(query).indexable() for query in short)
    assert not any(parse(query).indexable() for query in [*long, "label=Flash+Brief", "from=2024-01-01"])


def test_choices_say_what_each_further_click_leaves(archive: None) -> None:
    wanted = parse("issue=iran")
    [choice] = wanted.choices(total=3)
    assert (choice.issue.name, choice.count, choice.rest) == ("Russia", 2, 1)
    assert len(titles(choice.narrower)) == 2
    assert len(titles(choice.without)) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(query=st.one_of(st.text(), st.lists(PARTS).map("".join)))
def test_no_query_string_breaks_the_reader(archive: None, query: str) -> None:
    wanted = parse(query)
    assert parse(wanted.query()) == wanted.changed()
    list(wanted.editions()[:1])
    wanted.title()
