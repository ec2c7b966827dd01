"""Signing in with more than a password, in a real browser with a security key inside it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from audit.models import Act, Entry
from briefs import roles
from tests import cast
from tests.browser.test_desk import sign_in
from tests.conftest import NewPage
from tests.layout import fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def with_key(page: Page) -> Page:
    """Puts into the browser a device that keeps passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    return page


def acts() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def test_a_publisher_is_led_to_a_passkey_and_comes_back_with_it_alone(new_page: NewPage) -> None:
    page = with_key(new_page(width=390, color_scheme="dark"))
    sign_in(page, "piet", roles.PUBLISHER, "/admin/briefs/brief/")
    expect(page.get_by_text("It needs a second factor before you go on")).to_be_visible()
    page.goto("/admin/briefs/brief/")
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")
    assert fits(page)

    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Piet's phone")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("They are shown this once.")).to_be_visible()
    page.get_by_role("link", name="to the desk").click()
    expect(page.get_by_role("link", name="New brief")).to_be_visible()

    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto("/admin/login/?next=/admin/briefs/brief/")
    assert fits(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/admin/briefs/brief/")
    assert acts()[-4:] == [Act.SIGNED_IN, Act.FACTOR_ADDED, Act.SIGNED_OUT, Act.SIGNED_IN]


def test_a_passkey_comes_after_the_password_too_and_confirms_what_is_changed(new_page: NewPage) -> None:
    page = with_key(new_page())
    sign_in(page, "piet", roles.PUBLISHER)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="to the desk").click()
    page.get_by_role("button", name="Sign out", exact=True).click()

    sign_in(page, "piet", roles.PUBLISHER)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    page.goto("/admin/briefs/brief/")
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("link", name="New brief")).to_be_visible()


def test_someone_without_a_passkey_is_told_so(new_page: NewPage) -> None:
    page = with_key(new_page())
    cast.person("piet", roles.PUBLISHER)
    page.goto("/admin/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey came")
