"""The public site in a browser: read without scripts, by keyboard, on a phone and on paper.

Whatever a page writes to its console as an error, a breach of the content security policy above all, fails these tests.
"""

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

from editions.models import Edition
from tests import cast
from tests.conftest import NewPage
from tests.layout import fits

LONG = "Telecommunicationsinfrastructureresilienceconference Asks Whether Erdoğan and Šefčovič Agree"
DAY = datetime.date(2024, 3, 1)


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    """A brief with a title too long for any line, some others around it."""
    cast.published("Elsewhere", issues=["Russia"], date=DAY)
    target = cast.published("What Came Before", issues=["Iran", "Russia"], date=DAY)
    return cast.published(
        LONG,
        slug="long",
        developments="<p>https://example.org/one/unbroken/string/that/goes/on/and/on/and/on/and/on/and/on/until/it/wraps</p>",
        quotes=[
            (
                "<p>It holds.</p><p>So far.</p>",
                "Maximiliane-Alexandrina von Hohenlohe-Schillingsfürst",
                "Fellow",
            )
        ],
        links=[cast.link_to(target.brief), cast.link_out("Insurance at Sea", "https://example.org/sea")],
        issues=["Iran", "U.S. Defense Policy and Strategy"],
    )


def test_a_reader_without_scripts_follows_an_issue_to_a_brief_and_a_person(
    new_page: NewPage, edition: Edition
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Issues").click()
    page.get_by_role("link", name="Iran", exact=True).click()
    expect(page).to_have_title("Iran — Dateline")
    page.get_by_role("link", name=LONG).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LONG)
    page.locator("cite").get_by_role("link", name="Maximiliane").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maximiliane")
    expect(page.locator("blockquote")).to_have_text("It holds.So far.")


def test_filters_are_added_and_removed_click_by_click(new_page: NewPage, edition: Edition) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/briefs/")
    page.get_by_role("link", name="Iran 2 briefs").click()
    page.get_by_role("link", name="Russia 1 brief", exact=True).click()
    expect(page).to_have_url("/briefs/?issue=iran&issue=russia")
    expect(page.get_by_role("heading", level=1)).to_have_text("Briefs on Iran and Russia")
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("link", name="Remove: On Russia").click()
    page.get_by_role("link", name="not on Russia 1 brief").click()
    expect(page).to_have_url("/briefs/?issue=iran&not=russia")
    expect(page.locator(".card h3")).to_have_text(LONG)
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(".card")).to_have_count(3)


def test_dates_are_added_to_the_conditions_by_a_plain_form(new_page: NewPage, edition: Edition) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/briefs/?issue=russia")
    page.get_by_label("To", exact=True).fill("2024-03-01")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Briefs on Russia, to March 1, 2024")
    expect(page.locator(".card")).to_have_count(2)


def test_on_a_phone_the_filters_fold_away_and_on_a_desk_they_stand_beside_the_list(
    new_page: NewPage, edition: Edition
) -> None:
    phone, desk = new_page(width=390), new_page(width=1280)
    for page in (phone, desk):
        page.goto("/briefs/")
    choice = phone.get_by_role("link", name="Iran 2 briefs")
    expect(choice).to_be_hidden()
    phone.get_by_text("Filter by issue and date").press("Enter")
    expect(choice).to_be_visible()
    expect(desk.get_by_role("link", name="Iran 2 briefs")).to_be_visible()
    expect(desk.get_by_text("Filter by issue and date")).to_be_hidden()


@pytest.mark.looks
@pytest.mark.parametrize("width", [320, 390, 768, 960, 1280])
def test_no_page_is_wider_than_its_window(new_page: NewPage, edition: Edition, width: int) -> None:
    page = new_page(width=width)
    person = edition.quote_rows.get().expert
    for address in (
        "/",
        "/briefs/?issue=iran&from=2023-02-30",
        edition.get_absolute_url(),
        "/issues/",
        "/issues/iran/",
        "/experts/",
        person.get_absolute_url(),
        "/quotes/?issue=iran",
        edition.quote_rows.get().get_absolute_url(),
        "/unknown/",
    ):
        page.goto(address)
        assert fits(page), f"{address} at {width} pixels"


def test_the_keyboard_goes_past_the_masthead_to_the_text(page: Page, edition: Edition) -> None:
    page.goto(edition.get_absolute_url())
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Flash Brief")).to_be_focused()


@pytest.mark.looks
@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(15, 18, 22)")])
def test_the_page_is_light_or_dark_as_the_reader_has_it(
    new_page: NewPage, edition: Edition, scheme: str, paper: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(edition.get_absolute_url())
    expect(page.locator("body")).to_have_css("background-color", paper)


@pytest.mark.looks
def test_on_paper_there_are_addresses_and_no_navigation(page: Page, edition: Edition) -> None:
    page.goto(edition.get_absolute_url())
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Site")).to_be_hidden()
    expect(page.locator(".print-only")).to_be_visible()
    expect(page.locator(".print-only")).to_contain_text("/briefs/2024/03/14/long/")
    printed = (
        "[...document.querySelectorAll('.readings li')].map(li => getComputedStyle(li, '::after').content)"
    )
    ours, theirs = page.evaluate(printed)
    assert ours.endswith('/briefs/2024/03/01/what-came-before/"')
    assert theirs == '"https://example.org/sea"'


@pytest.mark.looks
def test_a_browser_fetches_only_the_letters_that_a_page_has(page: Page, edition: Edition) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    page.goto("/briefs/2024/03/01/elsewhere/")
    page.evaluate("document.fonts.ready.then(() => null)")
    assert {name for name in fetched if name.endswith("woff2")} == {
        "newsreader-text.woff2",
        "newsreader-display.woff2",
    }
    page.goto(edition.get_absolute_url())
    page.evaluate("document.fonts.ready.then(() => null)")
    assert "newsreader-display-latin-extended.woff2" in fetched


def test_a_quotation_is_copied_with_its_attribution(new_page: NewPage, edition: Edition) -> None:
    address = edition.quote_rows.get().get_absolute_url()
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_role("button", name="Copy with attribution").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“It holds.\nSo far.”\n— Maximiliane-Alexandrina von Hohenlohe")
    assert copied.endswith(f"\n{page.url}")
    plain = new_page(java_script_enabled=False)
    plain.goto(address)
    expect(plain.get_by_role("button", name="Copy with attribution")).to_be_hidden()
    expect(plain.locator("#attribution")).to_contain_text("“It holds.")


def test_quotations_are_narrowed_in_place_and_on_a_phone(new_page: NewPage, edition: Edition) -> None:
    page = new_page(width=390)
    page.goto("/quotes/")
    page.get_by_text("Filter by issue, person and date").press("Enter")
    page.get_by_role("link", name="Maximiliane-Alexandrina von Hohenlohe-Schillingsfürst 1 quotation").click()
    expect(page).to_have_url(re.compile(r"/quotes/\?expert=maximiliane"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quotations of Maximiliane")
    expect(page.locator("blockquote")).to_have_count(1)
    page.get_by_role("link", name="Show 1 quotation").click()
    expect(page.locator("blockquote")).to_be_in_viewport()
