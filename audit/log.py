"""Writing the audit log. Every act writes its entry in the transaction of the act itself: both happen, or neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model
from django.utils import timezone

from audit.models import Act, Entry

NAMELESS = "the command line"
STRANGER = "someone not signed in"
# The address that the request at work came from; the middleware sets it, and a command has none.
came_from: ContextVar[str | None] = ContextVar("came_from", default=None)
# Who sent the request at work; None outside of one.
_sender: ContextVar[User | AnonymousUser | None] = ContextVar("sender", default=None)


@contextmanager
def request_of(sender: User | AnonymousUser, address: str | None) -> Iterator[None]:
    """While the block runs, entries tell of a request that `sender` sent from that IP address."""
    who, where = _sender.set(sender), came_from.set(address)
    try:
        yield
    finally:
        _sender.reset(who)
        came_from.reset(where)


def at_work() -> User | None:
    """Who sent the request at work; None at the command line, and for a visitor who is not signed in."""
    sender = _sender.get()
    return sender if sender is not None and sender.is_authenticated else None


def note(
    act: Act,
    by: User | None,
    of: Model | None = None,
    *,
    words: str = "",
    flagged: bool = False,
    **details: Any,
) -> Entry:
    """Write down that `by` (None: the operator at the command line) did `act` to `of`, and return the entry.

    `words` is what the person said about it; `details` is whatever JSON a reader of the log may want.
    """
    made = entry(act, by, of, words=words, flagged=flagged, **details)
    made.save()
    return made


def entry(
    act: Act,
    by: User | None,
    of: Model | None = None,
    *,
    words: str = "",
    flagged: bool = False,
    **details: Any,
) -> Entry:
    """What `note` writes down, unsaved: for acts that are done by the hundred and written down together."""
    return Entry(
        at=timezone.now(),
        act=act,
        by=by,
        name=_name(by)[:150],
        kind=of._meta.label_lower if of is not None else "",
        key=str(of.pk) if of is not None else "",
        label=_storable(str(of))[:300] if of is not None else "",
        note=_storable(words),
        details=details,
        address=came_from.get(),
        flagged=flagged,
    )


def _name(by: User | None) -> str:
    if by is not None:
        return by.get_full_name() or by.get_username()
    return NAMELESS if _sender.get() is None else STRANGER


def _storable(text: str) -> str:
    """No database holds a NUL in a text."""
    return text.replace("\0", "")
