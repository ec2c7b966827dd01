"""Which state of the record a page is of: asked of the database before each answer, as cheaply as can be.

A generation is what holds between two changes: it ends when the edition stamp moves, and at the next instant at which a
page comes or goes by the clock. What was drawn in one is never handed out in another.
"""

from __future__ import annotations

import datetime
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections
from psycopg.pq import ExecStatus

from editions.stamp import ASK

QUARTER = 15 * 60  # seconds: in any time zone a day and a month begin at such an instant
BOUNDARY = """
    SELECT min(boundary) FROM (
        SELECT min(live_from) AS boundary FROM editions_edition WHERE live_from > %s
        UNION ALL SELECT min(live_until) FROM editions_edition WHERE live_until > %s
    ) AS boundaries
"""
PREPARED = b"dateline_stamp"
ERRORS = (
    DatabaseError,
    InterfaceError,
    sqlite3.Error,
    psycopg.Error,
)  # Django's, and those of what it stands on

Kept = TypeVar("Kept")


class Generation(Generic[Kept]):
    """What is kept of one state of the record: good from `since` up to, not including, `until` (seconds since 1970)."""

    __slots__ = ("kept", "since", "stamp", "until")

    def __init__(self, stamp: Any, since: float, until: float, kept: Kept) -> None:
        self.stamp, self.since, self.until, self.kept = stamp, since, until, kept

    def holds(self, stamp: Any, now: float) -> bool:
        """Whether it is still that of `stamp` at `now`. A clock that was put back before its beginning ends it too."""
        return bool(self.stamp == stamp) and self.since <= now < self.until


class Line:
    """An open connection for the stamp alone, to the primary or another database. Not for two threads at once."""

    def __init__(self, alias: str = DEFAULT_DB_ALIAS) -> None:
        self.connection = connections.create_connection(alias)
        self.connection.inc_thread_sharing()
        self.connection.ensure_connection()
        raw: Any = self.connection.connection
        if self.connection.vendor == "postgresql":
            self.raw = raw.pgconn
            self.raw.prepare(PREPARED, ASK["postgresql"].encode())
            self.stamp = self.of_postgresql
        else:
            self.raw, self.version, self.value = raw.cursor(), None, None
            self.stamp = self.of_sqlite

    def of_sqlite(self) -> Any:
        """The row is read only when another connection has committed something, which SQLite counts."""
        version = self.raw.execute("PRAGMA data_version").fetchone()
        if version != self.version:
            self.value = self.raw.execute(ASK["sqlite"]).fetchone()
            self.version = version
        return self.value

    def of_postgresql(self) -> Any:
        """Asked below psycopg's cursors, which would cost more than the database. Raises OperationalError."""
        result = self.raw.exec_prepared(PREPARED, None)
        if result.status != ExecStatus.TUPLES_OK:
            raise OperationalError(result.error_message.decode(errors="replace"))
        return result.get_value(0, 0)

    def boundary(self, now: float) -> float:
        """The next instant after `now` at which a page comes or goes; infinite where none is planned."""
        at = datetime.datetime.fromtimestamp(now, datetime.UTC)
        adapted = self.connection.ops.adapt_datetimefield_value(at)
        with self.connection.cursor() as cursor:
            cursor.execute(BOUNDARY, [adapted, adapted])
            (found,) = cursor.fetchone()
        if isinstance(found, str):
            found = datetime.datetime.fromisoformat(found).replace(tzinfo=datetime.UTC)
        return found.timestamp() if found else float("inf")

    def close(self) -> None:
        try:
            self.connection.close()
        except ERRORS:
            self.connection.connection = None


class Watch(Generic[Kept]):
    """Knows the present generation. `empty` makes what a new one keeps; `behind` is how many seconds a stamp may be old
    before it is asked for again: 0 asks for each answer.
    """

    def __init__(self, empty: Callable[[], Kept], behind: float = 0) -> None:
        self.empty, self.behind = empty, behind
        self.lock, self.begun, self.read_at = threading.Lock(), 0, float("-inf")
        self.line: Line | None = None
        self.generation: Generation[Kept] | None = None

    def present(self) -> Generation[Kept] | None:
        """The generation of now, as of an instant after this was called; None where the database can't be asked.

        Threads that wait here share what the next of them reads, because that reading began after they came.
        """
        begun, known, now = self.begun, self.generation, time.time()
        if self.behind and known and 0 <= now - self.read_at < self.behind and known.holds(known.stamp, now):
            return known
        with self.lock:
            if self.begun == begun:
                self.begun, self.read_at = begun + 1, now
                self.generation = self.read()
            return self.generation

    def read(self) -> Generation[Kept] | None:
        """Once more over a new connection, if the database ended the one at hand."""
        for _ in range(2):
            try:
                self.line = self.line or Line()
                return self.renewed(self.line)
            except ERRORS:
                self.close()
        return None

    def close(self) -> None:
        """End the connection, if any; the next question opens another."""
        line, self.line = self.line, None
        if line:
            line.close()

    def renewed(self, line: Line) -> Generation[Kept]:
        """The boundary is looked for after the stamp: whatever changes between moves the stamp."""
        stamp, now = line.stamp(), time.time()
        if self.generation and self.generation.holds(stamp, now):
            return self.generation
        until = min(line.boundary(now), (now // QUARTER + 1) * QUARTER)
        return Generation(stamp, now, until, self.empty())
