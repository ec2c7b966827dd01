"""The clocks are put back and forward: every day and hour that is typed at the desk is settled or refused in words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from briefs import roles
from briefs.models import Brief, PreviewLink
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db
GAP, TWICE = "2027-03-14T02:30", "2027-11-07T01:30"  # in New York


@pytest.fixture(autouse=True)
def new_york(settings: Any) -> None:
    settings.TIME_ZONE = "America/New_York"


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


@pytest.mark.parametrize("hour", [GAP, TWICE])
def test_an_hour_that_is_none_or_two_is_no_deadline(edda: Desk, hour: str) -> None:
    brief = cast.make_brief()
    answer = edda.client.post(
        reverse("admin:briefs_brief_plan", args=[brief.pk]),
        {"due_at": hour, "initial-due_at": ""},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 422
    assert "2027" in answer.json()["said"]
    assert Brief.objects.get().due_at is None


@pytest.mark.parametrize("hour", [GAP, TWICE])
def test_an_hour_that_is_none_or_two_ends_no_preview(edda: Desk, hour: str) -> None:
    brief = cast.make_brief()
    answer = edda.client.post(
        reverse("admin:briefs_brief_previews", args=[brief.pk]),
        {"share-version": "1", "share-lasting": "other", "share-until": hour},
    )
    assert answer.status_code == 422
    assert "2027-" in answer.content.decode()
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize(
    ("page", "day", "hour"),
    [(page, *hour.split("T")) for page in ("embargo", "expiry") for hour in (GAP, TWICE)],
)
def test_an_hour_that_is_none_or_two_bounds_nothing(page: str, day: str, hour: str) -> None:
    brief, piet = cast.published().brief, Desk(Client(), cast.person("piet", roles.PUBLISHER))
    where = reverse(f"admin:briefs_brief_{page}", args=[brief.pk])
    answer = piet.client.post(where, {"day": day, "hour": hour})
    assert answer.status_code == 422
    assert "clocks" in answer.content.decode()
    brief.refresh_from_db()
    assert brief.embargo_until is None
    assert brief.editions.get().live_until is None
