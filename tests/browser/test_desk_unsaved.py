"""Leaving a brief's form in a browser: whatever was done to it and not saved is asked about first, and nothing else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from briefs import roles
from tests import cast
from tests.browser.test_desk import card, pick, prose, sign_in

ASKS = """() => {
  const leaving = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}"""


def drag(page: Page) -> None:
    handle = page.locator("#sections-1 [data-handle]")
    handle.scroll_into_view_if_needed()
    start, aim = handle.bounding_box(), page.locator("#sections-0").bounding_box()
    assert start
    assert aim
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, aim["y"] + 2, steps=8)
    page.mouse.up()
    expect(page.locator("[data-announce]")).to_have_text("Moved to place 1 of 2.")


def choose(page: Page) -> None:
    page.get_by_label("Issues").or_(page.locator(".field-issues .select2-search__field")).last.click()
    page.get_by_role("option", name="Iran").click()


DEEDS: dict[str, Callable[[Page], None]] = {
    "typing": lambda page: page.get_by_label("Title", exact=True).fill("Another"),
    "moving": lambda page: page.get_by_role("button", name="Move background section 2 up").click(),
    "removing": lambda page: page.get_by_role("button", name="Remove background section 1").click(),
    "dragging": drag,
    "choosing an issue": choose,
    "choosing an expert": lambda page: pick(
        page, card(page, "Quotation", 1).get_by_role("combobox"), "teo", "Teo Brandt — Analyst"
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_leaving_a_form_that_was_changed_is_asked_about(page: Page, deed: str) -> None:
    cast.expert("Teo Brandt", "Analyst")
    cast.issue("Iran")
    brief = cast.make_brief(sections=[("One", "<p>1</p>"), ("Two", "<p>2</p>")])
    sign_in(page, "wren", roles.WRITER, f"/admin/briefs/brief/{brief.pk}/change/")
    expect(prose(page, "Latest developments")).to_be_visible()
    expect(page.locator(".field-issues .select2-selection")).to_be_visible()
    assert not page.evaluate(ASKS)
    DEEDS[deed](page)
    assert page.evaluate(ASKS)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert not page.evaluate(ASKS)
