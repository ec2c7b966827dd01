"""Every migration can be taken back and made again on a database that is full."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from briefs.models import Brief
from editions.models import Edition
from tests import cast, shelf
from tests.reliability.invariants import editions, entries
from tests.reliability.other_database import another, working_on

pytestmark = pytest.mark.django_db(transaction=True)
OURS = ("editions", "experts", "briefs", "issues", "audit")


def migrate(*words: str) -> None:
    call_command("migrate", *words, verbosity=0, interactive=False)


def irreversible() -> list[str]:
    """The migrations of ours that can't be taken back."""
    loader = MigrationLoader(None)
    return [
        f"{app}.{name}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in OURS and not all(operation.reversible for operation in migration.operations)
    ]


def test_no_migration_is_a_one_way_street() -> None:
    assert irreversible() == []


def saver_of(brief: Brief) -> User | None:
    newest = brief.newest_revision()
    assert newest
    return newest.saved_by


@pytest.mark.long
def test_taken_back_to_the_first_and_made_again_every_page_of_a_full_newsroom_stands(tmp_path: Path) -> None:
    """What a later table alone held (an introduction, a translation's original) is gone with it; the record is not."""
    with another(tmp_path) as name, working_on(name):
        migrate()
        shelf.fill()
        cast.published("Harbour Opens", by=cast.people().piet)
        applied = set(MigrationRecorder(connection).applied_migrations())
        pages = {edition.get_absolute_url(): edition.digest for edition in Edition.objects.live()}
        for app in OURS:
            migrate(app, min(name for (label, name) in applied if label == app))
        migrate()
        assert set(MigrationRecorder(connection).applied_migrations()) == applied
        assert {edition.get_absolute_url(): edition.digest for edition in Edition.objects.live()} == pages
        assert [each for each in pages if Client().get(each).status_code != 200] == []
        assert list(editions()) == []
        assert list(entries()) == []
        assert [brief.pk for brief in Brief.objects.all() if brief.saved_by != saver_of(brief)] == []
