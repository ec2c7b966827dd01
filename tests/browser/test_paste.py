"""Pasting in a browser: a text is reviewed line by line, published and read; by mouse, by keyboard, without scripts."""

import pytest
from playwright.sync_api import Page, expect

from briefs import roles
from briefs.models import Brief
from tests import cast
from tests.briefs.pasted import BRIEF
from tests.browser.waiting import arrive
from tests.conftest import NewPage
from tests.layout import fits

pytestmark = pytest.mark.on_each

PASTE = "/admin/briefs/brief/paste/"
TEXT = BRIEF.replace("Iran Iran Global Threat Network", "Cybr Iran") + "\nFollow us, do.\n\nrss twitter\n"


@pytest.fixture(autouse=True)
def issues(live_server: object) -> None:
    for name in ("Cyber", "Iran", "Russia"):
        cast.issue(name)


def paste(page: Page, text: str = TEXT) -> Page:
    """Piet signs in and pastes."""
    cast.person("piet", roles.PUBLISHER)
    page.goto(f"/admin/login/?next={PASTE}")
    page.get_by_label("Username").fill("piet")
    page.get_by_label("Password").fill(cast.PASSWORD)
    arrive(page, page.get_by_role("button", name="Sign in", exact=True))
    page.get_by_label("The text").fill(text)
    page.get_by_role("button", name="Read it into a draft").click()
    return page


def decide(page: Page) -> None:
    """Everything that the review asks for."""
    page.get_by_role("button", name="Add Mara Lindqvist, Harbour Institute Senior Fellow").click()
    page.get_by_role("button", name="Add Tomas Brandt, Harbour Institute Research Analyst").click()
    page.get_by_role("button", name="Cyber", exact=True).click()
    page.get_by_role("button", name="I have read this line; leave it out").click()


def test_a_brief_is_pasted_reviewed_published_and_read(page: Page) -> None:
    paste(page)
    expect(page.get_by_role("heading", name="2 lines not understood")).to_be_visible()
    page.get_by_role("link", name="Line 29").click()
    expect(page.locator("#line-29")).to_be_in_viewport()
    expect(page.locator("#line-29")).to_contain_text("Not understood")
    decide(page)
    expect(page.get_by_text("Piet read it on")).to_be_visible()
    page.get_by_role("link", name="Go on in the form").click()
    expect(page.get_by_text("Nothing is missing")).to_be_visible()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name="Harbour Towns Sign a Ferry Pact").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour Towns Sign a Ferry Pact")
    expect(page.locator("blockquote")).to_have_count(2)
    expect(page.get_by_role("heading", name="Who Pays for the Channel")).to_be_visible()


def test_it_all_works_without_scripts(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    paste(page)
    decide(page)
    expect(page.get_by_role("heading", name="1 line left out")).to_be_visible()
    assert Brief.objects.get().issues.count() == 3
    assert not Brief.objects.get().quotes.filter(expert__isnull=True).exists()


def test_it_all_works_by_keyboard(page: Page) -> None:
    cast.expert("Per Holm")
    paste(page)
    box = page.get_by_label("Someone else").first
    box.focus()
    page.keyboard.type("Per Holm")
    page.keyboard.press("Enter")
    expect(page.get_by_text("stands on the page of Per Holm")).to_be_visible()
    page.get_by_role("link", name="Line 29").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#line-29")).to_be_in_viewport()


def test_the_same_text_twice_says_so_and_the_text_is_not_lost(page: Page) -> None:
    paste(page)
    page.goto(PASTE)
    page.get_by_label("The text").fill(TEXT)
    page.get_by_role("button", name="Read it into a draft").click()
    expect(page.get_by_role("alert")).to_contain_text("This text was pasted before")
    expect(page.get_by_label("The text")).to_have_value(TEXT)
    page.get_by_role("button", name="Paste it again all the same").click()
    page.wait_for_url("**/source/")
    assert Brief.objects.count() == 2


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_every_screen(new_page: NewPage, width: int, scheme: str) -> None:
    page = paste(new_page(width=width, color_scheme=scheme))
    for address in (page.url, PASTE):
        page.goto(address)
        assert fits(page)


def test_what_became_of_a_line_is_said_in_words_not_by_colour_alone(page: Page) -> None:
    paste(page)
    for name in ("Ignored", "Not understood", "Quotation"):
        expect(page.locator(".fate-name").filter(has_text=name).first).to_be_visible()
    marks = page.locator(".fate").evaluate_all(
        "lines => [...new Set(lines.map(l => getComputedStyle(l.querySelector('.fate-name'), '::before').content))]"
    )
    assert len(marks) == 3
