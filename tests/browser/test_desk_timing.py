"""Time in a browser: the button follows what is chosen, pages appear at their very second, the schedule fits."""

import datetime
import time

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from briefs import roles
from briefs.models import Brief
from editions.models import Edition
from editions.publishing import expire, publish
from tests import cast
from tests.browser.test_desk import sign_in
from tests.conftest import NewPage
from tests.layout import fits

DAY = datetime.timedelta(days=1)


def test_the_button_says_what_it_will_do_and_does_it(page: Page) -> None:
    brief = cast.make_brief("Grain Moves")
    sign_in(page, "piet", roles.PUBLISHER, f"/admin/briefs/brief/{brief.pk}/change/")
    expect(page.get_by_role("button", name="Publish now")).to_be_visible()
    page.get_by_text("Publish at another time").click()
    page.get_by_role("button", name="Tomorrow 06:00").click()
    tomorrow = timezone.localdate() + DAY
    expect(page.get_by_label("Day", exact=True)).to_have_value(tomorrow.isoformat())
    button = page.locator("[data-publish]")
    expect(button).to_have_text(f"Schedule for {tomorrow:%a} {tomorrow.day} {tomorrow:%b}, 06:00 UTC")
    page.get_by_label("Time", exact=True).fill("07:30")
    expect(button).to_contain_text("07:30 UTC")
    page.get_by_label("Day", exact=True).fill("2020-01-01")
    expect(page.locator("[data-when-says]")).to_contain_text("has passed")
    page.get_by_role("button", name="Now instead").click()
    expect(button).to_have_text("Publish now")
    page.get_by_role("button", name="Tomorrow 06:00").click()
    expect(button).to_contain_text("06:00 UTC")
    button.click()
    expect(page.get_by_text("Scheduled. Readers see it from")).to_be_visible()
    assert Edition.objects.get().live_from == datetime.datetime.combine(
        tomorrow, datetime.time(6), datetime.UTC
    )


def test_an_hour_that_comes_twice_is_asked_about_where_it_is_typed(
    page: Page, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TIME_ZONE = "America/New_York"  # type: ignore[attr-defined]
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2027, 6, 1, 16, tzinfo=datetime.UTC))
    brief = cast.make_brief("Grain Moves")
    sign_in(page, "piet", roles.PUBLISHER, f"/admin/briefs/brief/{brief.pk}/change/")
    page.get_by_text("Publish at another time").click()
    expect(page.get_by_label("Which of the two")).to_be_hidden()
    page.get_by_label("Day", exact=True).fill("2027-11-07")
    page.get_by_label("Time", exact=True).fill("01:30")
    page.get_by_label("Which of the two").select_option("second")
    button = page.locator("[data-publish]")
    expect(button).to_have_text("Schedule for Sun 7 Nov, 01:30 New York (06:30 UTC)")
    page.get_by_label("Day", exact=True).fill("2028-03-12")
    page.get_by_label("Time", exact=True).fill("02:30")
    expect(page.locator("[data-when-says]")).to_contain_text("There is no 02:30 on Sun 12 Mar 2028")
    expect(page.get_by_label("Which of the two")).to_be_hidden()


def test_a_page_appears_and_an_edit_replaces_it_and_it_goes_at_their_seconds(page: Page) -> None:
    """Nothing runs but the server: it answers differently one second later."""
    cast.published("Earlier News")
    begins = timezone.now().replace(microsecond=0) + datetime.timedelta(seconds=4)
    brief = cast.make_brief("Grain Moves", slug="grain")
    publish(brief, None, begins)
    publish(cast.change(brief, title="Grain Stops"), None, begins + datetime.timedelta(seconds=2))
    expire(brief, None, begins + datetime.timedelta(seconds=4))
    address = "/briefs/2024/03/14/grain/"

    def wait_until(seconds: float) -> None:
        time.sleep(max(0, (begins - timezone.now()).total_seconds() + seconds))

    assert page.request.get(address).status == 404
    wait_until(0.05)
    page.goto("/")
    expect(page.get_by_role("link", name="Grain Moves")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", name="Grain Moves")).to_be_visible()
    wait_until(2.05)
    page.reload()
    expect(page.get_by_role("heading", name="Grain Stops")).to_be_visible()
    wait_until(4.05)
    assert page.request.get(address).status == 410
    assert "Grain" not in page.request.get("/").text()


def plan() -> Brief:
    """A live brief with an edit and an end to come, another scheduled."""
    now = timezone.now()
    brief = cast.published("Grain Moves").brief
    publish(cast.change(brief, title="Grain Stops"), None, now + DAY)
    expire(brief, None, now + 2 * DAY)
    publish(cast.make_brief("Ships Sail"), None, now + DAY / 24)
    return brief


def test_the_form_fits_a_narrow_screen_with_the_longest_button(new_page: NewPage) -> None:
    brief, day = plan(), timezone.localdate() + DAY
    page = new_page(width=390)
    sign_in(page, "piet", roles.PUBLISHER)
    page.goto(f"/admin/briefs/brief/{brief.pk}/change/?out-day={day}&out-hour=06:00")
    expect(page.get_by_role("button", name="Schedule for")).to_be_visible()
    box = page.locator("[data-publish]").first.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_schedule_fits_every_screen(new_page: NewPage, width: int, color_scheme: str) -> None:
    plan()
    page = new_page(width=width, color_scheme=color_scheme)
    sign_in(page, "piet", roles.PUBLISHER, "/admin/briefs/brief/schedule/")
    expect(page.get_by_role("heading", name="Schedule")).to_be_visible()
    for view in ("To come", "Calendar"):
        page.get_by_role("link", name=view, exact=True).click()
        expect(page.get_by_role("link", name="Ships Sail").first).to_be_visible()
        assert fits(page)


def test_what_waits_is_cancelled_from_the_schedule_with_the_keyboard_alone(page: Page) -> None:
    plan()
    sign_in(page, "piet", roles.PUBLISHER, "/admin/briefs/brief/schedule/")
    page.get_by_role("link", name="Cancel “Ships Sail”").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cancel what is scheduled?")).to_be_visible()
    page.get_by_role("button", name="Cancel it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Cancelled: what was to go out on")).to_be_visible()
    assert not Edition.objects.filter(title="Ships Sail").exists()
