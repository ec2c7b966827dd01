"""What the audit log takes down: sign-ins, accounts, and everything that is changed in the admin; and that it stays."""

import json
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from audit import log
from audit.desk import Logged
from audit.models import Act, Entry, Unchangeable
from briefs import roles
from briefs.models import DeskRules
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db
READ_ONLY = {"editions.edition", "audit.entry"}


@pytest.fixture
def ada() -> Desk:
    return Desk(Client(), cast.person("ada", roles.ADMINISTRATOR))


def newest(act: Act) -> Entry:
    return Entry.objects.filter(act=act).newest_first()[0]


def sign_in(name: str, password: str, **headers: str) -> Any:
    return Client(headers=headers).post("/admin/login/", {"username": name, "password": password})


def test_signing_in_and_out_is_taken_down_with_the_address() -> None:
    wren, client = cast.person("wren", roles.WRITER), Client(REMOTE_ADDR="192.0.2.7")
    client.post("/admin/login/", {"username": "wren", "password": cast.PASSWORD})
    client.post("/admin/logout/")
    for act in (Act.SIGNED_IN, Act.SIGNED_OUT):
        assert (newest(act).by, newest(act).name, newest(act).address) == (wren, "Wren", "192.0.2.7")


def test_a_failed_sign_in_keeps_the_name_that_was_tried_and_no_password() -> None:
    sign_in("wren" * 100, "guess-guess")
    entry = newest(Act.SIGN_IN_FAILED)
    assert (entry.by, entry.name, entry.note) == (None, log.STRANGER, ("wren" * 100)[:150])
    assert not Entry.objects.filter(note__contains="guess").exists()


@pytest.mark.parametrize("name", ["wren\0", "\0", "wr\udcffen", "😀" * 200])
def test_no_name_that_is_tried_breaks_the_sign_in(name: str) -> None:
    assert sign_in(name.encode("utf-8", "replace").decode(), "x").status_code == 200


@pytest.mark.parametrize(
    ("forwarded", "remote", "address"),
    [
        ("203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ("2001:db8::1", "10.0.0.1", "2001:db8::1"),
        ("", "10.0.0.1", "10.0.0.1"),
        ("unknown", "10.0.0.1", None),
        ("'; DROP TABLE", "10.0.0.1", None),
        ("fe80::1%eth0", "", "fe80::1"),
    ],
)
def test_behind_a_proxy_the_last_hop_is_where_a_request_came_from(
    settings: Settings, forwarded: str, remote: str, address: str | None
) -> None:
    settings.BEHIND_PROXY = True
    client = Client(REMOTE_ADDR=remote, headers={"x-forwarded-for": forwarded} if forwarded else {})
    client.post("/admin/login/", {"username": "nobody", "password": "x"})
    assert newest(Act.SIGN_IN_FAILED).address == address


def test_without_a_proxy_nobody_can_make_up_where_they_come_from() -> None:
    client = Client(REMOTE_ADDR="192.0.2.7", headers={"x-forwarded-for": "203.0.113.9"})
    client.post("/admin/login/", {"username": "nobody", "password": "x"})
    assert newest(Act.SIGN_IN_FAILED).address == "192.0.2.7"


def test_after_a_request_the_command_line_is_nobody_again() -> None:
    sign_in("nobody", "x")
    entry = log.note(Act.CHANGED, None)
    assert (entry.name, entry.address) == (log.NAMELESS, None)


def test_an_entry_of_a_request_costs_the_public_site_no_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        Client().get("/robots.txt")


def test_a_changed_password_is_taken_down_whoever_changes_it(ada: Desk) -> None:
    wren = cast.person("wren", roles.WRITER)
    address, new = f"/admin/auth/user/{wren.pk}/password/", "a-longer-walk-home"
    ada.client.post(address, {"password1": new, "password2": new, "usable_password": "true"})
    assert (newest(Act.PASSWORD).by, newest(Act.PASSWORD).key) == (ada.user, str(wren.pk))
    client = Client()
    client.force_login(User.objects.get(pk=wren.pk))
    mine = {"old_password": new, "new_password1": f"{new}-again", "new_password2": f"{new}-again"}
    client.post("/admin/password_change/", mine)
    assert (newest(Act.PASSWORD).by, newest(Act.PASSWORD).key) == (wren, str(wren.pk))
    taken_away = ada.client.post(address, {"usable_password": "false", "unset-password": ""})
    assert taken_away.status_code == 302
    assert newest(Act.PASSWORD).note == "They can no longer sign in with one."
    assert Entry.objects.filter(act=Act.PASSWORD, key=str(wren.pk)).count() == 3
    assert new not in "".join(f"{entry.note}{json.dumps(entry.details)}" for entry in Entry.objects.all())


def test_the_pages_that_ask_for_a_password_say_that_it_is_taken_down(ada: Desk) -> None:
    page = ada.client.get("/admin/password_change/").content.decode()
    assert "The audit log says when a password was changed, and by whom." in page


def test_what_someone_may_do_is_taken_down_before_and_after(ada: Desk) -> None:
    wren = cast.person("wren", roles.WRITER)
    editors = Group.objects.get(name=roles.EDITOR)
    ada.open(wren, "auth_user").fill(groups=[editors.pk]).press("_save")
    entry = newest(Act.PERMISSIONS)
    assert (entry.by, entry.label) == (ada.user, "wren")
    assert entry.details == {"groups": {"before": ["Writer"], "after": ["Editor"]}}


def test_what_a_group_may_do_is_taken_down_before_and_after(ada: Desk) -> None:
    group = Group.objects.create(name="Guests")
    permission = Group.objects.get(name=roles.WRITER).permissions.get(codename="view_brief")
    ada.open(group, "auth_group").fill(permissions=[permission.pk]).press("_save")
    details = newest(Act.PERMISSIONS).details["permissions"]
    assert (details["before"], details["after"]) == ([], [str(permission)])


def test_whatever_is_added_changed_or_deleted_in_the_admin_is_taken_down(ada: Desk) -> None:
    issue = cast.issue("Baltic")
    other, third = cast.issue("Arctic"), cast.issue("Caucasus")
    ada.open(issue, "issues_issue").fill(description="A sea.").press("_save")
    assert (newest(Act.CHANGED).label, newest(Act.CHANGED).note) == ("Baltic", "Changed Description.")
    ada.client.post(f"/admin/issues/issue/{issue.pk}/delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [other.pk, third.pk], "post": "yes"}
    ada.client.post("/admin/issues/issue/", chosen)
    gone = Entry.objects.filter(act=Act.DELETED).order_by("pk")
    assert sorted(entry.label for entry in gone) == ["Arctic", "Baltic", "Caucasus"]
    ada.open(None, "auth_group").fill(name="Guests").press("_save")
    assert newest(Act.ADDED).label == "Guests"


def test_every_admin_that_changes_something_writes_into_the_log() -> None:
    silent = {
        model._meta.label_lower
        for model, model_admin in admin.site._registry.items()  # noqa: SLF001 - Django's way
        if not isinstance(model_admin, Logged)
    }
    assert silent <= READ_ONLY


def test_saving_without_a_change_is_no_entry(ada: Desk) -> None:
    brief = cast.make_brief()
    ada.open(brief).save()
    assert not Entry.objects.filter(kind="briefs.brief").exists()


def test_an_act_that_fails_leaves_no_entry(ada: Desk) -> None:
    brief = cast.make_brief()
    with transaction.atomic():
        log.note(Act.CHANGED, ada.user, brief)
        transaction.set_rollback(True)
    assert not Entry.objects.filter(kind="briefs.brief").exists()


def test_the_house_rules_are_taken_down_before_and_after(ada: Desk) -> None:
    for ticked in ("on", None):
        page = Desk(ada.client, ada.user)
        page.address = "/admin/briefs/deskrules/1/change/"
        page.fill(**({"four_eyes": ticked} if ticked else {})).press("_save")
        assert "The rules hold from now on." in page.text()
        assert DeskRules.now().four_eyes is bool(ticked)
    told = [entry.details["four_eyes"] for entry in Entry.objects.filter(act=Act.RULES).order_by("pk")]
    assert told == [{"before": False, "after": True}, {"before": True, "after": False}]


def test_no_way_in_the_application_changes_or_removes_an_entry() -> None:
    entry = log.note(Act.CHANGED, None, words="as it was")
    entries = Entry.objects.filter(pk=entry.pk)
    entry.note = "as it never was"
    ways: list[Any] = [
        entry.save,
        entry.delete,
        entries.delete,
        lambda: entries.update(note="x"),
        lambda: Entry.objects.bulk_update([entry], ["note"]),
        lambda: Entry.objects.update_or_create(pk=entry.pk, defaults={"note": "x"}),
        lambda: Entry.objects.bulk_create(
            [entry], update_conflicts=True, unique_fields=["id"], update_fields=["note"]
        ),
        lambda: Entry._base_manager.filter(pk=entry.pk).update(note="x"),
    ]
    for way in ways:
        with pytest.raises(Unchangeable):
            way()
    assert Entry.objects.get(pk=entry.pk).note == "as it was"


def test_the_database_refuses_a_change_that_comes_past_the_application() -> None:
    entry = log.note(Act.CHANGED, None, words="as it was")
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("UPDATE audit_entry SET note = 'x' WHERE id = %s", [entry.pk])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entry.pk])
    assert Entry.objects.get(pk=entry.pk).note == "as it was"


def test_who_stands_in_the_log_is_not_deleted(ada: Desk) -> None:
    wren = cast.person("wren", roles.WRITER)
    log.note(Act.CHANGED, wren)
    answer = ada.client.post(f"/admin/auth/user/{wren.pk}/delete/", {"post": "yes"})
    assert "can’t be deleted" in answer.content.decode()
    assert User.objects.filter(pk=wren.pk).exists()
