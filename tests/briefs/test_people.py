"""Accounts and groups at the desk: whoever keeps them can't make anyone a superuser, nor lay a hand on one."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from briefs import roles
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Desk:
    return Desk(Client(), cast.person("ada", roles.ADMINISTRATOR))


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("root", password=cast.PASSWORD)


def test_an_administrator_gives_people_their_groups(ada: Desk) -> None:
    wren = cast.person("wren", roles.WRITER)
    editors = Group.objects.get(name=roles.EDITOR)
    ada.open(wren, "auth_user").fill(groups=[editors.pk], email="wren@example.org").press("_save")
    assert (list(wren.groups.all()), User.objects.get(pk=wren.pk).email) == ([editors], "wren@example.org")


def test_an_administrator_makes_an_account(ada: Desk) -> None:
    new = {
        "username": "nell",
        "password1": "a-shorter-walk",
        "password2": "a-shorter-walk",
        "usable_password": "true",
    }
    ada.open(None, "auth_user").fill(**new, is_superuser="on").press("_save")
    nell = User.objects.get(username="nell")
    assert (nell.is_superuser, nell.is_staff) == (False, False)


@pytest.mark.parametrize("who", ["ada", "wren"])
def test_an_administrator_makes_no_superuser_and_gives_no_single_right(ada: Desk, who: str) -> None:
    person = ada.user if who == "ada" else cast.person("wren", roles.WRITER)
    right = Permission.objects.exclude(group__name=roles.ADMINISTRATOR).first()
    assert right
    page = ada.open(person, "auth_user")
    assert "is_superuser" not in page.values
    page.fill(is_superuser="on", user_permissions=[right.pk], first_name="Changed").press("_save")
    person = User.objects.get(pk=person.pk)
    assert (person.first_name, person.is_superuser, person.user_permissions.count()) == ("Changed", False, 0)


def test_a_superusers_account_is_not_for_an_administrator_to_change(ada: Desk, root: User) -> None:
    address = f"/admin/auth/user/{root.pk}"
    shown = ada.client.get(f"{address}/change/")
    assert (shown.status_code, b'name="username"' in shown.content) == (200, False)
    attempts: list[tuple[str, dict[str, Any]]] = [
        (f"{address}/change/", {"username": "mine", "is_active": ""}),
        (
            f"{address}/password/",
            {"password1": "a-stolen-walk", "password2": "a-stolen-walk", "usable_password": "true"},
        ),
        (f"{address}/delete/", {"post": "yes"}),
    ]
    for path, sent in attempts:
        assert ada.client.post(path, sent).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"}
    ada.client.post("/admin/auth/user/", chosen)
    kept = User.objects.get(pk=root.pk)
    assert (kept.username, kept.is_active, kept.check_password(cast.PASSWORD)) == ("root", True, True)


def test_a_superuser_may_do_what_an_administrator_may_not(root: User) -> None:
    desk, wren = Desk(Client(), root), cast.person("wren", roles.WRITER)
    desk.open(wren, "auth_user").fill(is_superuser="on").press("_save")
    assert User.objects.get(pk=wren.pk).is_superuser
    assert desk.client.get(f"/admin/auth/user/{root.pk}/password/").status_code == 200


@pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR, roles.PUBLISHER])
def test_accounts_groups_and_rules_are_for_administrators(role: str) -> None:
    desk = Desk(Client(), cast.person("someone", role))
    for path in ("auth/user/", "auth/group/", "auth/user/1/change/", "briefs/deskrules/1/change/"):
        assert desk.client.get(f"/admin/{path}").status_code in {302, 403}
    assert desk.client.post("/admin/briefs/deskrules/1/change/", {"four_eyes": "on"}).status_code == 403


def test_there_is_one_set_of_house_rules_with_none_to_add_or_delete(ada: Desk) -> None:
    assert ada.client.get("/admin/briefs/deskrules/", follow=True).redirect_chain == [
        ("/admin/briefs/deskrules/1/change/", 302)
    ]
    for path in ("add/", "1/delete/"):
        assert ada.client.post(f"/admin/briefs/deskrules/{path}", {"post": "yes"}).status_code == 403
    assert ada.client.get("/admin/briefs/deskrules/2/change/").status_code == 302


def test_the_people_cost_the_same_however_many_they_are(ada: Desk, django_assert_num_queries: Any) -> None:
    for number in range(1, 21, 10):
        for each in range(number):
            cast.person(f"person{each}", roles.WRITER)
        with django_assert_num_queries(8):
            page = ada.client.get("/admin/auth/user/")
        assert b"Writer" in page.content
