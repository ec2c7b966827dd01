"""Whatever a public page reads moves the edition stamp when it changes, in the transaction that changes it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.test import Client

from config.pages import OF_ONE_ALONE
from editions.models import Stamp
from editions.stamp import ASK, READ, set_triggers, tables
from experts.models import Expert
from tests import cast
from tests.editions.hidden import ADDRESSES
from tests.editions.test_leaks import hide_everything

# Read for Last-Modified alone, and written in the transaction of the change that it tells of.
TOLD_OF_CHANGES = {"audit_entry"}
# What has been counted already: settling it changes no answer.
SETTLED = {"editions_count", "editions_counted", "editions_uncounted"}
NAMED = re.compile(r'(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?', re.IGNORECASE)
BRIEFS_OWN = re.compile(r'"briefs_brief"\."(\w+)"')


def stamp(asker: Any = None) -> str:
    with asker or connection.cursor() as cursor:
        cursor.execute(ASK[connection.vendor])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_every_table_that_a_public_page_reads_moves_the_stamp(client: Client) -> None:
    hide_everything()
    read: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        named = set(NAMED.findall(sql))
        if not set(BRIEFS_OWN.findall(sql)) - {"id"}:
            named.discard("briefs_brief")  # a join by its key, which the record holds fast
        read.update(named)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        for address in (each for addresses in ADDRESSES.values() for each in addresses):
            if not address.startswith(OF_ONE_ALONE):
                client.get(address)
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    missing = (read & models) - set(tables()) - TOLD_OF_CHANGES - SETTLED
    assert not missing, f"Add the models of these tables to READ in editions/stamp.py: {sorted(missing)}"


@pytest.mark.django_db
@pytest.mark.parametrize("label", READ)
def test_a_change_to_any_of_them_moves_it(label: str) -> None:
    model = apps.get_model(label)
    column = model._meta.pk.column
    cast.published(links=[cast.link_out("Elsewhere", "https://example.org/")])
    with connection.cursor() as cursor:
        cursor.execute(triggers(model._meta.db_table))
        events = {event for (event,) in cursor.fetchall()}
        assert events == {"INSERT", "UPDATE", "DELETE"}
        before = stamp()
        cursor.execute(f'UPDATE {model._meta.db_table} SET "{column}" = "{column}"')  # noqa: S608
        moved = cursor.rowcount > 0 and connection.vendor == "sqlite"
    assert not moved or stamp() != before


def triggers(table: str) -> str:
    """Which events move the stamp, asked of the database."""
    if connection.vendor == "postgresql":
        return (
            "SELECT event_manipulation FROM information_schema.triggers "  # noqa: S608
            f"WHERE event_object_table = '{table}' AND trigger_name = 'moves_stamp'"
        )
    return (
        "SELECT upper(substr(name, instr(name, '_moves_stamp_') + 13)) FROM sqlite_master "  # noqa: S608
        f"WHERE type = 'trigger' AND tbl_name = '{table}' AND name LIKE '%moves_stamp%'"
    )


@pytest.mark.django_db(transaction=True)
def test_each_transaction_moves_it_and_one_that_is_taken_back_does_not() -> None:
    seen = [stamp()]
    for name in ("Ana Quell", "Bo Quell"):
        Expert.objects.create(name=name)
        seen.append(stamp())
    Expert.objects.update(organisation="Harbour Institute")
    seen.append(stamp())
    assert len(set(seen)) == len(seen)
    with transaction.atomic():
        Expert.objects.update(organisation="")
        transaction.set_rollback(True)
    assert stamp() == seen[-1]


@pytest.mark.django_db(transaction=True)
def test_a_change_after_a_savepoint_that_was_taken_back_moves_it_too() -> None:
    Expert.objects.create(name="Ana Quell")
    before = stamp()
    with transaction.atomic():
        with transaction.atomic():
            Expert.objects.update(organisation="Nowhere")
            transaction.set_rollback(True)
        Expert.objects.update(organisation="Harbour Institute")
    assert stamp() != before


@pytest.mark.django_db(transaction=True)
def test_migrating_sets_the_triggers_again_and_moves_it() -> None:
    before = stamp()
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON experts_expert"
        name = "experts_expert_moves_stamp_insert" if connection.vendor == "sqlite" else "moves_stamp"
        cursor.execute(f"DROP TRIGGER {name}{on}")
    set_triggers("default")
    between = stamp()
    Expert.objects.create(name="Ana Quell")
    assert len({before, between, stamp()}) == 3


@pytest.mark.django_db(transaction=True)
def test_those_who_publish_at_once_do_not_wait_for_each_other() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("On SQLite one writes at a time.")
    people = [Expert.objects.create(name=name) for name in ("Ana Quell", "Bo Quell")]
    other = connections.create_connection("default")
    change = "UPDATE experts_expert SET organisation = 'Harbour' WHERE id = %s"
    before = stamp()
    try:
        with transaction.atomic():
            Expert.objects.filter(pk=people[0].pk).update(organisation="Harbour")
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
                cursor.execute(change, [people[1].pk])
                between = stamp(cursor)
    finally:
        other.close()
    assert len({before, between, stamp()}) == 3
    assert Stamp.objects.count() == 2
