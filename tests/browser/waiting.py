"""Waiting for what no element of a page shows: something that happened, or a page with its scripts."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

PATIENCE = 15_000  # milliseconds, as for what a page shows
STEP = 50


def until(page: Page, happened: Callable[[], object]) -> None:
    """Lets `page` go on until `happened`. Fails when that takes too long."""
    for _ in range(PATIENCE // STEP):
        if happened():
            return
        page.wait_for_timeout(STEP)
    raise AssertionError(f"Waited {PATIENCE / 1000} seconds in vain.")


def arrive(page: Page, way: Locator) -> None:
    """Presses `way`, a button or a link, and waits for the page behind it with its scripts: a test is quicker than
    they are, and a press that comes before them is lost.
    """
    with page.expect_navigation(wait_until="load"):
        way.click()
