"""The lead image in a real browser: chosen, shown, pointed at, removed, and kept by a save."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from briefs import roles
from briefs.models import Brief
from editions.publishing import publish
from tests import cast, pictures
from tests.browser.test_desk import sign_in


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.png"
    path.write_bytes(pictures.drawn(size=(1200, 800)))
    return path


def test_a_picture_is_chosen_pointed_at_with_the_keyboard_and_saved(page: Page, harbour: Path) -> None:
    brief = cast.make_brief()
    sign_in(page, "wren", roles.WRITER)
    page.goto(f"/admin/briefs/brief/{brief.pk}/change/")
    expect(page.get_by_label("What it shows")).to_be_hidden()
    page.get_by_label("Picture", exact=True).set_input_files(harbour)
    frame = page.get_by_role("button", name="Point that is kept")
    expect(frame).to_be_visible()
    expect(page.get_by_label("What it shows")).to_be_focused()
    expect(page.get_by_label("Focus from the left")).to_be_hidden()
    expect(page.get_by_label("No picture")).to_be_hidden()
    page.keyboard.type("Two ships at anchor")
    frame.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    brief.refresh_from_db()
    assert (brief.image_alt, brief.image_focus_x, brief.image_focus_y) == ("Two ships at anchor", 45, 55)
    publish(brief, None)
    page.goto(brief.editions.get().get_absolute_url())
    shown = page.get_by_role("img", name="Two ships at anchor")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.complete && image.naturalWidth > 0")


def test_what_is_no_picture_is_refused_where_it_was_chosen_and_a_picture_can_be_removed(
    page: Page, harbour: Path, tmp_path: Path
) -> None:
    brief = cast.make_brief()
    sign_in(page, "wren", roles.WRITER)
    page.goto(f"/admin/briefs/brief/{brief.pk}/change/")
    wrong = tmp_path / "notes.png"
    wrong.write_bytes(b"not a picture")
    page.get_by_label("Picture", exact=True).set_input_files(wrong)
    expect(page.get_by_text("This is no JPEG, PNG or WebP picture.")).to_be_visible()
    page.get_by_label("Picture", exact=True).set_input_files(harbour)
    page.get_by_role("button", name="Remove the picture").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Brief.objects.get().image is None


def test_a_portrait_is_chosen_pointed_at_and_saved_in_the_same_way(page: Page, harbour: Path) -> None:
    mara = cast.expert("Mara Quist")
    sign_in(page, "edda", roles.EDITOR)
    page.goto(f"/admin/experts/expert/{mara.pk}/change/")
    expect(page.get_by_label("What it shows")).to_be_hidden()
    page.get_by_label("Picture", exact=True).set_input_files(harbour)
    expect(page.locator(".desk-picture-frame img")).to_have_js_property("complete", True)
    page.get_by_label("What it shows").fill("Mara at sea")
    page.get_by_role("button", name="Point that is kept").press("ArrowLeft")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    mara.refresh_from_db()
    assert mara.portrait is not None
    assert (mara.portrait_alt, mara.portrait_focus_x, mara.portrait_focus_y) == ("Mara at sea", 45, 50)
