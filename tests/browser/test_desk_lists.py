"""The list of briefs in a browser: narrowed, changed many at once and put back, with the keyboard, on a phone, without
a script; and the front page.
"""

import re

from playwright.sync_api import Page, expect

from briefs import roles
from tests import cast
from tests.browser.test_desk import sign_in
from tests.conftest import NewPage
from tests.layout import fits


def expect_rows(page: Page, *titles: str) -> None:
    """Waits until the list shows these briefs and no others; they stand in the order of their last change."""
    expect(page.locator("#changelist")).to_be_visible()
    expect(page.locator("#result_list .field-headline a")).to_have_text([*titles])


def prepare() -> None:
    cast.make_brief("Both", issues=["Iran", "Russia"])
    cast.make_brief("Iran Alone", issues=["Iran"])
    cast.make_brief("Russia Alone", issues=["Russia"], quotes=[("<p>x</p>", "Teo Brandt", "Fellow")])
    cast.issue("Cyber")


def test_a_narrowed_list_comes_back_after_an_edit(page: Page) -> None:
    prepare()
    sign_in(page, "edda", roles.EDITOR, "/admin/briefs/brief/")
    page.locator("summary", has_text="Issue:").click()
    page.get_by_role("link", name=re.compile("^Iran 2 briefs")).click()
    expect(page).to_have_url(re.compile(r"\?issue=iran$"))
    expect(page.get_by_text("Russia Alone")).to_have_count(0)
    expect_rows(page, "Iran Alone", "Both")

    page.get_by_role("link", name="Iran Alone").click()
    page.get_by_label("Title", exact=True).fill("Iran, Still Alone")
    page.locator("[name=_continue], [name=_save]").first.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("link", name="Back to the list").click()
    expect_rows(page, "Iran, Still Alone", "Both")


def test_briefs_of_a_narrowed_list_are_changed_together_and_put_back(page: Page) -> None:
    prepare()
    sign_in(page, "edda", roles.EDITOR, "/admin/briefs/brief/?issue=iran")
    page.get_by_role("checkbox", name=re.compile("Select all")).check()
    page.get_by_role("combobox", name="Action").select_option(label="Add an issue…")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("The issue").select_option(label="Cyber")
    page.get_by_role("button", name="See what will change").click()
    expect(page.get_by_role("heading", name="2 briefs will change")).to_be_visible()
    page.get_by_role("button", name="Change 2 briefs").click()
    expect(page.get_by_text("Issue “Cyber” added: 2 briefs changed.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?issue=iran$"))
    expect(page.locator(".field-subjects").first).to_contain_text("Cyber")

    page.get_by_role("link", name="Undo, or see which").click()
    page.get_by_role("button", name="Undo for 2 briefs").click()
    expect(page.get_by_text("Undone: 2 put back.")).to_be_visible()
    page.goto("/admin/briefs/brief/?issue=cyber")
    expect_rows(page)


def test_filters_work_with_the_keyboard_and_suggest_names(page: Page) -> None:
    prepare()
    sign_in(page, "edda", roles.EDITOR, "/admin/briefs/brief/")
    page.locator("summary", has_text="Expert:").focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("Name, or a part of it")
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.locator("summary", has_text="Expert:")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("bra")
    expect(page.locator("#desk-experts option")).to_have_attribute("value", "Teo Brandt")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("expert=bra"))
    expect_rows(page, "Russia Alone")


def test_the_list_and_the_front_page_fit_a_phone_and_need_no_script(new_page: NewPage) -> None:
    prepare()
    page = new_page(width=390, color_scheme="dark", java_script_enabled=False)
    cast.person("edda", roles.EDITOR)
    sign_in(page, "edda", roles.EDITOR, "/admin/")
    expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
    assert fits(page)
    page.goto("/admin/briefs/brief/")
    page.locator("summary", has_text="State:").click()
    page.get_by_role("link", name=re.compile("^Draft 3 briefs")).click()
    expect(page.locator("#result_list .field-headline a")).to_have_count(3)
    assert fits(page)
    page.locator(".action-select").first.check()
    page.get_by_role("combobox", name="Action").select_option(label="Submit for review…")
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Change 1 brief").click()
    expect(page.get_by_text("Submitted for review: 1 brief changed.")).to_be_visible()


def test_the_rest_of_the_navigation_unfolds_and_folds_up_again(page: Page) -> None:
    sign_in(page, "ada", roles.ADMINISTRATOR)
    more, people = page.locator("summary", has_text="More"), page.get_by_role("link", name="People")
    more.press("Enter")
    expect(people).to_be_visible()
    page.keyboard.press("Escape")
    expect(people).to_be_hidden()
    expect(more).to_be_focused()
    more.press("Enter")
    page.get_by_role("button", name="Sign out", exact=True).focus()
    expect(people).to_be_hidden()
