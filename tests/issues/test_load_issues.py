"""`load_issues`: the starter vocabulary, put in once and left to the desk from then on."""

from io import StringIO

import pytest
from django.core.management import call_command

from issues.models import Issue, IssueAlias

pytestmark = pytest.mark.django_db


def load() -> str:
    printed = StringIO()
    call_command("load_issues", stdout=printed)
    return printed.getvalue()


def state() -> list[tuple[object, ...]]:
    return [*Issue.objects.values_list().order_by("pk"), *IssueAlias.objects.values_list().order_by("pk")]


def test_the_starter_issues_come_with_descriptions_addresses_and_other_spellings() -> None:
    assert load() == "Added 19 issues; 0 were there already.\n"
    assert all(issue.description and issue.slug for issue in Issue.objects.all())
    assert Issue.objects.get(slug="us-defense-policy-and-strategy").name == "U.S. Defense Policy and Strategy"
    for spelling, name in {
        "US Defense Policy and Strategy": "U.S. Defense Policy and Strategy",
        "dprk": "North Korea",
    }.items():
        known = Issue.objects.known(spelling)
        assert known is not None
        assert known.name == name
    threat = Issue.objects.get(slug="iran-global-threat-network")
    assert threat.parent is not None
    assert threat.parent.name == "Iran"


def test_loading_again_changes_nothing() -> None:
    load()
    before = state()
    assert load() == "Added 0 issues; 19 were there already.\n"
    assert state() == before


def test_what_the_desk_changed_stays_changed() -> None:
    load()
    Issue.objects.filter(slug="gulf-states").update(name="The Gulf", description="Ours.")
    Issue.objects.filter(slug="iran-global-threat-network").update(parent=None)
    IssueAlias.objects.all().delete()
    before = state()
    load()
    assert state() == before


def test_an_issue_that_the_desk_knows_by_another_name_is_not_made_again() -> None:
    ours = Issue.objects.create(name="Persia")
    IssueAlias.objects.create(issue=ours, name="Iran")
    IssueAlias.objects.create(issue=ours, name="GCC")
    load()
    assert not Issue.objects.filter(name="Iran").exists()
    assert Issue.objects.get(name="Iran Global Threat Network").parent == ours
    assert not Issue.objects.get(name="Gulf States").aliases.filter(name="GCC").exists()
