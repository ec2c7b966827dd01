"""Waiting for what no element of a page shows."""

from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 15_000  # milliseconds, as for what a page shows
STEP = 50


def until(page: Page, happened: Callable[[], object]) -> None:
    """Lets `page` go on until `happened`. Fails when that takes too long."""
    for _ in range(PATIENCE // STEP):
        if happened():
            return
        page.wait_for_timeout(STEP)
    raise AssertionError(f"Waited {PATIENCE / 1000} seconds in vain.")
