"""The pages of issues: the whole vocabulary with its counts, and each issue with its briefs."""

import re

import pytest
from django.test import Client

from issues.models import Issue
from tests import cast

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_index_has_every_issue_with_its_count_the_narrower_under_the_wider(client: Client) -> None:
    Issue.objects.create(name="Hezbollah", parent=cast.issue("Lebanon"))
    cast.published(issues=["Hezbollah", "Iran"])
    page = re.sub(r"\s+", " ", text_of(client, "/issues/"))
    assert '<a href="/issues/iran/">Iran</a> <span class="count">1<span class="unseen"> brief</span>' in page
    assert re.search(
        r'Lebanon</a> <span class="count">1.*?</span></span> <p class="latest">Latest <time datetime="2024-03-14">.*?'
        r'</p> <ul> ?<li> <a href="/issues/hezbollah/">',
        page,
    )


def test_an_index_of_no_issues_says_so(client: Client) -> None:
    assert "No issues have been set up yet." in text_of(client, "/issues/")


def test_an_issue_shows_what_it_is_and_the_briefs_about_it(client: Client) -> None:
    iran = cast.issue("Iran")
    iran.description = "The Islamic Republic & its neighbours."
    iran.parent = cast.issue("Middle East")
    iran.save()
    Issue.objects.create(name="Iran Global Threat Network", parent=iran)
    cast.published("Grain Moves", issues=["Iran", "Russia"])
    cast.published("Elsewhere", issues=["Russia"])
    page = text_of(client, "/issues/iran/")
    assert "<title>Iran — Dateline</title>" in page
    assert '<meta name="description" content="The Islamic Republic &amp; its neighbours.">' in page
    assert '<a href="/issues/middle-east/">Middle East</a>' in page
    assert '<a href="/issues/iran-global-threat-network/">Iran Global Threat Network</a>' in page
    assert ">Grain Moves</a>" in page
    assert ">Elsewhere</a>" not in page
    assert '<p class="tally">1 brief</p>' in page


def test_an_issue_says_all_that_it_belongs_to_the_widest_first(client: Client) -> None:
    network = Issue.objects.create(name="Network", parent=cast.issue("Iran"))
    Issue.objects.filter(name="Iran").update(parent=cast.issue("Middle East"))
    page = re.sub(r"\s+", " ", text_of(client, network.get_absolute_url()))
    assert '<a href="/issues/middle-east/">Middle East</a> <a href="/issues/iran/">Iran</a></p>' in page


def test_an_issue_leads_on_to_combinations_with_others(client: Client) -> None:
    cast.published(issues=["Iran", "Russia"])
    page = text_of(client, "/issues/iran/")
    assert re.search(r'<a href="/briefs/\?issue=iran&amp;issue=russia">Russia <span class="count">1<', page)


def test_an_issue_without_briefs_says_so_and_leads_on(client: Client) -> None:
    cast.issue("Iran")
    page = text_of(client, "/issues/iran/")
    assert "No brief is about Iran yet." in page
    assert "Iran from Dateline" in page


def test_an_issue_that_does_not_exist_is_unknown(client: Client) -> None:
    assert "There is no page here" in text_of(client, "/issues/atlantis/", 404)
