"""Reading without a mouse, on a narrow screen, and with text at twice its size."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests import cast
from tests.conftest import NewPage

pytestmark = pytest.mark.looks

# What the keyboard should reach: everything that can be pressed or filled in and is shown.
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
    .filter((each) => each.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) && !each.disabled)
    .map((each, place) => (each.dataset.place = place, each.outerHTML.slice(0, 120)))"""
# Where the keyboard is: the place among those, and whether one sees it.
FOCUSED = """() => {
    const each = document.activeElement;
    if (each === document.body) return null;
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return [each.dataset.place ?? each.outerHTML.slice(0, 120), outlined && inside];
}"""
# Text that its box cuts off, other than what is hidden from the eye on purpose.
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")]
    .filter((each) => !each.matches(".unseen, .unseen *, .dash, svg *") && each.clientWidth && each.innerText?.trim())
    .filter((each) => getComputedStyle(each).overflow !== "visible"
        && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1))
    .map((each) => each.outerHTML.slice(0, 160))"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def addresses() -> list[str]:
    """A page of each look: the front, a list, a brief with everything, one that is read from the right, quotations."""
    long = "Unterseekabelreparaturschiffsbegleitung and the Interinstitutional Reinsurance Corporation"
    links = [cast.link_out("A Very Long Report of Many Words " * 4, "https://example.org/" + "a" * 120)]
    english = cast.published(long, links=links, issues=["Ukraine", "Internationalisation of Everything"])
    arabic = cast.published("عودة السفن إلى الميناء", language="ar", original=english.brief)
    cast.published("A Brief Before", date=cast.DAY.replace(day=1))
    lists = ["/", "/briefs/?issue=ukraine&q=ships", "/issues/ukraine/", "/quotes/", "/experts/mara-quist/"]
    return [english.get_absolute_url(), arabic.get_absolute_url(), *lists]


def test_pages_fit_a_narrow_screen_and_text_of_twice_its_size(
    new_page: NewPage, addresses: list[str]
) -> None:
    narrow, wide, found = new_page(width=320), new_page(width=1280), []
    for address in addresses:
        narrow.goto(address)
        found += [
            f"{address} is {over} px too wide at 320" for over in [narrow.evaluate(TOO_WIDE)] if over > 0
        ]
        wide.goto(address)
        wide.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")
        found += [
            f"{address} is {over} px too wide at 200 %" for over in [wide.evaluate(TOO_WIDE)] if over > 0
        ]
        found += [f"{address} cuts at 200 %: {element}" for element in wide.evaluate(CUT)]
    assert not found, "\n".join(found)


def test_the_keyboard_reaches_everything_and_one_sees_where_it_is(
    new_page: NewPage, addresses: list[str]
) -> None:
    page, found = new_page(width=1280), []
    for address in (addresses[0], addresses[3]):
        page.goto(address)
        found += [f"{address}: {fault}" for fault in walked(page)]
    assert not found, "\n".join(found)


def walked(page: Page) -> list[str]:
    """What is wrong on a walk through the page with the Tab key, a sentence each."""
    reachable: list[str] = page.evaluate(REACHABLE)
    visited: list[Any] = []
    faults = []
    for _ in range(6 * len(reachable)):  # a date has three stops of its own
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        place, seen = focused
        visited += [place] if [place] != visited[-1:] else []
        faults += [] if seen else [f"one does not see the focus on {reachable[int(place)]}"]
    order = [int(place) for place in visited]
    missed = set(range(len(reachable))) - set(order)
    faults += [f"the keyboard does not reach {reachable[place]}" for place in sorted(missed)]
    return faults + ([] if order == sorted(order) else ["the order of the keyboard is not that of the page"])
