"""The disk is full: a save is refused with a sentence, nothing is half, readers read on, and with room all goes on."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from briefs import roles
from briefs.models import Brief, Image
from scripts import postgres
from tests import cast, pictures
from tests.desk import Desk
from tests.reliability.invariants import breaches

pytestmark = pytest.mark.django_db(transaction=True)
# Words that no database can make smaller
LONG = f"<p>{' '.join(secrets.token_hex(6) for _ in range(6000))}</p>"


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A folder that holds four megabytes."""
    # Where PostgreSQL, which is somebody else, may enter
    folder = Path(tempfile.mkdtemp(prefix="dateline-small-", dir="/tmp"))
    mounted = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m,mode=777", "tmpfs", str(folder)],
            capture_output=True,
            check=False,
        ).returncode
    )
    try:
        if not mounted:
            pytest.skip("A small disk can be mounted by root alone.")
        postgres.unprivileged(folder)  # to whom a tablespace must belong
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def fill(folder: Path) -> None:
    """Take all the room that is left."""
    with (folder / "filling").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"\0" * 4096):
            pass


@contextmanager
def no_room(small_disk: Path) -> Iterator[None]:
    """While the block runs nothing can be added to the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")  # so that there are no pages to use again
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
            yield
            cursor.execute("PRAGMA max_page_count = 1073741823")
            return
        # Versions alone are on the small disk: without room for its own log PostgreSQL would stop.
        space = f"small_{uuid4().hex}"  # of the server, which other tests are on at the same time
        cursor.execute(f"CREATE TABLESPACE {space} LOCATION '{small_disk}'")
        cursor.execute(f"ALTER TABLE briefs_revision SET TABLESPACE {space}")
        fill(small_disk)
        try:
            yield
        finally:
            (small_disk / "filling").unlink()
            cursor.execute("ALTER TABLE briefs_revision SET TABLESPACE pg_default")
            cursor.execute(f"DROP TABLESPACE {space}")


def test_a_save_on_a_full_disk_is_refused_and_nothing_is_half(client: Client, small_disk: Path) -> None:
    edition = cast.published()
    desk = Desk(Client(), cast.person("piet", roles.PUBLISHER)).open(edition.brief)
    desk.fill(title="With Many Words", developments=LONG)
    with no_room(small_disk):
        refused = desk.press("_publish")
        assert refused.status_code == 507, desk.text()
        assert "Nothing was changed. Go back, where what you wrote still stands" in desk.text()
        assert client.get(edition.get_absolute_url()).status_code == 200
    assert Brief.objects.get().title == cast.TITLE
    assert breaches() == []
    desk.press("_publish")
    assert Brief.objects.get().editions.count() == 2
    assert breaches() == []


def test_a_version_that_the_disk_has_no_room_for_is_not_brought_back_and_the_disk_is_named(
    small_disk: Path,
) -> None:
    brief = cast.make_brief(developments=LONG)
    desk = Desk(Client(), cast.person("rhea", roles.PUBLISHER)).open(brief)
    desk.fill(developments="<p>Shorter.</p>")
    desk.press("_save")
    address = reverse("admin:briefs_brief_restore", args=[brief.pk, 1])
    with no_room(small_disk):
        refused = desk.client.post(address, {"newest": "2"})
    assert refused.status_code == 507
    assert "Nothing was changed." in refused.text
    assert Brief.objects.get().developments == "<p>Shorter.</p>"
    assert breaches() == []
    desk.client.post(address, {"newest": "2"})
    assert Brief.objects.get().developments == LONG


def test_a_picture_that_the_disk_has_no_room_for_leaves_nothing(small_disk: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = small_disk / "uploads"
    fill(small_disk)
    desk = Desk(Client(), cast.person("wren", roles.WRITER))
    data = pictures.drawn(size=(1600, 1200))
    answer = desk.client.post(reverse("admin:briefs_brief_images"), {"file": pictures.upload(data)})
    assert answer.status_code == 507
    assert not Image.objects.exists()
    assert [each for each in small_disk.rglob("*") if each.is_file()] == [small_disk / "filling"]
