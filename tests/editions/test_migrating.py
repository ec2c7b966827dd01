"""What migrations make of the rows of an earlier release, and what taking them back leaves."""

import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from briefs.models import Brief, Status
from editions.models import Edition
from editions.publishing import expire, publish, withdraw
from tests import cast

pytestmark = pytest.mark.django_db
words = import_module("editions.migrations.0009_briefs_that_were_edited_since")
ends = import_module("editions.migrations.0005_tell_withdrawn_from_expired")
EDITOR = SimpleNamespace(connection=connection)
LATER = datetime.timedelta(hours=3)


def status(brief: Brief) -> str:
    return Brief.objects.get(pk=brief.pk).status


def test_a_brief_that_was_edited_since_its_page_went_out_becomes_a_draft() -> None:
    edited, same = cast.published("Grain Moves").brief, cast.published("Timber Waits").brief
    cast.change(edited, title="Grain Moves Again")
    Brief.objects.update(status=Status.PUBLISHED)  # as the earlier release had it
    words.tell_of_the_words(apps, EDITOR)
    assert (status(edited), status(same)) == (Status.DRAFT, Status.PUBLISHED)


def test_taken_back_every_brief_is_in_a_state_that_the_earlier_release_knows() -> None:
    edited, waiting, down = (
        cast.published(name).brief for name in ("Grain Moves", "Ferries", "Timber Waits")
    )
    cast.change(edited, title="Grain Moves Again")
    new = cast.make_brief("Harbour Opens")
    withdraw(down, None)
    Brief.objects.filter(pk__in=[edited.pk, new.pk]).update(status=Status.REVIEW)
    words.tell_of_the_page(apps, EDITOR)
    assert [status(brief) for brief in (edited, waiting, down, new)] == [
        Status.PUBLISHED,
        Status.PUBLISHED,
        Status.WITHDRAWN,
        Status.DRAFT,
    ]


def test_an_end_that_is_still_to_come_is_no_withdrawal() -> None:
    down, ending = cast.published("Grain Moves").brief, cast.published("Timber Waits").brief
    replaced = cast.published("Ferries").brief
    withdraw(down, None)
    expire(ending, None, timezone.now() + LATER)
    publish(cast.change(replaced, title="Ferries Rest"), None)
    ends.say_withdrawn(apps, EDITOR)
    withdrawn = Edition.objects.filter(withdrawn_at__isnull=False)
    assert [edition.brief for edition in withdrawn] == [down]
