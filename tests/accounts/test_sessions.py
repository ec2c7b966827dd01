"""Sessions are listed and ended; a forgotten password is set anew from a mail."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from audit.models import Act
from briefs import roles
from tests import cast
from tests.accounts.test_signing_in import at, newest, sign_in, text
from tests.desk import fields_of

pytestmark = pytest.mark.django_db


def test_sessions_are_listed_and_ended_one_by_one_or_all_at_once() -> None:
    wren = cast.person("wren", roles.WRITER)
    agents = ["Firefox/1 (Windows)", "Chrome/1 (Android)", "Safari/1 (iPhone)"]
    browsers = [sign_in("wren", headers={"user-agent": agent})[0] for agent in agents]
    other, _ = sign_in(cast.person("edda", roles.EDITOR).username)
    page = text(browsers[0].get("/admin/account/sessions/"))
    assert all(name in page for name in ("Firefox on Windows", "Chrome on Android", "Safari on iPhone"))
    ends = page.split('action="/admin/account/sessions/')[1].split('"')[0]
    assert other.post(f"/admin/account/sessions/{ends}").status_code == 404
    assert browsers[0].get(f"/admin/account/sessions/{ends}").status_code == 405
    browsers[0].post(f"/admin/account/sessions/{ends}")
    assert [each.get("/admin/").status_code for each in browsers] == [200, 302, 200]
    browsers[0].post("/admin/account/sessions/")
    assert [each.get("/admin/").status_code for each in browsers] == [200, 302, 302]
    assert (newest(Act.SESSIONS_ENDED).by, newest(Act.SESSIONS_ENDED).details) == (wren, {"sessions": 1})
    assert other.get("/admin/").status_code == 200


def test_who_signs_out_is_told_and_can_sign_in_again() -> None:
    cast.person("wren", roles.WRITER)
    browser, _ = sign_in("wren")
    page = text(browser.post("/admin/logout/"))
    assert "<h1>Signed out</h1>" in page
    assert '<a class="desk-button" href="/admin/">Sign in again</a>' in page
    assert browser.get("/admin/").status_code == 302


def test_a_session_from_before_the_list_was_kept_is_told_so() -> None:
    browser = Client()
    browser.force_login(cast.person("wren", roles.WRITER))
    assert "You signed in before this list was kept." in text(browser.get("/admin/account/sessions/"))


# A new password by mail


def test_a_forgotten_password_is_set_anew_from_a_mail_where_mails_can_be_sent(
    settings: Settings,
) -> None:
    settings.RESET_BY_MAIL = True
    User.objects.filter(pk=cast.person("wren", roles.WRITER).pk).update(email="wren@example.org")
    client, new = Client(), "a-longer-walk-home"
    assert "Password forgotten?" in text(client.get("/admin/login/"))
    for address in ("wren@example.org", "nobody@example.org"):
        page = client.post("/admin/account/lost/", {"email": address}, follow=True)
        assert "If someone at this desk has that address" in text(page)
    assert [message.to for message in mail.outbox] == [["wren@example.org"]]
    link = str(mail.outbox[0].body).split("http://testserver")[1].split()[0]
    page = client.get(link, follow=True)
    sent = fields_of(text(page)) | {"password1": new, "password2": new}
    assert "Sign in with it now." in text(client.post(at(page), sent, follow=True))
    assert "used already" in text(Client().get(link, follow=True))
    assert at(sign_in("wren", new)[1]) == "/admin/"
