"""Two who write at one moment: the database lets one of them through and refuses the other, who begins anew.

It refuses a row that only one may have, such as a web address, and, on PostgreSQL, one of two who wait for each other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.messages import get_messages
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse

from issues.room import is_full

AGAIN = 3
PAUSE = 0.1  # seconds, in which the one who was let through goes on first

View = Callable[..., HttpResponse]


class Met(Exception):
    """Another wrote at the same moment, and was let through."""


@contextmanager
def meeting() -> Iterator[None]:
    """Raises Met where the database refuses what the block writes because of another. A full disk is no other."""
    try:
        yield
    except (IntegrityError, OperationalError) as error:
        if is_full(error):
            raise
        raise Met from error


def begun_anew(view: View) -> View:
    """`view`, which does all or nothing, begun anew where it met another; what it had said is forgotten then.

    The answer to a second try is what the other's act makes of it: a refusal with a sentence, or a success.
    """

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        said: list[Any] = getattr(get_messages(request), "_queued_messages", [])
        before = len(said)
        for _ in range(AGAIN):
            try:
                with meeting():
                    return view(request, *args, **kwargs)
            except Met:
                del said[before:]
                time.sleep(PAUSE)
        return view(request, *args, **kwargs)

    return answer
