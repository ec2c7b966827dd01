"""The edition stamp: a value that is another one as soon as anything has changed that a public page reads.

The database's own triggers move it, in the very transaction that makes the change, so that no path is missed: no
`update()` of many rows, no command, no hand at the database. A value never comes back, not even when a backup does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models

# What public pages read. A test reads every page and finds the table that is missing here.
READ = (
    "briefs.Image",
    "editions.Edition",
    "editions.EditionImage",
    "editions.EditionIssue",
    "editions.EditionLink",
    "editions.EditionQuote",
    "editions.EditionText",
    "editions.EditionTranslation",
    "editions.EditionWord",
    "editions.Introduction",
    "editions.PinnedBrief",
    "editions.QuoteText",
    "experts.Expert",
    "experts.ExpertAddress",
    "experts.ExpertAlias",
    "experts.ExpertMerge",
    "issues.Issue",
    "issues.IssueAddress",
    "issues.IssueAlias",
    "issues.IssueMerge",
)
TABLE = "editions_stamp"
EVENTS = ("INSERT", "UPDATE", "DELETE")
ASK = {
    "sqlite": "SELECT value FROM editions_stamp",
    "postgresql": "SELECT string_agg(value, '' ORDER BY id) FROM editions_stamp",
}
# On PostgreSQL several may publish at once, and none is to wait for another here, still less for ever: each takes a
# row that nobody holds, or adds one, and the rows together are the stamp. Once a transaction is enough; the setting in
# which it is noted goes back with its savepoint, as the change does.
POSTGRESQL = f"""
    CREATE OR REPLACE FUNCTION editions_move_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('dateline.moved', true) = pg_current_xact_id()::text THEN RETURN NULL; END IF;
        UPDATE {TABLE} SET value = replace(gen_random_uuid()::text, '-', '')
        WHERE id = (SELECT id FROM {TABLE} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED);
        IF NOT FOUND THEN
            INSERT INTO {TABLE} (value) VALUES (replace(gen_random_uuid()::text, '-', ''));
        END IF;
        PERFORM set_config('dateline.moved', pg_current_xact_id()::text, true);
        RETURN NULL;
    END $$
"""  # noqa: S608 - made of constants
# In two steps, because a statement that passes over conflicts says so for its triggers, too: lang_createtrigger.html
SQLITE = f"DELETE FROM {TABLE}; INSERT INTO {TABLE} (id, value) VALUES (1, lower(hex(randomblob(16))))"  # noqa: S608


class Stamp(models.Model):
    """A part of the stamp: on SQLite the whole."""

    value = models.CharField(max_length=32)

    class Meta:
        verbose_name = "edition stamp"

    def __str__(self) -> str:
        return self.value


def tables() -> list[str]:
    return [apps.get_model(label)._meta.db_table for label in READ]


def set_triggers(using: str, **_: Any) -> None:
    """Have every table in READ move the stamp, and move it: called after each `migrate`, which may have changed
    anything, and on SQLite loses the triggers of a table that it makes anew.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if TABLE not in present:  # migrated back to before it
            return
        here = [table for table in tables() if table in present]
        for statement in (on_postgresql if connection.vendor == "postgresql" else on_sqlite)(here):
            cursor.execute(statement)


def on_postgresql(here: list[str]) -> Iterator[str]:
    yield POSTGRESQL
    for table in here:
        yield (
            f"CREATE OR REPLACE TRIGGER moves_stamp AFTER {' OR '.join(EVENTS)} OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION editions_move_stamp()"
        )
    yield f"DELETE FROM {TABLE}"  # noqa: S608
    yield f"INSERT INTO {TABLE} (value) VALUES (replace(gen_random_uuid()::text, '-', ''))"  # noqa: S608


def on_sqlite(here: list[str]) -> Iterator[str]:
    for table in here:
        for event in EVENTS:
            name = f"{table}_moves_stamp_{event.lower()}"
            yield f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} BEGIN {SQLITE}; END"
    yield from SQLITE.split("; ")


def drop_triggers(cursor: Any, vendor: str) -> None:
    """Take the triggers away: before the table that they write to goes."""
    if vendor == "postgresql":
        cursor.execute("DROP FUNCTION IF EXISTS editions_move_stamp() CASCADE")
        return
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_moves\\_stamp\\_%' ESCAPE '\\'"
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}"')
