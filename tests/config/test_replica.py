"""A page that can't be drawn from the replica is drawn from the primary. With a real one: tests/reliability."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from django.contrib.sessions.models import Session

from config import pages as cache
from config.pages import Pages
from config.replica import Replica, Router, reading
from editions.models import Edition
from tests.config.answers import ask

pytestmark = pytest.mark.django_db(transaction=True)


class Following(Replica):
    """One that always has everything."""

    def has(self, stamp: Any) -> bool:
        return True


def test_a_page_that_the_replica_fails_to_draw_is_drawn_from_the_primary() -> None:
    asked: list[str | None] = []

    def drawing(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked.append(Router().db_for_read(Edition))
        status = "500 Internal Server Error" if asked[-1] else "200 OK"
        start_response(status, [("Content-Length", "5"), ("Cache-Control", "public, no-cache")])
        return [b"ships"]

    site = Pages(drawing, cache.MEGABYTE)
    site.replica = Following()
    answer = ask(site, "/briefs/")
    site.watch.close()
    assert (answer.status, answer.body) == (200, b"ships")
    assert asked == ["replica", None]


def test_only_what_is_public_is_asked_of_it_and_nothing_is_written_there() -> None:
    router = Router()
    with reading():
        assert router.db_for_read(Edition) == "replica"
        assert router.db_for_read(Session) is None
        assert router.db_for_write(Edition) == "default"
    assert router.db_for_read(Edition) is None
    assert not router.allow_migrate("replica")
