"""The clock of tests about what is scheduled, and the pages of tests that look at every kind of them."""

import pytest
from django.utils import timezone

from editions.paging import Page
from editions.quotes import QuotesPage
from tests import shelf
from tests.editions.timeline import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still until it is set."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def pages(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The addresses of every kind of public page by their URL names, of a newsroom that holds what a page can show."""
    for kind in (Page, QuotesPage):
        monkeypatch.setattr(kind, "size", shelf.SIZE)
    return shelf.fill()
