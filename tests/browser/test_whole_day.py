"""A day at the desk: pasted, talked about, sent back, mended, approved, scheduled, and read at its second."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from briefs import roles
from briefs.models import Brief
from editions.models import Edition
from tests import cast
from tests.briefs.pasted import BRIEF
from tests.browser.test_desk import prose, sign_in
from tests.conftest import NewPage

pytestmark = pytest.mark.on_each

TITLE = "Harbour Towns Sign a Ferry Pact"
HALF_AN_HOUR = datetime.timedelta(minutes=30)
SECOND = datetime.timedelta(seconds=1)


class Clock:
    """The hour that the site goes by; nothing runs when it is moved."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead = datetime.timedelta()
        true_now = timezone.now
        patch.setattr(timezone, "now", lambda: true_now() + self.ahead)

    def move_to(self, at: datetime.datetime) -> None:
        self.ahead += at - timezone.now()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


class Newsroom:
    """Wren, Edda and Piet at their own machines, and Rhea, who reads."""

    def __init__(self, new_page: NewPage) -> None:
        self.wren = sign_in(new_page(), "wren", roles.WRITER)
        self.edda = sign_in(new_page(), "edda", roles.EDITOR)
        self.piet = sign_in(new_page(), "piet", roles.PUBLISHER)
        self.rhea = new_page()

    def schedule(self, brief: Brief, at: datetime.datetime) -> None:
        """Piet opens the brief, chooses when, and presses the button that names the time."""
        local = timezone.localtime(at)
        open_form(self.piet, brief)
        self.piet.get_by_text("Publish at another time").click()
        self.piet.locator("#id_out-day").fill(f"{local:%Y-%m-%d}")
        self.piet.locator("#id_out-hour").fill(f"{local:%H:%M}")
        named = self.piet.get_by_role(
            "button", name=f"Schedule for {local:%a} {local.day} {local:%b}, {local:%H:%M}"
        )
        expect(named).to_be_visible()
        named.click()
        expect(self.piet.get_by_text("Scheduled. Readers see it from")).to_be_visible()

    def reads(self, address: str) -> str:
        """What Rhea gets at the address: the headline, or the status where there is none."""
        answer = self.rhea.goto(address)
        assert answer is not None
        return self.rhea.locator("h1").inner_text() if answer.ok else str(answer.status)


def open_form(page: Page, brief: Brief) -> None:
    page.goto(f"/admin/briefs/brief/{brief.pk}/change/")


def press(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(said).first).to_be_visible()


def pasted_and_submitted(desk: Newsroom) -> Brief:
    desk.wren.goto("/admin/briefs/brief/paste/")
    desk.wren.get_by_label("The text").fill(BRIEF)
    desk.wren.get_by_role("button", name="Read it into a draft").click()
    desk.wren.get_by_role("link", name="Go on in the form").click()
    press(desk.wren, "Submit for review", "In review")
    return Brief.objects.get()


def talked_about_and_sent_back(desk: Newsroom, brief: Brief) -> None:
    open_form(desk.edda, brief)
    group = desk.edda.locator(f"#talk-{brief.quotes.all()[0].key}")
    desk.edda.get_by_role("button", name="Comments on quotation 1").click()
    group.get_by_label("Your comment on it").fill("@wren Did she say harbour or port?")
    group.get_by_role("button", name="Comment", exact=True).click()
    expect(group.get_by_text("Did she say harbour or port?")).to_be_visible()
    desk.edda.get_by_role("button", name="Send back…").click()
    desk.edda.get_by_role("dialog").get_by_role("textbox").fill("See my question, and mend the headline.")
    press(desk.edda, "Send back", "Draft")


def mended_and_approved(desk: Newsroom, brief: Brief) -> None:
    desk.wren.goto("/admin/")
    expect(desk.wren.get_by_text("See my question, and mend the headline.")).to_be_visible()
    desk.wren.get_by_role("link", name=TITLE).first.click()
    submit_as(desk, f"{TITLE} at Last")
    open_form(desk.edda, brief)
    press(desk.edda, "Approve", "Approved")


def edited_and_approved(desk: Newsroom, brief: Brief, headline: str) -> None:
    open_form(desk.wren, brief)
    prose(desk.wren, "Latest developments").click()
    desk.wren.keyboard.type("There is more. ")
    submit_as(desk, headline)
    open_form(desk.edda, brief)
    press(desk.edda, "Approve", "Approved")


def submit_as(desk: Newsroom, headline: str) -> None:
    desk.wren.locator("#id_title").fill(headline)
    press(desk.wren, "Submit for review", "In review")


def replaced_twice(desk: Newsroom, brief: Brief, clock: Clock, first: datetime.datetime) -> None:
    """An edit of the live page is scheduled after it, and a second one later."""
    address = Edition.objects.live().get().get_absolute_url()
    edited_and_approved(desk, brief, "Ferry Pact Holds")
    desk.schedule(brief, first + HALF_AN_HOUR)
    edited_and_approved(desk, brief, "Ferry Pact Frays")
    desk.schedule(brief, first + 2 * HALF_AN_HOUR)
    assert desk.reads(address) == f"{TITLE} at Last"
    clock.move_to(first + HALF_AN_HOUR)
    assert desk.reads(address) == "Ferry Pact Holds"
    clock.move_to(first + 2 * HALF_AN_HOUR - 5 * SECOND)
    assert desk.reads(address) == "Ferry Pact Holds"
    clock.move_to(first + 2 * HALF_AN_HOUR)
    assert desk.reads(address) == "Ferry Pact Frays"


def test_a_whole_day(new_page: NewPage, clock: Clock) -> None:
    for name in ("Iran", "Global Threat Network", "Russia"):
        cast.issue(name)
    cast.expert("Mara Lindqvist", "Harbour Institute Senior Fellow")
    cast.expert("Tomas Brandt", "Harbour Institute Research Analyst")
    desk = Newsroom(new_page)
    brief = pasted_and_submitted(desk)
    talked_about_and_sent_back(desk, brief)
    mended_and_approved(desk, brief)
    first = timezone.now().replace(second=0, microsecond=0) + HALF_AN_HOUR
    desk.schedule(brief, first)
    address = Edition.objects.get().get_absolute_url()

    # It appears at its second, and nothing has run.
    clock.move_to(first - 5 * SECOND)
    assert desk.reads(address) == "404"
    assert desk.reads("/briefs/?issue=iran") == "Briefs on Iran"
    expect(desk.rhea.get_by_role("link", name=TITLE)).to_have_count(0)
    clock.move_to(first)
    assert desk.reads(address) == f"{TITLE} at Last"
    desk.rhea.goto("/briefs/?issue=iran")
    expect(desk.rhea.get_by_role("link", name=f"{TITLE} at Last")).to_be_visible()
    replaced_twice(desk, brief, clock, first)
