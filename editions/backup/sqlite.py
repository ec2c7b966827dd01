"""The database of a backup where that is SQLite: a copy of its file, as it stood at one instant."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection

from editions.backup.manifest import Facts, Refused

MEMBER = "database.sqlite3"
WAITS = 20  # seconds, for someone else's write to end


def snapshot(into: Path) -> Facts:
    """Copy the database to the file `into`, while others go on reading and writing. The online backup holds one read
    transaction, so that the copy is of one instant.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(into)) as copy:
        connection.connection.backup(copy, progress=_patience())
        copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file
        return _facts(copy)


def load(database: Path, facts: Facts) -> None:
    """Put what the file holds in place of all that the database holds, in one transaction. Raises Refused."""
    with closing(sqlite3.connect(database)) as copy:
        try:
            sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError:
            sound = False
        if not sound or _facts(copy) != facts:
            raise Refused("The backup is damaged: its database does not hold what its manifest says.")
        connection.ensure_connection()
        copy.backup(connection.connection, progress=_patience())
    connection.close()


def _facts(copy: sqlite3.Connection) -> Facts:
    migrations = [
        ".".join(row) for row in copy.execute("SELECT app, name FROM django_migrations ORDER BY id")
    ]
    wanted = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    tables = [name for (name,) in copy.execute(wanted) if not name.startswith("sqlite_")]
    counted = (copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables)  # noqa: S608
    return Facts(migrations, dict(zip(tables, counted, strict=True)))


def _patience() -> Callable[[int, int, int], None]:
    """Called after each try; sqlite3 would try for ever while someone else holds the database."""
    deadline = time.monotonic() + WAITS

    def tried(status: int, remaining: int, total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > deadline:
            raise Refused(
                "Someone else is writing to the database all the time: stop the site and try again."
            )

    return tried
