"""What happens to the others while many briefs are changed at once, and until that is undone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from briefs import roles
from briefs.bulk import Tagging, carry_out, mark_of, standing_of, undo
from briefs.many import Kind, Outcome
from briefs.models import Brief, Status
from editions.publishing import cancel, publish
from issues.models import Issue
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def piet() -> User:
    return cast.person("piet", roles.PUBLISHER)


@pytest.fixture
def iran() -> Tagging:
    return Tagging(cast.issue("Iran"), Kind.TAG)


def seen(brief: Brief) -> dict[int, str]:
    return {brief.pk: mark_of(standing_of(brief))}


def test_an_issue_that_goes_meanwhile_is_not_added(piet: User, iran: Tagging) -> None:
    brief = cast.make_brief()
    Issue.objects.filter(name="Iran").delete()
    row = carry_out(iran, seen(brief), piet).rows.get()
    assert (row.outcome, row.why) == (Outcome.REFUSED, "The issue Iran was merged or deleted meanwhile.")
    assert brief.issues.get().name == "Ukraine"


def test_an_undo_leaves_what_left_the_public_record_since(piet: User, iran: Tagging) -> None:
    brief = cast.make_brief()
    edition = publish(brief, piet, timezone.now() + timedelta(days=1))
    act = carry_out(iran, seen(brief), piet)
    cancel(edition, piet)
    row = undo(act, iran, piet).rows.get()
    assert (row.outcome, row.why) == (Outcome.KEPT, "It was changed since, so it stays as it is.")
    brief.refresh_from_db()
    assert brief.status == Status.DRAFT
