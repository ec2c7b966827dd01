"""A backup: the database and the uploads in one file, a zip with a manifest by which restoring checks every byte.

The uploads are read after the database: a row never speaks of a file that is not there, and no file changes, so all
that the rows of that instant name is among them.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import connection, models

from audit.models import Entry
from briefs.models import Brief
from editions.backup import postgresql, sqlite, uploads
from editions.backup.manifest import FORMAT, Manifest, Refused

MANIFEST = "manifest.json"
UPLOADS = "uploads/"
CHUNK = 1024 * 1024
DAMAGED = "The backup is damaged: {} is not what it was when the backup was made."


def engine() -> Any:
    """The module for the kind of database at hand."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def write(path: Path) -> Manifest:
    """Write a backup of everything, as it stands at one instant, to `path`, which only its owner may read.

    People may go on working. Raises Refused, or OSError; then there is no file at `path`.
    """
    if path.exists():
        raise Refused(f"{path} is there already: give the backup another name.")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
        aside, database = Path(folder) / path.name, Path(folder) / engine().MEMBER
        facts = engine().snapshot(database)
        made_at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        aside.touch(0o600)
        with aside.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
                members = dict(_pack(packed, database))
                manifest = Manifest(FORMAT, made_at, connection.vendor, facts, members)
                packed.writestr(MANIFEST, manifest.to_json())
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    return manifest


def _pack(packed: zipfile.ZipFile, database: Path) -> Iterator[tuple[str, str]]:
    """Every member's name and SHA-256, as it goes in."""
    with database.open("rb") as file:
        yield database.name, _copy(file, packed, zipfile.ZipInfo(database.name))
    for name in sorted(uploads.names()):
        info = zipfile.ZipInfo(UPLOADS + name)
        info.compress_type = zipfile.ZIP_STORED  # pictures don't get any smaller
        with default_storage.open(name) as file:
            yield info.filename, _copy(file, packed, info)


def _copy(source: IO[bytes], packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    digest = hashlib.sha256()
    with packed.open(info, "w", force_zip64=True) as member:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            member.write(chunk)
    return digest.hexdigest()


def restore(path: Path, over: bool = False) -> Manifest:
    """Put back all that a backup holds, in place of what the database holds; `over` says that this may be lost.

    Everything is checked before anything is changed, and the database changes in one transaction. Raises Refused.
    """
    with _opened(path) as packed:
        manifest = Manifest.from_json(_read(packed, MANIFEST))
        manifest.refuse_what_this_version_cannot_hold()
        if not over and (kind := held()):
            raise Refused(
                f"The database is not empty: it holds {kind}. Give --over to lose all of it for the backup."
            )
        with tempfile.TemporaryDirectory() as folder:
            database = Path(packed.extract(engine().MEMBER, folder))
            for name, digest in manifest.members.items():
                with packed.open(name) as member:
                    if hashlib.file_digest(member, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                        raise Refused(DAMAGED.format(name))
            for name in manifest.members:
                if name.startswith(UPLOADS):
                    uploads.bring_back(name.removeprefix(UPLOADS), packed.read(name))
            engine().load(database, manifest.facts)
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as packed:
            yield packed
    except FileNotFoundError:
        raise Refused(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError):
        raise Refused("The file is no backup of Dateline, or it is damaged.") from None


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    try:
        return packed.read(name)
    except KeyError:
        raise Refused("The file is no backup of Dateline, or it is damaged.") from None


def held() -> str:
    """What of people's work the database holds, in a word; empty where nobody has done anything yet."""
    kinds: dict[str, type[models.Model]] = {"briefs": Brief, "accounts": User, "entries of the log": Entry}
    there = connection.introspection.table_names()
    return next(
        (
            word
            for word, kind in kinds.items()
            if kind._meta.db_table in there and kind._base_manager.exists()
        ),
        "",
    )
