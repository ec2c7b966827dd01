"""What a backup says of itself, and why one is refused."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

FORMAT = 1
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Refused(Exception):
    """No backup was made, or nothing was restored; the message says why, for an operator."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database held: the migrations it had, as `app.name`, and the number of rows of each table."""

    migrations: list[str]
    rows: dict[str, int]

    @classmethod
    def gather(cls, cursor: CursorWrapper) -> Facts:
        """Of the database as `cursor` sees it: one query a table."""
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = [".".join(row) for row in cursor.fetchall()]
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        return cls(migrations, {table: count(cursor, table) for table in sorted(tables)})


def count(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
    return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first thing that is read of a backup: its format, when it was made (UTC, ISO 8601), from which database, what
    that held, and the SHA-256 of each other member, in hexadecimal.
    """

    format: int
    made_at: str
    vendor: str
    facts: Facts
    members: dict[str, str]

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str | bytes) -> Manifest:
        """Raises Refused for a newer format, and for what is no manifest."""
        try:
            said: dict[str, Any] = json.loads(text)
            if said["format"] > FORMAT:
                raise Refused("A newer version of Dateline made this backup: upgrade Dateline first.")
            return cls(**said | {"facts": Facts(**said["facts"])})
        except (ValueError, TypeError, KeyError):
            raise Refused("The backup is damaged: its manifest makes no sense.") from None

    def refuse_what_this_version_cannot_hold(self) -> None:
        """Raises Refused where the backup is of the other kind of database, or of a newer Dateline."""
        if self.vendor != connection.vendor:
            raise Refused(
                f"This is the backup of a {DATABASES.get(self.vendor, self.vendor)} database, and DATABASE_URL names "
                f"{DATABASES[connection.vendor]}: a backup is restored on the kind of database that it was made from."
            )
        known = {".".join(each) for each in MigrationLoader(None).disk_migrations or {}}
        if unknown := [each for each in self.facts.migrations if each not in known]:
            raise Refused(
                f"A newer version of Dateline made this backup (it has the migration {unknown[-1]}): "
                "upgrade Dateline first."
            )
