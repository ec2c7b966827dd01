"""A brief's card in a list is kept ready, and never wrong for it."""

import pytest
from django.test import Client

from editions.publishing import publish
from issues.models import Issue
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_card_calls_its_issues_as_they_are_called_now(client: Client) -> None:
    cast.published("The Ferry That Never Sailed")
    before = client.get("/briefs/").text
    issue = Issue.objects.filter(edition_rows__isnull=False).distinct()[0]
    assert f">{issue.name}</a>" in before
    Issue.objects.filter(pk=issue.pk).update(name="Straits & Sounds", slug="straits")
    after = client.get("/briefs/").text
    assert f">{issue.name}</a>" not in after
    assert '<a href="/issues/straits/">Straits &amp; Sounds</a>' in after


def test_a_card_says_what_the_newest_edition_says(client: Client) -> None:
    brief = cast.published("The Ferry That Never Sailed").brief
    client.get("/briefs/")
    publish(cast.change(brief, title="The Ferry That Sailed After All"), None)
    page = client.get("/briefs/").text
    assert "The Ferry That Sailed After All" in page
    assert "The Ferry That Never Sailed" not in page
