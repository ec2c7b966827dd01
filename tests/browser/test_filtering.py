"""Filtering in place: as one clicks and types, the list changes without a new page, and every address can be shared."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.conftest import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.on_each]


@pytest.fixture
def archive() -> None:
    for number, issues in enumerate((["Iran"], ["Iran", "Russia"], ["Russia"]), 1):
        cast.published(f"Brief {number}", issues=issues, developments=f"<p>Missile number {number}.</p>")


def titles(page: Page) -> list[str]:
    return page.locator(".card h3").all_inner_texts()


def stay(page: Page) -> None:
    """Mark the document, to tell later whether it is still the same one."""
    page.evaluate("document.documentElement.dataset.same = 'yes'")


def is_same(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.dataset.same === 'yes'"))


@pytest.mark.usefixtures("archive")
def test_a_click_changes_the_list_in_place_and_back_undoes_it(page: Page) -> None:
    page.goto("/briefs/")
    stay(page)
    page.get_by_role("link", name=re.compile("^Iran 2")).click()
    expect(page).to_have_title("Briefs on Iran — Dateline")
    expect(page).to_have_url(re.compile(r"/briefs/\?issue=iran$"))
    assert titles(page) == ["Brief 2", "Brief 1"]
    expect(page.get_by_role("status")).to_have_text("2 briefs: Briefs on Iran")
    page.get_by_role("link", name=re.compile("^not on Russia")).click()
    expect(page.locator("h1")).to_have_text("Briefs on Iran, not on Russia")
    assert titles(page) == ["Brief 1"]
    expect(page.locator("link[rel=canonical]")).to_have_attribute(
        "href", re.compile(r"\?issue=iran&not=russia$")
    )
    page.go_back()
    expect(page.locator("h1")).to_have_text("Briefs on Iran")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Briefs")
    assert titles(page) == ["Brief 3", "Brief 2", "Brief 1"]
    page.go_forward()
    expect(page.locator("h1")).to_have_text("Briefs on Iran")
    assert is_same(page)


@pytest.mark.usefixtures("archive")
def test_the_keyboard_stays_where_it_was(page: Page) -> None:
    page.goto("/briefs/")
    stay(page)
    page.get_by_role("link", name=re.compile("^Iran 2")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Briefs on Iran")
    expect(page.get_by_role("link", name=re.compile("^Russia 1"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Briefs on Iran and Russia")
    expect(page.locator("h1")).to_be_focused()  # no choice is left
    page.get_by_role("link", name="Remove: On Iran").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Briefs on Russia")
    expect(page.get_by_role("link", name="Remove: On Russia")).to_be_focused()
    assert is_same(page)


@pytest.mark.usefixtures("archive")
def test_questions_and_days_and_nonsense_are_answered_in_place(new_page: NewPage) -> None:
    page = new_page(line_is_cut=True)  # the browser notes that nonsense was answered with an error
    page.goto("/briefs/")
    stay(page)
    field = page.get_by_role("searchbox")
    field.fill('missile issue:iran -"number 2"')
    field.press("Enter")
    expect(page.locator("h1")).to_have_text("Briefs on Iran, holding “missile”, not holding “number 2”")
    assert page.url.endswith("/briefs/?issue=iran&q=missile+-%22number+2%22")
    expect(field).to_have_value('missile -"number 2"')
    expect(field).to_be_focused()
    expect(page.locator("mark").first).to_have_text("Missile")
    page.get_by_label("From").fill("2024-03-15")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".empty")).to_contain_text("No brief fits all of this.")
    assert "from=2024-03-15" in page.url
    page.get_by_role("link", name="Remove: From March 15, 2024").click()
    expect(page.get_by_label("From")).to_have_value("")
    field.fill("missile issue:atlantis")
    field.press("Enter")
    expect(page.locator(".problems")).to_contain_text("There is no issue “atlantis”.")
    assert "atlantis" in page.url
    assert is_same(page)


@pytest.mark.usefixtures("archive")
def test_when_the_script_gets_no_answer_the_browser_goes_there_itself(new_page: NewPage) -> None:
    page = new_page(line_is_cut=True)
    page.goto("/briefs/")
    stay(page)
    page.route(
        "**/briefs/?*",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    page.get_by_role("link", name=re.compile("^Iran 2")).click()
    expect(page.locator("h1")).to_have_text("Briefs on Iran")
    assert not is_same(page)


@pytest.mark.usefixtures("archive")
def test_without_scripts_it_works_the_same(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("missile issue:iran")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("h1")).to_have_text("Briefs on Iran, holding “missile”")
    page.get_by_role("link", name=re.compile("^Russia 1")).click()
    assert titles(page) == ["Brief 2"]
    expect(page.get_by_role("searchbox")).to_have_value("missile")


@pytest.mark.usefixtures("archive")
def test_on_a_phone_the_filters_stay_open_and_lead_to_the_list(new_page: NewPage) -> None:
    page = new_page(width=390)
    page.goto("/briefs/")
    page.get_by_text("Filter by issue and date").click()
    page.get_by_role("link", name=re.compile("^Iran 2")).click()
    page.get_by_role("link", name="Show 2 briefs").click()
    expect(page.get_by_text("Dated")).to_be_hidden()
    expect(page.locator(".card").first).to_be_in_viewport()
