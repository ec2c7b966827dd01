"""The matrix: issue by issue and issue by month, every square with the length of the list it leads to."""

import datetime
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from editions import drawing
from editions.filters import BriefFilter
from editions.matrix import SHOWN, matrix
from editions.models import EditionIssue
from issues.management.commands.load_issues import load
from issues.models import Issue
from issues.renaming import rename
from tests import cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 1, 5)


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def before_the_second_query(act: Callable[[], object]) -> AbstractContextManager[None]:
    """Does `act` once the first query was answered, as another who works at the same time does."""
    turns = iter([False, True])

    def turn(execute: Callable[..., Any], *query: Any) -> Any:
        if next(turns, False):
            act()
        return execute(*query)

    return connection.execute_wrapper(turn)


@pytest.fixture
def archive() -> None:
    """Six briefs on four issues, of which Hezbollah belongs to Lebanon."""
    cast.issue("Lebanon")
    Issue.objects.create(name="Hezbollah", parent=cast.issue("Lebanon"))
    on = (["Iran", "Hezbollah"], ["Iran", "Lebanon", "Hezbollah"], ["Iran"], ["Cyber"], ["Cyber", "Iran"])
    for number, issues in enumerate(on):
        cast.published(f"Brief {number}", issues=issues, date=DAY.replace(month=1 + 3 * (number // 2)))
    cast.make_brief("Draft", issues=["Iran", "Secret"])


def test_every_square_has_the_length_of_the_list_it_leads_to(archive: None, client: Client) -> None:
    page = text_of(client, "/issues/matrix/")
    squares = set(re.findall(r'<td><a href="([^"]+)">(\d+)</a></td>', page))
    assert {number for _, number in squares} == {"1", "2", "4"}
    for address, number in squares:
        found = text_of(client, address.replace("&amp;", "&"))
        assert found.count('<article class="card">') == int(number)


def test_a_narrower_issue_counts_for_the_wider_and_does_not_set_the_colours(archive: None) -> None:
    shown = matrix(timezone.now())
    assert shown is not None
    assert [(line.issue.name, line.count) for line in shown.pairs.lines] == [
        ("Iran", 4),
        ("Cyber", 2),
        ("Hezbollah", 2),
        ("Lebanon", 2),
    ]
    iran, _, hezbollah, _ = shown.pairs.lines
    assert [(cell.count, cell.level, cell.related) for cell in hezbollah.cells] == [
        (2, drawing.LEVELS, False),
        (0, 0, False),
        (2, 0, True),
        (2, 0, True),
    ]
    assert [cell.count for cell in iran.cells] == [4, 1, 2, 2]


def test_months_run_up_to_the_newest_brief(archive: None) -> None:
    shown = matrix(timezone.now())
    assert shown is not None
    by_month = {cell.address: cell.count for line in shown.months.lines for cell in line.cells if cell.count}
    assert by_month["/briefs/?issue=iran&from=2024-01-01&to=2024-01-31"] == 2
    assert by_month["/briefs/?issue=cyber&from=2024-07-01&to=2024-07-31"] == 1
    assert shown.months.heads[-1].column.first == datetime.date(2024, 7, 1)  # type: ignore[union-attr]
    assert len(shown.months.heads) == 12


def test_what_is_drawn_is_said_in_a_table_and_only_that_can_be_tabbed_to(
    archive: None, client: Client
) -> None:
    page = text_of(client, "/issues/matrix/")
    drawn = "".join(re.findall(r'<div class="drawn map.*?</svg>', page, re.DOTALL))
    assert drawn.count("<a ") == drawn.count('tabindex="-1"') > 10
    assert '<th scope="row"><a href="/issues/hezbollah/">Hezbollah</a></th>' in page
    assert "style=" not in page


def test_an_empty_record_has_an_empty_matrix(client: Client) -> None:
    assert "No brief is about an issue yet." in text_of(client, "/issues/matrix/")


def test_less_frequent_issues_stand_on_further_pages(client: Client) -> None:
    for number in range(SHOWN + 2):
        cast.published(f"Brief {number}", issues=["Iran", f"Issue {number:02}"])
    page = text_of(client, "/issues/matrix/")
    assert "Issues 1–24 of 27" in page
    assert 'href="/issues/matrix/?page=2"' in page
    further = text_of(client, "/issues/matrix/?page=2")
    assert "Issues 25–27 of 27" in further
    assert '<link rel="canonical" href="http://testserver/issues/matrix/?page=2">' in further
    assert ">Issue 25</a></th>" in further


def test_an_issue_that_comes_while_briefs_are_counted_is_left_out(archive: None) -> None:
    at = timezone.now() + datetime.timedelta(hours=1)
    with before_the_second_query(lambda: cast.published("Late", issues=["Grain", "Cyber"])):
        shown = matrix(at)
    assert shown is not None
    assert [(line.issue.name, line.count) for line in shown.pairs.lines][:2] == [("Iran", 4), ("Cyber", 3)]
    assert "Grain" not in {line.issue.name for line in shown.pairs.lines}
    again = matrix(at)
    assert again is not None
    assert "Grain" in {line.issue.name for line in again.pairs.lines}


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "", "٣", "%00", "1" * 30, "1.0"])
def test_a_page_that_is_none_is_not_found(client: Client, page: str) -> None:
    text_of(client, f"/issues/matrix/?page={page}", 404)


def test_the_matrix_costs_the_same_however_much_it_holds(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 12):
        for each in range(number):
            cast.published(f"Brief {each}", issues=["Iran", f"Issue {number} {each}"], slug="")
        with django_assert_num_queries(4):
            assert client.get("/issues/matrix/").status_code == 200


NAMES = "ABCD"


@pytest.fixture
def dealt() -> list[Issue]:
    issues = [cast.issue(name) for name in NAMES]
    for number, on in enumerate(["A", "AB", "BC", "CD", "ABCD", "D"]):
        cast.published(f"Brief {number}", issues=list(on), date=DAY.replace(month=1 + number))
    return issues


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=15,
    deadline=None,
    derandomize=True,
)
@given(parents=st.lists(st.integers(-1, 2), min_size=3, max_size=3))
def test_whatever_the_hierarchy_each_square_counts_its_list(dealt: list[Issue], parents: list[int]) -> None:
    for place, parent in enumerate(parents, 1):
        above = dealt[parent] if 0 <= parent < place else None
        Issue.objects.filter(pk=dealt[place].pk).update(parent=above)
    at = timezone.now()
    shown = matrix(at)
    assert shown is not None
    for line in shown.pairs.lines:
        for cell in line.cells:
            both = BriefFilter().adding(line.issue).adding(cell.column)  # type: ignore[arg-type]
            assert cell.count == both.editions(at).count()


def test_no_issue_takes_the_address_of_the_matrix() -> None:
    assert Issue.objects.create(name="Matrix").slug == "matrix-2"
    with pytest.raises(ValidationError, match="Another page stands at “matrix”"):
        Issue(name="The Matrix", slug="matrix").full_clean()
    with pytest.raises(ValidationError, match="Another page stands at “matrix”"):
        rename(cast.issue("Iran"), None, "Iran", "matrix")
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(name="Iran").update(slug="matrix")


def test_an_issue_named_matrix_is_loaded_at_another_address(client: Client) -> None:
    assert load({"name": "Matrix", "description": "Rows and columns."})
    cast.published(issues=["Matrix"])
    assert "Rows and columns." in text_of(client, "/issues/matrix-2/")
    assert EditionIssue.objects.get().issue.slug == "matrix-2"


def test_an_issue_that_stood_at_the_address_of_the_matrix_is_still_found_by_it(client: Client) -> None:
    room = import_module("issues.migrations.0003_room_for_the_matrix")
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA ignore_check_constraints = ON"
            if sqlite
            else "ALTER TABLE issues_issue DROP CONSTRAINT issue_leaves_room_for_the_matrix"
        )
        try:
            Issue.objects.create(name="The Matrix", slug="matrix")
        finally:
            if sqlite:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")
    cast.published("Rows", issues=["The Matrix"])
    cast.published("Others", issues=["Iran"])
    room.move_aside(apps, SimpleNamespace(connection=connection))
    answer = client.get("/briefs/?issue=matrix", follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert Issue.objects.get(name="The Matrix").slug == "matrix-2"
    assert ("Rows" in page, "Others" in page) == (True, False)
