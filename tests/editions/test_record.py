"""Questions to the record: chains that read aloud, each able to be wrong."""

import datetime

import pytest

from editions.filters import BriefFilter
from editions.models import Edition, EditionQuerySet
from editions.publishing import withdraw
from experts.models import Expert
from tests import cast

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2024, 3, 1)
APRIL = datetime.date(2024, 4, 1)


@pytest.fixture(autouse=True)
def archive() -> None:
    cast.published("Both", issues=["Iran", "Russia"], date=MARCH)
    cast.published("Iran Alone", issues=["Iran"], date=APRIL, label="Insight")
    cast.published(
        "Russia Alone", issues=["Russia"], date=APRIL, quotes=[("<p>No.</p>", "Ivo Tamm", "Fellow")]
    )
    withdraw(cast.published("Gone", issues=["Iran"]).brief, None)
    cast.make_brief("Draft", issues=["Iran"])


def titles(editions: EditionQuerySet) -> list[str]:
    return [edition.title for edition in editions.newest_first()]


def test_two_issues_mean_both() -> None:
    assert titles(Edition.objects.live().about(cast.issue("Iran"), cast.issue("Russia"))) == ["Both"]


def test_an_issue_can_be_left_out() -> None:
    live = Edition.objects.live().about(cast.issue("Iran")).not_about(cast.issue("Russia"))
    assert titles(live) == ["Iran Alone"]


def test_briefs_are_found_by_who_is_quoted() -> None:
    assert titles(Edition.objects.live().quoting(Expert.objects.get(name="Ivo Tamm"))) == ["Russia Alone"]


def test_briefs_are_found_by_label() -> None:
    assert titles(Edition.objects.live().labelled("Insight")) == ["Iran Alone"]


def test_both_ends_of_a_range_of_dates_count() -> None:
    assert titles(Edition.objects.live().dated(MARCH, MARCH)) == ["Both"]
    assert titles(Edition.objects.live().dated(first=APRIL)) == ["Russia Alone", "Iran Alone"]


def test_the_next_page_goes_on_after_the_last_brief_of_this_one() -> None:
    everything = Edition.objects.live().newest_first()
    seen = everything[0]
    assert titles(everything.after(seen.date, seen.brief_id)) == ["Iran Alone", "Both"]


def test_counts_are_of_live_briefs_alone() -> None:
    counts = {each.issue.name: each.count for each in BriefFilter().counts()}
    assert counts == {"Iran": 2, "Russia": 2}
