"""The copy desk in a browser: what it finds while one types, and the way from each finding to the words."""

import re

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from briefs import roles
from briefs.models import Brief, SetAside
from tests import cast
from tests.browser.test_desk import prose, sign_in
from tests.browser.waiting import until
from tests.conftest import NewPage


def open_form(page: Page, brief: Brief) -> Locator:
    """The copy desk's panel on the form of `brief`, with the editors in their places."""
    sign_in(page, "wren", roles.WRITER, f"/admin/briefs/brief/{brief.pk}/change/")
    expect(prose(page, "Latest developments")).to_be_visible()
    return page.get_by_role("complementary", name="Copy desk")


def selected(page: Page) -> str:
    return str(page.evaluate("window.getSelection().toString()"))


def test_findings_come_and_go_while_one_types_and_focus_stays(page: Page) -> None:
    desk = open_form(page, cast.make_brief())
    expect(desk.get_by_text("Nothing is missing")).to_be_visible()
    prose(page, "Latest developments").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" The HPU has TK ships.")
    expect(desk.get_by_role("link", name="“TK” looks like a note to ourselves")).to_be_visible()
    expect(desk.get_by_role("link", name="HPU is nowhere spelled out.")).to_be_visible()
    expect(desk.get_by_role("status")).to_have_text("1 thing to mend, 1 to consider.")
    expect(desk.get_by_text("Nothing is missing")).to_be_hidden()
    expect(prose(page, "Latest developments")).to_be_focused()
    for _ in "TK ships.":
        page.keyboard.press("Backspace")
    page.keyboard.type("ships.")
    expect(desk.get_by_text("Nothing is missing")).to_be_visible()
    expect(desk.get_by_role("status")).to_have_text("1 thing to consider.")


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_finding_leads_to_its_words_and_selects_them(page: Page, by: str) -> None:
    brief = cast.make_brief(
        developments="<p>Four ships.</p><p>They are <strong>[NA</strong>ME] and the HPU.</p>"
    )
    desk = open_form(page, brief)
    link = desk.get_by_role("link", name="“[NAME]” looks like a note")
    if by == "mouse":
        link.click()
    else:
        link.focus()
        page.keyboard.press("Enter")
    expect(prose(page, "Latest developments")).to_be_focused()
    assert selected(page) == "[NAME]"
    page.keyboard.type("Aurora")
    expect(prose(page, "Latest developments")).to_contain_text("They are Aurora and the HPU.")
    expect(link).to_be_hidden()


def test_words_in_a_line_of_text_are_selected_too(page: Page) -> None:
    desk = open_form(page, cast.make_brief("Ships Return XXX to Port"))
    desk.get_by_role("link", name="Title: “XXX”").click()
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    assert selected(page) == "XXX"


def test_a_finding_leads_to_the_part_it_speaks_of_when_parts_were_moved(page: Page) -> None:
    brief = cast.make_brief(
        quotes=[("<p>Fine.</p>", "Ana Berg", "Fellow"), ("<p>StoTKs, TK.</p>", "Ben Holm", "Fellow")]
    )
    desk = open_form(page, brief)
    page.get_by_role("button", name="Move quotation 2 up").click()
    expect(desk.get_by_role("link", name="Quotation 1: “TK”")).to_be_visible()
    desk.get_by_role("link", name="Quotation 1: “TK”").click()
    expect(prose(page, "Quotation 1 Quotation")).to_be_focused()
    assert selected(page) == "TK"


def test_advice_is_set_aside_by_keyboard_and_stays_so(page: Page) -> None:
    brief = cast.make_brief(developments="<p>The HPU met the HPS.</p>")
    desk = open_form(page, brief)
    desk.get_by_role("button", name="It is right as it is: Latest developments: HPU").focus()
    page.keyboard.press("Enter")
    expect(desk.get_by_text("Right as it is 1")).to_be_visible()
    expect(desk.get_by_role("link", name="HPS is nowhere spelled out")).to_be_focused()
    assert SetAside.objects.get().by.username == "wren"

    page.reload()
    expect(desk.get_by_role("link", name="HPU is nowhere spelled out")).to_be_hidden()
    desk.get_by_text("Right as it is 1").click()
    desk.get_by_role("button", name="Consider it again").click()
    expect(desk.get_by_role("button", name="It is right as it is: Latest developments: HPU")).to_be_visible()
    assert not SetAside.objects.exists()


def test_an_answer_that_was_overtaken_does_not_bring_advice_back(page: Page) -> None:
    overtaken: list[tuple[Route, APIResponse]] = []

    def hold_the_first(route: Route) -> None:
        route.continue_() if overtaken else overtaken.append((route, route.fetch()))

    page.route("**/unsaved/", hold_the_first)
    desk = open_form(page, cast.make_brief(developments="<p>The HPU met the HPS.</p>"))
    until(page, lambda: overtaken)
    desk.get_by_role("button", name="It is right as it is: Latest developments: HPU").click()
    expect(desk.get_by_text("Right as it is 1")).to_be_visible()

    route, answer = overtaken[0]
    with page.expect_response("**/unsaved/"), page.expect_request("**/unsaved/"):
        route.fulfill(response=answer)
    expect(desk.get_by_role("link", name="HPU is nowhere spelled out")).to_be_hidden()
    expect(desk.get_by_text("Right as it is 1")).to_be_visible()


def test_a_new_brief_is_read_from_the_first_pause_on(new_page: NewPage) -> None:
    page = new_page(width=390, color_scheme="dark")
    sign_in(page, "wren", roles.WRITER, "/admin/briefs/brief/add/")
    desk = page.get_by_role("complementary", name="Copy desk")
    page.get_by_label("Title", exact=True).fill("Ships TK")
    expect(desk.get_by_role("link", name="Choose at least one issue")).to_be_visible()
    expect(desk.get_by_role("link", name="Title: “TK”")).to_be_visible()
    expect(page.locator(".field-title")).to_have_class(re.compile("is-to-mend"))
    expect(desk.get_by_role("button")).to_have_count(0)
