"""The desk in a browser: a brief is written, moved about, published, edited and withdrawn, and no console complains."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from briefs import roles
from briefs.models import Brief
from editions.models import Edition
from experts.models import Expert
from tests import cast
from tests.browser.waiting import arrive
from tests.conftest import NewPage
from tests.layout import fits


def sign_in(page: Page, name: str, group: str, path: str = "/admin/") -> Page:
    """Sign in as `name`, of that group, and go to `path`."""
    cast.person(name, group)
    page.goto(f"/admin/login/?next={path}")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(cast.PASSWORD)
    arrive(page, page.get_by_role("button", name="Sign in", exact=True))
    return page


def card(page: Page, kind: str, place: int) -> Locator:
    return page.get_by_role("group", name=f"{kind} {place}", exact=True)


def prose(page: Page, name: str) -> Locator:
    """The rich-text editor of that name, once it stands in its field's place."""
    return page.locator(".ProseMirror").and_(page.get_by_role("textbox", name=name))


def pick(page: Page, box: Locator, words: str, choice: str) -> None:
    """Choose from a Select2 box by typing."""
    box.click()
    page.keyboard.type(words)
    page.get_by_role("option", name=choice).click()


def test_a_brief_is_written_refused_mended_and_published(page: Page) -> None:
    cast.expert("Mara Quist", "Director of Seas")
    cast.issue("Ukraine")
    sign_in(page, "piet", roles.PUBLISHER)
    arrive(page, page.get_by_role("link", name="New brief"))
    page.get_by_label("Title", exact=True).fill("Ships Return to the Strait")
    page.get_by_label("Date", exact=True).fill("2024-03-14")
    arrive(page, page.get_by_role("button", name="Publish now"))

    expect(page.get_by_text("Not published.")).to_be_visible()
    expect(prose(page, "Latest developments")).to_be_visible()
    page.get_by_role("link", name="Write the latest developments.").click()
    page.keyboard.type("Four ships came back.")
    page.get_by_role("link", name="Choose at least one issue").click()
    page.keyboard.type("ukr")
    page.get_by_role("option", name="Ukraine").click()

    page.get_by_role("button", name="Add a quotation").click()
    expect(prose(page, "Quotation 1 Quotation")).to_be_focused()
    page.keyboard.type("The sea decides.")
    pick(page, card(page, "Quotation", 1).get_by_role("combobox"), "quist", "Mara Quist — Director of Seas")
    expect(card(page, "Quotation", 1).get_by_label("Name as printed")).to_have_value("Mara Quist")
    expect(card(page, "Quotation", 1).get_by_label("Title at the time")).to_have_value("Director of Seas")
    arrive(page, page.get_by_role("button", name="Publish now"))

    arrive(page, page.get_by_role("link", name="Ships Return to the Strait").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ships Return to the Strait")
    expect(page.locator("blockquote")).to_contain_text("The sea decides.")


def test_edits_stay_at_the_desk_until_they_are_published_and_a_page_is_taken_down(page: Page) -> None:
    edition = cast.published("Ships Return to the Strait")
    desk, public = f"/admin/briefs/brief/{edition.brief_id}/change/", edition.get_absolute_url()
    sign_in(page, "piet", roles.PUBLISHER, desk)
    page.get_by_label("Title", exact=True).fill("Ships Stay Away")
    page.get_by_role("button", name="Save, keep the page as it is").click()
    expect(page.get_by_text("Edits not public yet")).to_be_visible()
    page.goto(public)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ships Return to the Strait")

    page.goto(desk)
    page.get_by_role("button", name="Publish edits now").click()
    expect(page.get_by_text("Readers see")).to_be_visible()
    page.goto(public)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ships Stay Away")

    page.goto(desk)
    page.get_by_role("link", name="Withdraw…").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("Withdrawn. Readers no longer find this brief")).to_be_visible()
    assert page.goto(public).status in {404, 410}  # type: ignore[union-attr]
    assert Edition.objects.count() == 2


def test_parts_move_by_keyboard_and_say_so(page: Page) -> None:
    brief = cast.make_brief(quotes=[(f"<p>{n}</p>", n, "Fellow") for n in ("Ana", "Ben", "Cai")])
    sign_in(page, "wren", roles.WRITER, f"/admin/briefs/brief/{brief.pk}/change/")
    up = page.get_by_role("button", name="Move quotation 3 up")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-announce]")).to_have_text("Moved to place 2 of 3.")
    expect(page.get_by_role("button", name="Move quotation 2 up")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[data-announce]")).to_have_text("Quotation 1, Cai is first already.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert [quote.name for quote in brief.quotes.all()] == ["Cai", "Ana", "Ben"]


def test_parts_move_by_dragging(page: Page) -> None:
    brief = cast.make_brief(sections=[("One", "<p>1</p>"), ("Two", "<p>2</p>"), ("Three", "<p>3</p>")])
    sign_in(page, "wren", roles.WRITER, f"/admin/briefs/brief/{brief.pk}/change/")
    handle = page.locator("#sections-2 [data-handle]")
    handle.scroll_into_view_if_needed()
    start, aim = handle.bounding_box(), page.locator("#sections-1").bounding_box()
    assert start
    assert aim
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, aim["y"] + 20, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert [section.heading for section in brief.sections.all()] == ["One", "Three", "Two"]


def test_a_part_is_removed_put_back_and_removed(page: Page) -> None:
    brief = cast.make_brief(quotes=[("<p>A</p>", "Ana", "Fellow"), ("<p>B</p>", "Ben", "Fellow")])
    sign_in(page, "wren", roles.WRITER, f"/admin/briefs/brief/{brief.pk}/change/")
    page.get_by_role("button", name="Remove quotation 1").click()
    expect(page.get_by_text("Quotation 1, Ana goes when you save.").first).to_be_visible()
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove quotation 1")).to_be_focused()
    page.get_by_role("button", name="Add a quotation").click()
    page.keyboard.type("Never mind.")
    page.get_by_role("button", name="Remove quotation 3").click()
    page.get_by_role("button", name="Remove quotation 1").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert [quote.name for quote in brief.quotes.all()] == ["Ben"]


def test_another_pick_replaces_what_was_filled_in_and_not_what_was_written(page: Page) -> None:
    cast.expert("Teo Brandt", "Analyst")
    brief = cast.make_brief()
    sign_in(page, "wren", roles.WRITER, f"/admin/briefs/brief/{brief.pk}/change/")
    quotation = card(page, "Quotation", 1)
    quotation.get_by_label("Title at the time").fill("Acting Chair")
    pick(page, quotation.get_by_role("combobox"), "teo", "Teo Brandt — Analyst")
    expect(quotation.get_by_label("Name as printed")).to_have_value("Teo Brandt")
    expect(quotation.get_by_label("Title at the time")).to_have_value("Acting Chair")
    quotation.get_by_label("Title at the time").fill("")
    pick(page, quotation.get_by_role("combobox"), "mara", "Mara Quist — Senior Fellow")
    expect(quotation.get_by_label("Title at the time")).to_have_value("Senior Fellow")


def test_an_expert_is_created_beside_the_quotation(page: Page) -> None:
    sign_in(page, "wren", roles.WRITER, "/admin/briefs/brief/add/")
    page.get_by_role("button", name="Add a quotation").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Add another expert").click()
    window = opened.value
    window.get_by_label("Name", exact=True).first.fill("Ivo Tamm")
    window.get_by_label("Current title").fill("Fellow")
    with window.expect_event("close"):
        window.get_by_role("button", name="Save", exact=True).click()
    expect(card(page, "Quotation", 1).get_by_label("Name as printed")).to_have_value("Ivo Tamm")
    expect(card(page, "Quotation", 1).get_by_label("Title at the time")).to_have_value("Fellow")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Brief.objects.get().quotes.get().expert == Expert.objects.get(name="Ivo Tamm")


def test_the_reasons_lead_to_their_fields(page: Page) -> None:
    brief = cast.make_brief(quotes=[("", "Ana", "")], issues=[])
    brief.quotes.update(expert=None)
    sign_in(page, "piet", roles.PUBLISHER, f"/admin/briefs/brief/{brief.pk}/change/")
    page.get_by_role("link", name="Quotation 1 has no words.").click()
    expect(prose(page, "Quotation 1 Quotation")).to_be_focused()
    page.get_by_role("link", name="Quotation 1 has no expert").click()
    expect(card(page, "Quotation", 1).get_by_role("combobox")).to_be_focused()
    page.get_by_role("link", name="which title the speaker had").click()
    expect(page.get_by_label("Title at the time")).to_be_focused()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_field_has_a_name_and_nothing_overflows(new_page: NewPage, width: int, scheme: str) -> None:
    brief = cast.make_brief(links=[cast.link_out("Elsewhere", "https://example.org/a")])
    page = new_page(width=width, color_scheme=scheme)
    sign_in(page, "edda", roles.EDITOR, f"/admin/briefs/brief/{brief.pk}/change/")
    expect(page.locator(".ProseMirror")).to_have_count(3)
    assert page.evaluate(NAMELESS) == []
    for path in (
        "",
        "briefs/brief/",
        "experts/expert/",
        "experts/expert/add/",
        "issues/issue/add/",
        "editions/edition/",
    ):
        page.goto(f"/admin/{path}")
        assert fits(page), path
        assert page.evaluate(NAMELESS) == [], path
    page.goto(f"/admin/briefs/brief/{brief.pk}/history/")
    assert fits(page)


# What can take the focus and has no name of its own.
NAMELESS = """
[...document.querySelectorAll(
    "input:not([type=hidden]), select, textarea, button, a[href], [contenteditable], [role=combobox]")]
  .filter(each => each.checkVisibility() && each.tabIndex >= 0)
  .filter(each => !(each.labels?.length || each.getAttribute("aria-label") || each.getAttribute("aria-labelledby")
    || each.textContent.trim() || each.title || each.value && each.type === "submit"))
  .map(each => each.outerHTML.slice(0, 200))
"""


def test_pages_of_the_desk_carry_no_inline_script_or_style(page: Page) -> None:
    brief = cast.make_brief()
    sign_in(page, "piet", roles.PUBLISHER)
    for path in ("", "briefs/brief/", f"briefs/brief/{brief.pk}/change/", "experts/expert/add/"):
        page.goto(f"/admin/{path}")
        inline = page.locator("script:not([src])").evaluate_all("all => all.map(one => one.type)")
        assert set(inline) <= {"importmap", "application/json"}  # the second is data
        assert not re.search(r"\sstyle=|\son\w+=", page.content().split("<form")[0])


@pytest.mark.parametrize("width", [390, 320])
def test_the_form_fits_a_telephone(new_page: NewPage, width: int) -> None:
    brief = cast.make_brief(quotes=[("<p>Ships wait.</p>", "Ilse Karrenbeek-Overdevest", "Director")])
    page = new_page(width=width)
    sign_in(page, "edda", roles.EDITOR, f"/admin/briefs/brief/{brief.pk}/change/")
    assert fits(page)
    for name in ["Move quotation 1 down", "Remove quotation 1"]:
        box = page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width
