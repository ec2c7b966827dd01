"""Reading from a replica: public pages are drawn from it where it has everything that the primary has.

Whoever draws a page for the page cache has asked the primary for its stamp. When the replica tells the same stamp, it
has every change that the primary had at that moment, so what it says is never older than what the primary would have
said. Otherwise, and for everything else, the primary is asked. Nothing becomes stale, and the replica takes the work.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from config.generations import ERRORS, Line
from config.metrics import REPLICA

ALIAS = "replica"
# What public pages read
PUBLIC = {"editions", "experts", "briefs", "issues", "audit"}
AGAIN_AFTER = 5.0  # seconds for which a replica that did not answer is left alone
USED, BEHIND, DOWN = map(REPLICA.labels, ("used", "behind", "down"))
log = logging.getLogger(__name__)

_reading: ContextVar[bool] = ContextVar("reading from the replica", default=False)


class Router:
    """Sends the questions of a page that is drawn from the replica there, and everything else to the primary."""

    def db_for_read(self, model: type[Model], **_: Any) -> str | None:
        return ALIAS if _reading.get() and model._meta.app_label in PUBLIC else None

    def db_for_write(self, model: type[Model], **_: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_: Any, **__: Any) -> bool:
        return True  # both are one database

    def allow_migrate(self, db: str, *_: Any, **__: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class Replica:
    """The replica as one process knows it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.line: Line | None = None
        self.left_alone_until = float("-inf")

    def has(self, stamp: Any) -> bool:
        """Whether it has all that the primary had when it told `stamp`; not when it can't be asked."""
        with self.lock:
            if time.monotonic() < self.left_alone_until:
                DOWN.inc()
                return False
            told = self.stamp()
        if told is None:
            DOWN.inc()
        elif told != stamp:
            BEHIND.inc()
        return told is not None and bool(told == stamp)

    def stamp(self) -> Any:
        """Its stamp; None when it does not tell, which is asked again some seconds later."""
        for _ in range(2):  # once more over a new connection, if the database ended the one at hand
            try:
                self.line = self.line or Line(ALIAS)
                return self.line.stamp()
            except ERRORS:
                line, self.line = self.line, None
                if line:
                    line.close()
        log.warning("The replica does not answer, so the primary is asked.")
        self.left_alone_until = time.monotonic() + AGAIN_AFTER
        return None

    def fails(self) -> None:
        """A page could not be drawn from it."""
        log.warning("A page could not be drawn from the replica, so the primary was asked.")
        self.left_alone_until = time.monotonic() + AGAIN_AFTER


@contextmanager
def reading() -> Iterator[None]:
    """What is asked within is asked of the replica, as far as it is public."""
    USED.inc()
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def configured() -> Replica | None:
    """The replica that the settings name, if any."""
    return Replica() if ALIAS in settings.DATABASES else None
