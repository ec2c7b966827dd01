"""Nobody loses a word: typing in a browser while the line drops, the sign-in ends, and others come."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from briefs import roles
from briefs.models import Autosave, Brief
from tests import cast
from tests.browser.test_desk import prose, sign_in
from tests.browser.waiting import arrive, until
from tests.conftest import NewPage

pytestmark = pytest.mark.on_each


def form_of(brief: Brief) -> str:
    return f"/admin/briefs/brief/{brief.pk}/change/"


def title(page: Page) -> Any:
    return page.get_by_label("Title", exact=True)


def kept(page: Page) -> Any:
    return page.locator("[data-kept]")


def test_what_is_typed_is_kept_at_a_pause_and_offered_elsewhere(new_page: NewPage) -> None:
    brief = cast.make_brief()
    page = sign_in(new_page(), "wren", roles.WRITER, form_of(brief))
    title(page).fill("Ships Stay Away")
    prose(page, "Latest developments").click()
    page.keyboard.type("Typed at six. ")
    expect(kept(page)).to_contain_text("All changes kept", timeout=3_000)

    elsewhere = sign_in(new_page(width=390, color_scheme="dark"), "wren", roles.WRITER, form_of(brief))
    expect(elsewhere.get_by_text("that were not saved")).to_be_visible()
    elsewhere.get_by_role("button", name="Bring them back").click()
    expect(title(elsewhere)).to_have_value("Ships Stay Away")
    expect(prose(elsewhere, "Latest developments")).to_contain_text("Typed at six.")
    elsewhere.get_by_role("button", name="Save draft").click()
    expect(elsewhere.get_by_text("Saved.")).to_be_visible()
    assert Brief.objects.get().title == "Ships Stay Away"
    assert not Autosave.objects.of(cast.person("wren")).exists()


def test_words_that_a_slow_save_has_taken_are_not_offered_as_unsaved(page: Page) -> None:
    brief = cast.make_brief()
    address = form_of(brief)
    sign_in(page, "wren", roles.WRITER, address)

    def slowly(route: Route) -> None:
        saved = route.fetch(max_redirects=0)
        page.wait_for_timeout(2_000)  # longer than the pause at which words are kept
        route.fulfill(response=saved)

    page.route(
        f"**{address}", lambda route: slowly(route) if route.request.method == "POST" else route.continue_()
    )
    title(page).fill("Ships Stay Away")
    expect(kept(page)).to_contain_text("All changes kept")
    page.keyboard.type(" Again")
    arrive(page, page.get_by_role("button", name="Save draft"))
    expect(page.get_by_text("Saved.")).to_be_visible()
    # The page asks once it stands, and finds nothing to send.
    expect(page.locator("[data-length]")).to_contain_text("words")
    page.wait_for_timeout(1_500)
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Brief.objects.get().title == "Ships Stay Away Again"
    assert not Autosave.objects.of(cast.person("wren")).exists()


def test_an_untouched_form_keeps_nothing(page: Page) -> None:
    brief = cast.make_brief()
    sign_in(page, "wren", roles.WRITER, form_of(brief))
    expect(page.locator("[data-length]")).to_contain_text("words")
    page.wait_for_timeout(1_500)
    assert not Autosave.objects.exists()


def kept_fields() -> dict[str, str]:
    return defaultdict(str, dict(Autosave.objects.of(cast.person("wren")).get().fields))


def test_text_pasted_into_words_that_came_back_is_clean_and_kept(page: Page) -> None:
    brief = cast.make_brief()
    sign_in(page, "wren", roles.WRITER, form_of(brief))
    title(page).fill("Typed")
    expect(kept(page)).to_contain_text("All changes kept")
    page.goto(form_of(brief))
    page.get_by_role("button", name="Bring them back").click()
    page.get_by_role("button", name="Add a background section").click()
    page.get_by_role("group", name="Background section 2").locator(".ProseMirror").click()
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", '<p class="MsoNormal" style="margin:0"><b>Bold</b><o:p></o:p></p>');
          const editor = document.activeElement;
          editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    until(page, lambda: "Bold" in kept_fields()["sections-1-body"])
    assert kept_fields()["sections-1-body"] == "<p><strong>Bold</strong></p>"


def test_without_a_line_words_stay_in_the_browser_and_are_sent_when_it_is_back(new_page: NewPage) -> None:
    brief = cast.make_brief()
    page = sign_in(new_page(line_is_cut=True), "wren", roles.WRITER, form_of(brief))
    expect(page.locator("[data-length]")).to_contain_text("words")
    page.context.set_offline(True)
    title(page).fill("Typed offline")
    expect(page.get_by_text("Offline – your words are kept in this browser")).to_be_visible()
    assert "Typed+offline" in page.evaluate("Object.values(localStorage).join()")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("The server can’t be reached, so nothing was saved.")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(kept(page)).to_contain_text("All changes kept")
    expect(page.locator("[data-trouble]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('dateline:')).length") == 0
    assert Autosave.objects.get().title == "Typed offline"


def test_a_browser_that_was_closed_without_a_line_still_has_the_words(new_page: NewPage) -> None:
    brief = cast.make_brief()
    page = sign_in(new_page(line_is_cut=True), "wren", roles.WRITER, form_of(brief))
    expect(page.locator("[data-length]")).to_contain_text("words")
    page.context.set_offline(True)
    title(page).fill("Typed and closed")
    expect(page.get_by_text("Offline – your words are kept in this browser")).to_be_visible()
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(form_of(brief))
    expect(again.get_by_text("that were not saved")).to_be_visible()
    again.get_by_role("button", name="Bring them back").click()
    expect(title(again)).to_have_value("Typed and closed")


def test_a_sign_in_that_ends_while_typing_loses_nothing(new_page: NewPage) -> None:
    brief = cast.make_brief()
    page = sign_in(new_page(line_is_cut=True), "wren", roles.WRITER, form_of(brief))
    expect(page.locator("[data-length]")).to_contain_text("words")
    Session.objects.all().delete()
    title(page).fill("Typed after the end")
    expect(page.get_by_text("Your sign-in has ended.")).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_timeout(500)
    expect(title(page)).to_have_value("Typed after the end")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    window = opened.value
    window.get_by_label("Username").fill("wren")
    window.get_by_label("Password").fill(cast.PASSWORD)
    window.get_by_role("button", name="Sign in", exact=True).click()
    window.wait_for_url("**/admin/")
    window.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(kept(page)).to_contain_text("All changes kept")
    expect(page.locator("[data-trouble]")).to_be_hidden()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Brief.objects.get().title == "Typed after the end"


def test_colleagues_see_each_other_come_type_and_go(new_page: NewPage) -> None:
    brief = cast.make_brief()
    wren = sign_in(new_page(), "wren", roles.WRITER, form_of(brief))
    expect(wren.locator("[data-length]")).to_contain_text("words")
    edda = sign_in(new_page(), "edda", roles.EDITOR, form_of(brief))
    expect(edda.get_by_text("Wren has this open too.")).to_be_visible()
    title(wren).fill("Typed by Wren")
    expect(kept(wren)).to_contain_text("All changes kept")
    expect(wren.get_by_text("Edda has this open too.")).to_be_visible()
    title(edda).fill("Typed by Edda")
    expect(edda.get_by_text("Wren has this open too, and typed a moment ago.")).to_be_visible()
    edda.get_by_role("button", name="Save draft").click()
    expect(edda.get_by_text("Saved.")).to_be_visible()
    title(wren).fill("Typed on by Wren")
    expect(wren.get_by_text("Edda saved version 2")).to_be_visible()
    edda.goto("/admin/")
    title(wren).fill("Typed on and on")
    expect(wren.get_by_text("Edda has this open too")).to_be_hidden()


def test_the_form_is_driven_by_keyboard(page: Page) -> None:
    brief = cast.make_brief()
    sign_in(page, "wren", roles.WRITER, form_of(brief))
    title(page).fill("")
    expect(kept(page)).to_contain_text("All changes kept")
    page.get_by_label("Label", exact=True).focus()
    page.keyboard.press("Control+Alt+n")
    expect(title(page)).to_be_focused()
    page.keyboard.type("Driven by Keyboard")
    page.keyboard.press("Control+Alt+p")
    expect(page.locator("[data-frame]")).to_be_visible()
    page.keyboard.press("Control+Alt+p")
    expect(page.locator("[data-frame]")).to_be_hidden()
    page.keyboard.press("Control+Alt+k")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Brief.objects.get().title == "Driven by Keyboard"
