"""Signing in with a password and what comes after it; the lock; sessions; and what is not there."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from audit.models import Act, Entry
from briefs import roles
from tests import cast

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOCKED = "Too many attempts failed. Try again in 15 minutes."


@pytest.fixture
def required(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def sign_in(name: str, password: str = cast.PASSWORD, to: str = "", **came: Any) -> tuple[Client, Any]:
    """A browser in which that name and password were typed, and the page that came, redirects followed."""
    client = Client(**came)
    return client, client.post(
        f"/admin/login/?next={to}", {"username": name, "password": password}, follow=True
    )


def with_app(name: str, *groups: str) -> User:
    """Someone with an authenticator app and recovery codes."""
    person = cast.person(name, *groups)
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def code_now(steps: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + steps))


def codes_of(person: User) -> list[str]:
    rows = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return list(RecoveryCodes(rows).get_unused_codes())


def text(answer: Any) -> str:
    return str(answer.content.decode())


def at(answer: Any) -> str:
    """The address that the redirects ended at."""
    return str(answer.redirect_chain[-1][0])


def newest(act: Act) -> Entry:
    return Entry.objects.filter(act=act).newest_first()[0]


# Who needs a second factor


@pytest.mark.parametrize("group", [roles.WRITER, roles.EDITOR])
def test_writers_and_editors_need_no_second_factor(group: str, required: None) -> None:
    cast.person("wren", group)
    assert at(sign_in("wren")[1]) == "/admin/"


@pytest.mark.parametrize("group", [roles.PUBLISHER, roles.ADMINISTRATOR, "superuser"])
@pytest.mark.parametrize("address", ["/admin/", "/admin/briefs/brief/add/", "/admin/jsi18n/"])
def test_those_who_put_words_before_the_public_are_led_to_set_one_up(
    group: str, address: str, required: None
) -> None:
    piet = cast.person("piet", group)
    User.objects.filter(pk=piet.pk).update(is_superuser=group == "superuser")
    client, page = sign_in("piet", to=address)
    assert at(page).startswith("/admin/account/?next=")
    assert "It needs a second factor before you go on" in text(page)
    assert client.post(address).status_code == 302
    assert client.get("/admin/account/sessions/").status_code == 200
    assert client.post("/admin/logout/").status_code == 200


def test_a_session_from_before_the_second_factor_must_show_it(required: None) -> None:
    client = Client()
    client.force_login(with_app("piet", roles.PUBLISHER))
    page = client.get("/admin/", follow=True)
    assert at(page) == "/admin/account/confirm/code/?next=/admin/"
    assert at(client.post(at(page), {"code": code_now()}, follow=True)) == "/admin/"


def test_where_it_is_not_required_nobody_is_asked() -> None:
    cast.person("piet", roles.PUBLISHER)
    assert at(sign_in("piet")[1]) == "/admin/"


# The app and the codes


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_with_its_code_and_asked_for_ever_after(required: None) -> None:
    cast.person("piet", roles.PUBLISHER)
    client, _ = sign_in("piet")
    page = client.get("/admin/account/app/")
    secret = page.context["form"].secret
    assert "data:image/svg+xml;base64," in text(page)
    wrong = client.post("/admin/account/app/", {"code": "000000"})
    assert "was not accepted" in text(wrong)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/admin/account/app/", {"code": code})
    page = client.get("/admin/account/codes/")
    assert page.content.count(b"<li><code>") == 10
    assert "shown to nobody again" in text(client.get("/admin/account/codes/"))
    assert client.get("/admin/").status_code == 200
    assert newest(Act.FACTOR_ADDED).note == "App"
    assert at(sign_in("piet")[1]).startswith("/admin/account/second/")


def test_a_code_signs_in_and_no_code_does_so_twice() -> None:
    piet = with_app("piet", roles.PUBLISHER)
    spare, now = codes_of(piet)[0], code_now()
    for code, opens in ((now, True), (now, False), (spare, True), (spare, False)):
        client, _ = sign_in("piet")
        page = client.post("/admin/account/second/", {"code": code}, follow=True)
        assert page.wsgi_request.user.is_authenticated == opens
    assert newest(Act.RECOVERY_CODE).details == {"left": 9}
    assert newest(Act.SIGN_IN_FAILED).key == str(piet.pk)
    assert len(codes_of(piet)) == 9


def test_guessing_codes_is_stopped() -> None:
    with_app("piet", roles.PUBLISHER)
    client, _ = sign_in("piet")
    for _ in range(5):
        client.post("/admin/account/second/", {"code": "123"})
    page = client.post("/admin/account/second/", {"code": code_now()})
    assert "Too many attempts failed. Wait 15 minutes" in text(page)


def test_what_one_signs_in_with_changes_only_after_it_was_shown_again() -> None:
    piet, client = with_app("piet", roles.PUBLISHER), Client()
    client.force_login(piet)
    for address in (
        "/admin/account/app/remove/",
        "/admin/account/codes/new/",
        "/admin/account/passkeys/add/",
    ):
        assert client.post(address).headers["location"].startswith("/admin/account/confirm/code/")
    assert client.get("/admin/account/confirm/").headers["location"] == "/admin/account/confirm/code/"
    client.post("/admin/account/confirm/code/", {"code": code_now()})
    assert client.post("/admin/account/app/remove/").status_code == 302
    assert not Authenticator.objects.filter(user=piet).exists()
    assert newest(Act.FACTOR_REMOVED).by == piet


def test_whoever_removes_the_last_one_is_led_to_set_up_another(required: None) -> None:
    with_app("piet", roles.PUBLISHER)
    client, _ = sign_in("piet")
    client.post("/admin/account/second/", {"code": code_now()})
    assert client.get("/admin/").status_code == 200
    client.post("/admin/account/app/remove/")
    assert client.get("/admin/").headers["location"].startswith("/admin/account/?")


def test_a_sign_in_of_long_ago_is_confirmed_with_the_password(settings: Settings) -> None:
    cast.person("wren", roles.WRITER)
    client, _ = sign_in("wren")
    assert client.get("/admin/account/app/").status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page = client.get("/admin/account/app/", follow=True)
    assert "type your password" in text(page)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    wrong = client.post(at(page), {"password": "guess"})
    assert "This is not your password." in text(wrong)


# The lock


def test_five_wrong_passwords_lock_a_name_with_a_sentence_that_says_how_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast.person("wren", roles.WRITER)
    for _ in range(5):
        _, page = sign_in("wren", "guess")
        assert "No account has this name with this password." in text(page)
    assert LOCKED in text(sign_in("Wren")[1])
    assert LOCKED in text(sign_in("wren", REMOTE_ADDR="192.0.2.9")[1])
    assert Entry.objects.filter(act=Act.LOCKED_OUT, address="127.0.0.1").count() == 1
    assert newest(Act.LOCKED_OUT).note == "wren"
    later = time.time() + 14 * 60 + 30
    monkeypatch.setattr("time.time", lambda: later)
    assert "Try again in 1 minute." in text(sign_in("wren", REMOTE_ADDR="192.0.2.10")[1])
    monkeypatch.setattr("time.time", lambda: later + 31)
    assert at(sign_in("wren")[1]) == "/admin/"


def test_the_lock_of_one_name_locks_no_other() -> None:
    cast.person("wren", roles.WRITER)
    for _ in range(6):
        sign_in("edda", "guess", REMOTE_ADDR="192.0.2.9")
    assert at(sign_in("wren")[1]) == "/admin/"


def test_behind_a_proxy_the_lock_of_an_address_is_that_of_the_caller(settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    cast.person("wren", roles.WRITER)
    for number in range(11):
        _, page = sign_in(f"nobody{number}", "x", headers={"x-forwarded-for": "203.0.113.9"})
    assert "Too many attempts failed. Try again in 1 minute." in text(page)
    assert at(sign_in("wren", headers={"x-forwarded-for": "203.0.113.8"})[1]) == "/admin/"


# Who may not come in, and where nobody is led


def test_someone_who_is_not_staff_stays_outside() -> None:
    User.objects.create_user("rhea", password=cast.PASSWORD)
    _, page = sign_in("rhea")
    assert "may not enter the desk" in text(page)
    assert not page.wsgi_request.user.is_authenticated


def test_whoever_stops_being_staff_can_come_back_as_someone_else() -> None:
    wren, client = cast.person("wren", roles.WRITER), Client()
    client.force_login(wren)
    User.objects.update(is_staff=False)
    page = client.get("/admin/", follow=True)
    assert "Sign in with a passkey" in text(page)
    assert not page.wsgi_request.user.is_authenticated


@pytest.mark.parametrize("where", ["https://example.org/", "//example.org", "/\\example.org", "javascript:x"])
def test_no_page_elsewhere_can_be_led_to(where: str) -> None:
    cast.person("wren", roles.WRITER)
    _, page = sign_in("wren", to=where)
    assert at(page) == "/admin/"


ELSEWHERE = """
signup/ email/ confirm-email/ confirm-email/x/ password/set/ password/reset/ login/code/ social/connections/ 3rdparty/
3rdparty/signup/ 2fa/ trust/ phone/change/ provider/ lost/ lost/sent/
"""


def test_nothing_else_that_allauth_offers_is_there(client: Client) -> None:
    client.force_login(cast.person("ada", roles.ADMINISTRATOR))
    for before in ("/admin/account/", "/admin/", "/accounts/", "/account/"):
        for address in ELSEWHERE.split():
            assert client.get(before + address).status_code == 404, before + address


@pytest.mark.parametrize("table", ["mfa/authenticator", "account/emailaddress", "usersessions/usersession"])
def test_no_secret_stands_in_the_admin(table: str, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", password=cast.PASSWORD))
    assert client.get(f"/admin/{table}/").status_code == 404
