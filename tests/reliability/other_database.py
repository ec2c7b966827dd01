"""A second database of the same kind, which is empty, and moving the process over to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection, connections


@contextmanager
def another(folder: Path) -> Iterator[str]:
    """The name of an empty database, on PostgreSQL on the same server, on SQLite a file in `folder`."""
    if connection.vendor == "sqlite":
        yield str(folder / f"{uuid4().hex}.sqlite3")
        return
    name = f"other_{uuid4().hex}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def working_on(name: str, **options: str) -> Iterator[None]:
    """While the block runs, this process works on the database of that name; `options` may say on which server."""
    before = {key: connection.settings_dict[key] for key in ("NAME", "OPTIONS")}
    try:
        _turn_to(NAME=name, OPTIONS=before["OPTIONS"] | options)
        yield
    finally:
        _turn_to(**before)


def _turn_to(**settings: Any) -> None:
    connection.close()
    connection.settings_dict.update(settings)
    connections.settings["default"].update(settings)
