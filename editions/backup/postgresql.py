"""The database of a backup where that is PostgreSQL: its own dump, of one snapshot, read back in one transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from editions.backup.manifest import Facts, Refused

MEMBER = "database.sql"
# A dump makes the tables itself. Whoever still uses the old ones would be waited for without end.
EMPTIED = "SET lock_timeout = '20s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
# What Django adds for psycopg, beside what says where the database is
ITS_OWN = ("client_encoding", "context", "cursor_factory", "prepare_threshold")
COUNTED = """
DO $$ BEGIN
IF (SELECT count(*) FROM public."{table}") <> {rows} THEN RAISE EXCEPTION 'dateline: {table} lacks rows'; END IF;
END $$;
"""


@transaction.atomic
def snapshot(into: Path) -> Facts:
    """Write the database to the file `into` as pg_dump does, as it stood at one instant, while others go on reading and
    writing. Raises Refused where pg_dump is not installed, or is older than the server.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        name = cursor.fetchone()[0]
        facts = Facts.gather(cursor)
        _run("pg_dump", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={into}")
    return facts


def load(database: Path, facts: Facts) -> None:
    """Put what the file holds in place of all that the database holds, in one transaction. Raises Refused."""
    first, last = database.with_name("first.sql"), database.with_name("last.sql")
    first.write_text(EMPTIED)
    last.write_text("".join(COUNTED.format(table=table, rows=rows) for table, rows in facts.rows.items()))
    files = [f"--file={each}" for each in (first, database, last)]
    options = (
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
    )
    _run("psql", *options, *files)
    connection.close()


def _run(program: str, *words: str) -> None:
    if shutil.which(program) is None:
        raise Refused(
            f"{program} was not found: install PostgreSQL's client programs (Debian: postgresql-client)."
        )
    settings: dict[str, Any] = connection.get_connection_params()
    # The password goes by the environment: a command line is there for everyone on the machine to read.
    environment = os.environ | {
        "PGPASSWORD": settings.pop("password", ""),
        "PGOPTIONS": "--client-min-messages=warning",
    }
    named = {key: value for key, value in settings.items() if key not in ITS_OWN and value not in (None, "")}
    command = [program, "--no-password", f"--dbname={make_conninfo(**named)}", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it did not say why"]
        raise Refused(f"{program} failed, and nothing was changed: {said[0]}")
