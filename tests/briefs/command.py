"""What tests of `import_briefs` share: calling it, and what it leaves in the database."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection

from tests.briefs.pasted import BRIEF


def run(*arguments: object) -> tuple[int, str]:
    """The exit status of `import_briefs` with these arguments, and what it printed."""
    printed = StringIO()
    try:
        call_command("import_briefs", *map(str, arguments), stdout=printed)
    except CommandError as end:
        return end.returncode, printed.getvalue()
    return 0, printed.getvalue()


def objects(*arguments: object) -> Iterator[dict[str, Any]]:
    return map(json.loads, run("--json", *arguments)[1].splitlines())


def file(folder: Path, text: str | bytes = BRIEF, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows() -> dict[str, int]:
    """How many rows every table has."""
    tables = connection.introspection.table_names()
    counts = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts
