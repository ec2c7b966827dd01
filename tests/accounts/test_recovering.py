"""Letting someone back in who has lost what they sign in with."""

from __future__ import annotations

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from audit import log
from audit.models import Act, Entry
from briefs import roles
from tests import cast
from tests.accounts.test_signing_in import at, sign_in, text, with_app

pytestmark = pytest.mark.django_db


def recover(name: str, *options: str) -> str:
    out = StringIO()
    call_command("recover_account", name, *options, stdout=out)
    return out.getvalue()


def test_a_lost_account_is_closed_and_opened_again_with_a_link_that_works_once() -> None:
    piet, client = with_app("piet", roles.PUBLISHER), Client()
    client.force_login(piet)
    printed = recover("piet", "--reason", "Lost his phone on a train")
    assert client.get("/admin/").status_code == 302
    assert not Authenticator.objects.filter(user=piet).exists()
    assert "No account has this name" in text(sign_in("piet")[1])

    link = printed.split("http://localhost:8000")[1].split()[0]
    stranger, new = Client(), "a-longer-walk-home"
    page = stranger.get(link, follow=True)
    stranger.post(at(page), {"password1": new, "password2": new})
    assert at(sign_in("piet", new)[1]) == "/admin/"
    assert "used already" in text(Client().get(link, follow=True))
    entry = Entry.objects.get(act=Act.RECOVERED)
    assert (entry.name, entry.key, entry.note) == (log.NAMELESS, str(piet.pk), "Lost his phone on a train")
    assert entry.details == {"removed": ["Recovery codes", "TOTP Authenticator"]}


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("nobody", ["--reason", "x"], "Nobody signs in as nobody."),
        ("wren", [], "Say why, for the audit log"),
        ("wren", ["--reason", " "], "Say why, for the audit log"),
        ("rhea", ["--reason", "x"], "rhea may not enter the desk"),
    ],
)
def test_nothing_is_done_without_a_name_and_a_reason(name: str, options: list[str], says: str) -> None:
    cast.person("wren", roles.WRITER)
    User.objects.create_user("rhea", password=cast.PASSWORD)
    with pytest.raises(CommandError, match=says):
        recover(name, *options)
    assert not Entry.objects.filter(act=Act.RECOVERED).exists()
    assert all(each.has_usable_password() for each in User.objects.all())
