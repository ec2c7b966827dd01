"""Questions that are put into SQL once find what the same questions find that are put together each time."""

import datetime
from typing import Any

import pytest
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editions.models import Edition, EditionQuote
from issues.models import Issue
from issues.prepared import prepared
from tests import cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 14)


@prepared
def named(name: str) -> QuerySet[Issue]:
    return Issue.objects.filter(name=name)


@prepared
def among(keys: list[int]) -> QuerySet[Issue, str]:
    return Issue.objects.filter(pk__in=keys).values_list("name", flat=True)


@prepared
def said(day: datetime.date, at: datetime.datetime, brief: int) -> QuerySet[EditionQuote]:
    rows = EditionQuote.objects.live(at).filter(date=day, brief=brief)
    return rows.select_related("expert").defer("text")


@prepared
def counted(label: str) -> QuerySet[Edition]:
    return Edition.objects.filter(label=label).annotate(spoken=Count("quote_rows")).order_by("-spoken")[:2]


def test_each_value_finds_its_own_rows() -> None:
    iran, russia = cast.issue("Iran"), cast.issue("Russia")
    assert named("Iran") == [iran]
    assert named("Russia") == [russia]
    assert named("Nowhere") == []
    assert named("'; DROP TABLE issues_issue; --") == []


def test_a_list_may_have_any_length() -> None:
    keys = [cast.issue(f"Issue {number:02}").pk for number in range(40)]
    for length in (1, 2, 3, 5, 33, 40):
        assert among(keys[:length]) == [f"Issue {number:02}" for number in range(length)]
    assert among(keys[7:8]) == ["Issue 07"]
    assert among([]) == []


def test_rows_come_with_what_was_asked_for_and_without_what_was_put_off(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    edition = cast.published(
        "Ships", quotes=[("<p>One.</p>", "Mara Quist", "Fellow"), ("<p>Two.</p>", "Idris Vale", "Envoy")]
    )
    at = timezone.now()
    said(DAY, at, 0)
    with django_assert_num_queries(1):
        rows = said(edition.date, at, edition.brief_id)
        assert sorted(row.expert.name for row in rows) == ["Idris Vale", "Mara Quist"]
    assert rows[0].get_deferred_fields() == {"text"}
    assert said(edition.date, edition.live_from - datetime.timedelta(seconds=1), edition.brief_id) == []
    assert [getattr(row, "spoken", None) for row in counted(edition.label)] == [2]


@pytest.mark.parametrize("value", [None, True, 1.5, object()])
def test_a_value_that_would_change_the_question_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="can't be asked with"):
        named(value)  # type: ignore[arg-type]


def test_a_question_that_turns_its_value_into_another_is_refused() -> None:
    @prepared
    def shortened(name: str) -> QuerySet[Issue]:
        return Issue.objects.filter(name=name[:1])

    with pytest.raises(TypeError, match="Not every value of shortened reaches its SQL"):
        shortened("Iran")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        pytest.param(
            lambda word: Issue.objects.filter(name=word, slug__contains=word), "Iran", id="a pattern too"
        ),
        pytest.param(lambda word: Issue.objects.filter(name__istartswith=word), "Iran", id="a pattern alone"),
        pytest.param(lambda key: Issue.objects.filter(pk=key)[: key % 7 + 1], 1, id="so many at most"),
        pytest.param(
            lambda key: Issue.objects.filter(Q(pk=key) | Q(pk=key + 1)), 1, id="a number made of it"
        ),
        pytest.param(
            lambda at: Edition.objects.filter(live_from=at, live_until__date=at.date()),
            timezone.now(),
            id="its day",
        ),
    ],
)
def test_a_question_that_makes_something_else_of_a_value_as_well_is_refused(
    question: Any, value: Any
) -> None:
    question.__name__ = "question"
    with pytest.raises(TypeError, match=r"depends on its values|as it is"):
        prepared(question)(value)


def test_words_with_signs_that_mean_something_in_patterns_are_found_as_they_are() -> None:
    for name in ("100% sure", "a_b", "back\\slash", "Ünder"):
        issue = cast.issue(name)
        assert named(name) == [issue]
    assert named("aXb") == []
