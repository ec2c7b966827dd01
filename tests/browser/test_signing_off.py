"""Signing off in a browser, with the keyboard alone where it counts."""

import pytest
from playwright.sync_api import Page, expect

from briefs.models import Brief, Status
from briefs.workflow import Move, make
from tests import cast
from tests.browser.waiting import arrive

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(cast.PASSWORD)
    arrive(page, page.get_by_role("button", name="Sign in", exact=True))


def in_review(newsroom: cast.Cast) -> Brief:
    return make(Move.SUBMIT, cast.make_brief(by=newsroom.wren), newsroom.wren)


def test_a_brief_is_sent_back_from_the_keyboard_with_its_note(page: Page) -> None:
    brief = in_review(cast.people())
    sign_in(page, "edda")
    page.goto(f"/admin/briefs/brief/{brief.pk}/change/")
    page.get_by_role("button", name="Send back…").press("Enter")
    note = page.get_by_role("textbox", name="Say what should be mended")
    expect(note).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.type("Name the insurer.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sent back.")).to_be_visible()
    expect(page.get_by_text("Name the insurer.")).to_be_visible()
    assert Brief.objects.get().status == Status.DRAFT


def test_who_is_waited_for_is_set_without_leaving_the_page(page: Page) -> None:
    newsroom = cast.people()
    brief = in_review(newsroom)
    sign_in(page, "edda")
    page.goto(f"/admin/briefs/brief/{brief.pk}/change/")
    page.get_by_label("Title").first.fill("Half typed")
    page.get_by_label("Waiting for").select_option("Piet")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.get_by_text("Set. It waits for Piet; due: no day set.")).to_be_visible()
    expect(page.get_by_label("Title").first).to_have_value("Half typed")
    brief.refresh_from_db()
    assert (brief.assigned_to, brief.title) == (newsroom.piet, cast.TITLE)
