"""The page of what is typed, beside its form."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from briefs import roles
from tests import cast
from tests.browser.test_desk import sign_in
from tests.browser.test_desk_words import form_of, title
from tests.conftest import NewPage
from tests.layout import fits


def test_the_preview_shows_what_is_typed_beside_the_form(page: Page) -> None:
    brief = cast.make_brief(sections=[(f"Section {n}", f"<p>{'Words. ' * 60}</p>") for n in range(8)])
    sign_in(page, "wren", roles.WRITER, form_of(brief))
    page.get_by_role("button", name="Preview", exact=True).click()
    shown = page.frame_locator("[data-frame]")
    expect(shown.get_by_role("heading", level=1)).to_have_text(cast.TITLE)
    expect(shown.get_by_text("Preview – not public")).to_be_visible()
    frame = page.locator("[data-frame]")
    frame.evaluate("frame => { frame.contentDocument.scrollingElement.scrollTop = 700; }")
    title(page).fill("Typed Beside It")
    expect(shown.get_by_role("heading", level=1)).to_have_text("Typed Beside It")
    assert frame.evaluate("frame => frame.contentDocument.scrollingElement.scrollTop") == 700
    assert frame.evaluate("frame => frame.contentDocument.scripts.length") == 0


def test_the_preview_is_shown_as_a_phone_in_the_dark_and_on_paper(page: Page) -> None:
    brief = cast.make_brief()
    sign_in(page, "wren", roles.WRITER, form_of(brief))
    page.get_by_role("button", name="Preview", exact=True).click()
    shown, frame = page.frame_locator("[data-frame]"), page.locator("[data-frame]")
    expect(shown.get_by_role("heading", level=1)).to_have_text(cast.TITLE)
    page.get_by_role("button", name="Phone").click()
    assert frame.evaluate("frame => frame.contentWindow.innerWidth") == 390
    page.get_by_role("button", name="Dark").click()
    background = "frame => frame.contentWindow.getComputedStyle(frame.contentDocument.body).backgroundColor"
    assert frame.evaluate(background) == "rgb(15, 18, 22)"
    page.get_by_role("button", name="Print").click()
    assert frame.evaluate(background) == "rgb(255, 255, 255)"
    expect(shown.locator(".masthead nav")).to_be_hidden()
    edge = "frame => frame.contentDocument.body.getBoundingClientRect().left"
    assert frame.evaluate(edge) > 80
    page.get_by_role("button", name="Phone").click()
    assert frame.evaluate(edge) == 0


def test_the_preview_opens_in_a_tab_of_its_own_and_closes(page: Page) -> None:
    brief = cast.make_brief()
    sign_in(page, "wren", roles.WRITER, form_of(brief))
    page.get_by_role("button", name="Preview", exact=True).click()
    title(page).fill("Typed Beside It")
    frame = page.locator("[data-frame]")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="In its own tab").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Typed Beside It")
    opened.value.close()
    page.get_by_role("button", name="Back to writing").click()
    expect(frame).to_be_hidden()
    expect(page.get_by_role("button", name="Preview", exact=True)).to_be_focused()


def test_on_a_narrow_screen_the_preview_takes_the_place_of_the_form(new_page: NewPage) -> None:
    brief = cast.make_brief()
    page = sign_in(new_page(width=390, color_scheme="dark"), "wren", roles.WRITER, form_of(brief))
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.frame_locator("[data-frame]").get_by_role("heading", level=1)).to_have_text(cast.TITLE)
    expect(page.locator("#brief_form")).to_be_hidden()
    assert fits(page)
    page.get_by_role("button", name="Back to writing").click()
    expect(title(page)).to_be_visible()


def test_what_stands_in_the_way_of_publishing_is_listed_beside_the_preview_too(page: Page) -> None:
    brief = cast.make_brief()
    brief.issues.clear()
    sign_in(page, "piet", roles.PUBLISHER, form_of(brief))
    page.get_by_role("button", name="Preview", exact=True).click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Not published.")).to_be_visible()
    expect(page.locator("[data-frame]")).to_be_visible()
    expect(page.get_by_role("complementary", name="Copy desk")).to_contain_text("at least one issue")
    expect(page.get_by_role("complementary", name="Copy desk")).to_be_visible()
