"""A wider issue shows the briefs of the narrower ones: in lists, in counts, and from page to page."""

import datetime

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.facets import issue_tree
from editions.filters import BriefFilter
from editions.paging import Cursor, some
from issues.families import Families
from issues.merging import merge
from issues.models import Issue
from tests import cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 1)
NAMES = "ABCDEF"


def under(parent: str, *names: str) -> Issue:
    """The issue `parent`, with those of `names` right under it."""
    for name in names:
        child = cast.issue(name)
        child.parent = cast.issue(parent)
        child.save()
    return cast.issue(parent)


def titles(query: str) -> list[str]:
    return [edition.title for edition in BriefFilter.parse(QueryDict(query)).editions()]


@pytest.fixture
def levant() -> None:
    """Lebanon, with Hezbollah under it and Its Ships under that; a brief on each, one on two of them, one elsewhere."""
    under("Lebanon", "Hezbollah")
    under("Hezbollah", "Its Ships")
    on = (["Lebanon"], ["Hezbollah"], ["Its Ships", "Iran"], ["Lebanon", "Its Ships"], ["Iran"])
    for number, issues in enumerate(on, 1):
        cast.published(f"Brief {number}", issues=issues, date=DAY.replace(day=number))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("issue=lebanon", "4321"),
        ("issue=hezbollah", "432"),
        ("issue=its-ships", "43"),
        ("issue=lebanon&issue=iran", "3"),
        ("issue=iran&not=lebanon", "5"),
        ("issue=lebanon&not=hezbollah", "1"),
        ("issue=hezbollah&issue=lebanon", "432"),
        ("issue=its-ships&not=lebanon", ""),
    ],
)
def test_a_list_on_an_issue_has_the_briefs_of_the_narrower_ones(
    levant: None, query: str, numbers: str
) -> None:
    assert titles(query) == [f"Brief {number}" for number in numbers]


def test_a_brief_on_two_issues_of_one_family_counts_once(levant: None) -> None:
    counts = {each.issue.name: each.count for each in BriefFilter().counts()}
    assert counts == {"Lebanon": 4, "Hezbollah": 3, "Its Ships": 2, "Iran": 2}
    iran, lebanon = issue_tree(timezone.now())
    assert (iran.count, lebanon.count, lebanon.children[0].count) == (2, 4, 3)


def test_what_a_wanted_issue_belongs_to_narrows_nothing_and_is_not_offered(levant: None) -> None:
    wanted = BriefFilter.parse(QueryDict("issue=hezbollah"))
    assert [choice.issue.name for choice in wanted.choices(total=3)] == ["Its Ships", "Iran"]


def test_an_issue_that_is_moved_takes_its_briefs_along_at_once(levant: None) -> None:
    under("Iran", "Hezbollah")
    assert titles("issue=iran") == [f"Brief {number}" for number in "5432"]
    assert titles("issue=lebanon") == ["Brief 4", "Brief 1"]


def test_what_is_merged_into_a_narrower_issue_counts_for_the_wider(levant: None) -> None:
    merge(cast.issue("Iran"), cast.issue("Its Ships"), None)
    assert titles("issue=lebanon") == [f"Brief {number}" for number in "54321"]


def test_issues_that_run_in_a_circle_hold_nobody_up(levant: None) -> None:
    Issue.objects.filter(name="Lebanon").update(parent=cast.issue("Its Ships"))
    assert len(titles("issue=hezbollah")) == 4
    assert BriefFilter().counts()[0].count == 4


def test_the_page_of_a_wider_issue_and_its_list_show_the_narrower_ones_briefs(
    levant: None, client: Client
) -> None:
    for address in ("/issues/lebanon/", "/briefs/?issue=lebanon"):
        page = client.get(address).content.decode()
        assert page.count('<article class="card">') == 4
        assert '<p class="tally">4 briefs</p>' in page


def walked(wanted: BriefFilter, at: datetime.datetime, number: int) -> list[int]:
    """The briefs of a list, read `number` at a time."""
    seen: list[int] = []
    cursor: Cursor | None = None
    while page := some(wanted, at, cursor, number):
        seen += [edition.brief_id for edition in page]
        cursor = Cursor(page[-1].date, page[-1].brief_id)
    return seen


@pytest.mark.parametrize("merged", [40, 1])
def test_page_after_page_shows_every_brief_once(
    levant: None, merged: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editions.paging.WALKS", merged)
    for number in range(6, 16):
        on = ["Lebanon", "Hezbollah"] if number % 2 else ["Its Ships", "Hezbollah", "Lebanon"]
        cast.published(f"Brief {number}", issues=on, date=DAY.replace(day=number // 3))
    at = timezone.now()
    wanted = BriefFilter.parse(QueryDict("issue=lebanon"), at)
    listed = [edition.brief_id for edition in wanted.editions(at)]
    assert len(listed) == 14
    for size in (1, 3, 20):
        assert walked(wanted, at, size) == listed


@pytest.fixture
def vocabulary() -> dict[str, Issue]:
    """Six issues, and a brief on each set of them that a test needs is made as it goes."""
    issues = {name: cast.issue(name) for name in NAMES}
    for number, on in enumerate(["A", "AB", "BC", "CDE", "F", "ABCDEF", "DF", "E"]):
        cast.published(f"Brief {number}", issues=list(on), date=DAY.replace(day=1 + number // 2))
    return issues


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=40,
    deadline=None,
    derandomize=True,
)
@given(
    parents=st.lists(st.integers(-1, 4), min_size=5, max_size=5),
    wanted=st.sets(st.sampled_from(NAMES), max_size=2),
    unwanted=st.sets(st.sampled_from(NAMES), max_size=1),
)
def test_whatever_the_hierarchy_each_count_is_the_length_of_the_list_it_leads_to(
    vocabulary: dict[str, Issue], parents: list[int], wanted: set[str], unwanted: set[str]
) -> None:
    """Issue `n` may lie under any issue before it, so that every tree there is can come up."""
    for place, parent in enumerate(parents, 1):
        above = vocabulary[NAMES[parent]] if 0 <= parent < place else None
        Issue.objects.filter(name=NAMES[place]).update(parent=above)
    at = timezone.now()
    asked = BriefFilter(tuple(vocabulary[n] for n in sorted(wanted)), tuple(vocabulary[n] for n in unwanted))
    total = len(asked.editions(at))
    assert walked(asked, at, 3) == [edition.brief_id for edition in asked.editions(at)]
    for choice in asked.choices(total, at):
        assert choice.count == len(choice.narrower.editions(at)) > 0
        assert choice.rest == len(choice.without.editions(at))


def test_the_hierarchy_is_read_once_for_everything_a_filter_is_asked(levant: None) -> None:
    wanted = BriefFilter.parse(QueryDict("issue=lebanon"))
    lebanon = wanted.families.below(wanted.issues[0].pk)
    Issue.objects.filter(name="Hezbollah").update(parent=None)
    assert wanted.adding(cast.issue("Iran")).families.below(wanted.issues[0].pk) == lebanon
    assert Families().below(wanted.issues[0].pk) == [wanted.issues[0].pk]
