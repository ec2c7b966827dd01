"""Signing in through a provider of the organisation's own."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from audit.models import Act, Entry
from briefs import roles
from tests import cast
from tests.accounts.issuer import Issuer
from tests.accounts.test_signing_in import at, code_now, text, with_app

pytestmark = pytest.mark.django_db
WREN = {
    "sub": "1",
    "email": "Wren@example.org",
    "email_verified": True,
    "given_name": "Wren",
    "preferred_username": "wren.hale",
}


@pytest.fixture(scope="module")
def provider() -> Iterator[Issuer]:
    issuer = Issuer()
    issuer.thread.start()
    yield issuer
    issuer.server.shutdown()
    issuer.thread.join()
    issuer.server.server_close()


@pytest.fixture
def issuer(provider: Issuer, settings: Settings) -> Issuer:
    told = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    told["openid_connect"]["APPS"][0]["settings"]["server_url"] = provider.url
    settings.SOCIALACCOUNT_PROVIDERS = told
    return provider


def come(issuer: Issuer, person: dict[str, Any] | None, to: str = "") -> Any:
    """The page that whoever the provider takes for `person` ends at."""
    issuer.person, client = person, Client()
    away = client.get(f"/admin/account/oidc/login/?next={to}").headers["location"]
    assert away.startswith(f"{issuer.url}/authorize?")
    back = requests.get(away, allow_redirects=False, timeout=5).headers["location"]
    return client.get(back.removeprefix("http://testserver"), follow=True)


def mailed(name: str, mail: str, group: str = roles.WRITER) -> User:
    person = cast.person(name, group)
    User.objects.filter(pk=person.pk).update(email=mail)
    return person


def test_someone_is_known_by_the_mail_address_that_the_provider_has_verified(issuer: Issuer) -> None:
    wren = mailed("wren", "wren@example.org")
    page = come(issuer, WREN, to="/admin/briefs/brief/")
    assert (at(page), page.wsgi_request.user) == ("/admin/briefs/brief/", wren)
    assert "Sign in with Harbour House" in text(Client().get("/admin/login/"))
    linked = Entry.objects.get(act=Act.LINKED)
    assert (linked.by, linked.note) == (wren, "Harbour House")
    assert come(issuer, WREN | {"email": "other@example.org"}).wsgi_request.user == wren
    assert Entry.objects.filter(act=Act.LINKED).count() == 1


@pytest.mark.parametrize(
    "person", [WREN | {"email_verified": False}, WREN | {"email": "nobody@example.org"}, {"sub": "2"}]
)
def test_nobody_comes_in_whose_address_is_unknown_or_not_verified(
    issuer: Issuer, person: dict[str, Any]
) -> None:
    mailed("wren", "wren@example.org")
    page = come(issuer, person)
    assert "Nobody here has this mail address" in text(page)
    assert not page.wsgi_request.user.is_authenticated
    assert User.objects.count() == 1
    assert not SocialAccount._base_manager.exists()


def test_an_address_that_two_people_have_is_nobodys(issuer: Issuer) -> None:
    mailed("wren", "wren@example.org")
    mailed("edda", "WREN@example.org", roles.EDITOR)
    assert not come(issuer, WREN).wsgi_request.user.is_authenticated


def test_where_it_is_allowed_new_people_come_in_as_writers(issuer: Issuer, settings: Settings) -> None:
    settings.OIDC_NEW_PEOPLE = True
    person = come(issuer, WREN).wsgi_request.user
    assert (person.username, person.is_staff, person.is_superuser) == ("wren.hale", True, False)
    assert [group.name for group in person.groups.all()] == [roles.WRITER]
    assert not person.has_usable_password()
    assert not come(issuer, WREN | {"sub": "3", "email_verified": False}).wsgi_request.user.is_authenticated


def test_a_publisher_still_shows_the_second_factor(issuer: Issuer, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    mailed("edda", "edda@example.org", roles.PUBLISHER)
    known = come(issuer, WREN | {"sub": "4", "email": "edda@example.org"})
    assert at(known).startswith("/admin/account/?next=")
    piet = with_app("piet", roles.PUBLISHER)
    User.objects.filter(pk=piet.pk).update(email="piet@example.org")
    page = come(issuer, WREN | {"sub": "5", "email": "piet@example.org"})
    assert at(page) == "/admin/account/second/"
    assert at(page.client.post(at(page), {"code": code_now()}, follow=True)) == "/admin/"


def test_whoever_is_no_longer_staff_stays_outside(issuer: Issuer) -> None:
    mailed("wren", "wren@example.org")
    User.objects.update(is_staff=False)
    assert "may not enter the desk" in text(come(issuer, WREN))


def test_what_goes_wrong_is_told(issuer: Issuer, settings: Settings, client: Client) -> None:
    assert at(come(issuer, None)) == "/admin/login/"
    told = "The provider you sign in with did not answer as it should."
    assert told in text(client.get("/admin/account/oidc/login/callback/?code=x&state=made-up", follow=True))
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = (
        "http://127.0.0.1:9"
    )
    page = client.get("/admin/account/oidc/login/")
    assert (page.status_code, told in text(page)) == (502, True)


def test_no_account_of_the_desk_can_be_linked_by_leading_someone_there(client: Client) -> None:
    client.force_login(cast.person("ada", roles.ADMINISTRATOR))
    assert client.get("/admin/account/oidc/login/?process=connect").status_code == 404
