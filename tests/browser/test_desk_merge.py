"""Two browsers on one brief: the second is refused, keeps every word, chooses, and saves. With a script and without."""

import pytest
from playwright.sync_api import Page, expect

from briefs import roles
from briefs.models import Brief
from tests import cast
from tests.browser.test_desk import prose, sign_in
from tests.browser.waiting import arrive
from tests.conftest import NewPage

pytestmark = pytest.mark.on_each

SAID = [("<p>One.</p>", "Ana", "Fellow"), ("<p>Two.</p>", "Ben", "Fellow")]
REFUSED = "Not saved: there is a newer version"


def form_of(brief: Brief) -> str:
    return f"/admin/briefs/brief/{brief.pk}/change/"


def save(page: Page) -> None:
    arrive(page, page.get_by_role("button", name="Save draft"))


def meet(new_page: NewPage, brief: Brief, **options: object) -> Page:
    """Wren's page, refused because Edda saved another title first."""
    wren = sign_in(new_page(**options), "wren", roles.WRITER, form_of(brief))
    edda = sign_in(new_page(), "edda", roles.EDITOR, form_of(brief))
    edda.get_by_label("Title", exact=True).fill("Edda’s Title")
    edda.locator("#id_label").fill("Flash Update")
    save(edda)
    expect(edda.get_by_text("Saved.", exact=True)).to_be_visible()
    wren.get_by_label("Title", exact=True).fill("Wren’s Title")
    return wren


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_two_browsers_meet_and_no_word_is_lost(new_page: NewPage, width: int, scheme: str) -> None:
    brief = cast.make_brief(quotes=SAID)
    wren = meet(new_page, brief, width=width, color_scheme=scheme)
    prose(wren, "Latest developments").click()
    wren.keyboard.press("Control+End")
    wren.keyboard.type(" A sixth sank.")
    save(wren)
    merge = wren.get_by_role("alert").filter(has_text=REFUSED)
    expect(merge).to_be_focused()
    expect(wren.get_by_label("Title", exact=True)).to_have_value("Wren’s Title")
    expect(wren.locator("#id_label")).to_have_value("Flash Update")
    expect(prose(wren, "Latest developments")).to_contain_text("A sixth sank.")
    expect(merge.get_by_text("1 of 1 left to choose.")).to_be_visible()
    merge.get_by_label("Edda’s").focus()
    wren.keyboard.press("Space")
    expect(merge.get_by_text("All chosen.")).to_be_visible()
    merge.get_by_role("button", name="Save with these choices").press("Enter")
    expect(wren.get_by_text("Saved.", exact=True)).to_be_visible()
    saved = Brief.objects.get()
    assert (saved.title, saved.label) == ("Edda’s Title", "Flash Update")
    assert "A sixth sank." in saved.developments


def test_who_types_into_the_field_has_chosen_what_they_type(new_page: NewPage) -> None:
    brief = cast.make_brief()
    wren = meet(new_page, brief)
    save(wren)
    merge = wren.get_by_role("alert").filter(has_text=REFUSED)
    merge.get_by_label("Edda’s").check()
    merge.get_by_role("link", name="write a third way in the form").click()
    expect(wren.get_by_label("Title", exact=True)).to_be_focused()
    wren.keyboard.press("End")
    wren.keyboard.type(" and Edda’s")
    expect(merge.get_by_label("Yours, as it stands in the form")).to_be_checked()
    save(wren)
    expect(wren.get_by_text("Saved.", exact=True)).to_be_visible()
    assert Brief.objects.get().title == "Wren’s Title and Edda’s"


def test_it_works_without_a_script(new_page: NewPage) -> None:
    brief = cast.make_brief(quotes=SAID)
    wren = meet(new_page, brief, java_script_enabled=False)
    save(wren)
    save(wren)
    expect(wren.get_by_text("Choose between two wordings in 1 place")).to_be_visible()
    wren.get_by_label("Edda’s").check()
    wren.get_by_role("button", name="Put them into the form first").click()
    expect(wren.get_by_label("Title", exact=True)).to_have_value("Edda’s Title")
    save(wren)
    expect(wren.get_by_text("Saved.", exact=True)).to_be_visible()
    assert Brief.objects.get().title == "Edda’s Title"


def test_versions_are_compared_named_and_restored_by_keyboard(new_page: NewPage) -> None:
    brief = cast.make_brief(quotes=SAID)
    cast.change(brief, None, title="Second Title")
    page = sign_in(new_page(width=390), "wren", roles.WRITER, f"/admin/briefs/brief/{brief.pk}/history/")
    page.get_by_role("button", name="Compare").press("Enter")
    expect(page.locator("ins").filter(has_text="Second").first).to_be_visible()
    page.goto(f"/admin/briefs/brief/{brief.pk}/versions/1/")
    page.get_by_label("A name to find it by").fill("as sent to legal")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 1 is now called “as sent to legal”.")).to_be_visible()
    page.get_by_role("link", name="Restore…").press("Enter")
    page.get_by_role("button", name="Restore it").press("Enter")
    expect(page.get_by_text("Restored version 1, “as sent to legal”: it is version 3 now.")).to_be_visible()
    assert Brief.objects.get().title == cast.TITLE
