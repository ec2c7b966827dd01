"""What a test asks of a page's layout, once the page has come to rest."""

import time

from playwright.sync_api import Page


def fits(page: Page, seconds: float = 10) -> bool:
    """Whether nothing of `page` sticks out of the window at its side.

    A page that has just opened is laid out more than once, as its fonts and scripts arrive: what counts is where it
    comes to rest, for which this waits so many `seconds` at most.
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        if time.monotonic() > deadline:
            return False
        page.wait_for_timeout(50)
    return True
