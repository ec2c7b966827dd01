"""The demo newsroom on an empty database, in development and in production."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from briefs.management.demo import accounts
from briefs.models import Brief, PhraseKind, ReaderPhrase
from editions.models import Edition
from experts.models import Expert
from issues.models import Issue
from tests import cast

pytestmark = pytest.mark.django_db


def load(*options: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("load_demo", *options, stdout=out)
    return out.getvalue()


def test_production_gets_no_accounts_and_is_told_so(settings: Settings) -> None:
    settings.PRODUCTION = True
    said = load("--briefs=2")
    assert "No accounts are made in production" in said
    assert accounts.PASSWORD not in said
    assert not User.objects.exists()
    assert Edition.objects.live().count() == 2


def test_fewer_briefs_than_the_newsroom_has_are_its_first() -> None:
    assert load("--briefs=3").startswith("Added 3 briefs to the demo newsroom: 3 in all.")
    assert Brief.objects.count() == 3
    assert "nothing was added" in load()


def test_none_at_all_still_brings_issues_experts_and_accounts() -> None:
    load("--briefs=0")
    assert not Brief.objects.exists()
    assert Issue.objects.known("undersea cables")
    assert Expert.objects.known("Thea Marchetta") == Expert.objects.known("Theodora A. Marchetta")
    assert User.objects.count() == len(accounts.ACCOUNTS)


def test_a_person_who_happens_to_be_called_publisher_gets_no_rights_and_publishes_nothing() -> None:
    own = cast.person("publisher")
    assert load("--briefs=1").startswith("Added 1 brief to the demo newsroom: 1 in all.")
    assert not own.groups.exists()
    assert Edition.objects.get().published_by is None


def test_briefs_issues_and_experts_that_are_there_already_stay_as_they_are() -> None:
    own = cast.make_brief("Grain Moves", issues=["Drones"])
    cast.expert("Ilse Karrenbeek", "Harbour Master")
    load("--briefs=3")
    assert Brief.objects.count() == 3
    assert Brief.objects.get(pk=own.pk).title == "Grain Moves"
    assert Expert.objects.get(name="Ilse Karrenbeek").title == "Harbour Master"
    assert Issue.objects.get(name="Drones").description == ""


def test_where_the_reader_was_taught_otherwise_a_sentence_says_so_and_nothing_is_left() -> None:
    ReaderPhrase.objects.filter(kind=PhraseKind.ISSUES).delete()
    with pytest.raises(
        CommandError, match="was not loaded, because the reader no longer understands its texts"
    ):
        load()
    assert not Brief.objects.exists()
    assert not Expert.objects.exists()
