"""The database's own word on the schedule: when an edition was published never changes, nor that it was withdrawn, and
no two briefs ever have a page at one address at once.

An act that looked at the clock a moment ago may still move an end that passed while it was at work: so the guard of
ends that have passed leaves it two seconds.
"""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

before = import_module("editions.migrations.0002_record_guards_itself")

FROZEN = f"{before.FROZEN['editions_edition']} published_at"
WITHDRAWN = "withdrawn_at withdrawn_by_id"
SHARED = "Two briefs cannot have a page at one address at once."

DROP_POSTGRESQL = [
    "DROP TRIGGER editions_edition_frozen ON editions_edition",
    "DROP TRIGGER editions_edition_end_passed ON editions_edition",
]
DROP_SQLITE = ["DROP TRIGGER editions_edition_frozen", "DROP TRIGGER editions_edition_end_passed"]

POSTGRESQL = [
    f"""
    CREATE TRIGGER editions_edition_end_passed BEFORE UPDATE ON editions_edition FOR EACH ROW
    WHEN (OLD.live_until <= now() - interval '2 seconds' AND OLD.live_until IS DISTINCT FROM NEW.live_until)
    EXECUTE FUNCTION editions_refuse('{before.PASSED}')
    """,
    """
    ALTER TABLE editions_edition ADD CONSTRAINT edition_addresses_never_shared EXCLUDE USING gist (
        int8range(hashtextextended(slug, 0), hashtextextended(slug, 0), '[]') WITH &&,
        daterange(date, date, '[]') WITH &&,
        tstzrange(live_from, live_until) WITH &&
    )
    """,
]
SQLITE = [
    f"""
    CREATE TRIGGER editions_edition_end_passed BEFORE UPDATE ON editions_edition
    WHEN OLD.live_until <= strftime('%Y-%m-%d %H:%M:%f', 'now', '-2 seconds') AND OLD.live_until IS NOT NEW.live_until
    BEGIN SELECT RAISE(ABORT, '{before.PASSED}'); END
    """,
    *(
        f"""
        CREATE TRIGGER editions_edition_address_{event} AFTER {event} ON editions_edition
        WHEN EXISTS (
            SELECT 1 FROM editions_edition other
            WHERE other.slug = NEW.slug AND other.date = NEW.date AND other.id <> NEW.id
            AND (other.live_until IS NULL OR other.live_until > NEW.live_from)
            AND (NEW.live_until IS NULL OR NEW.live_until > other.live_from)
        )
        BEGIN SELECT RAISE(ABORT, '{SHARED}'); END
        """  # noqa: S608 - made of the constants above
        for event in ("INSERT", "UPDATE")
    ),
]


def frozen(vendor: str) -> str:
    postgresql = vendor == "postgresql"
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    act = (
        f"FOR EACH ROW WHEN (%s) EXECUTE FUNCTION editions_refuse('{before.CHANGED}')"
        if postgresql
        else f"WHEN (%s) BEGIN SELECT RAISE(ABORT, '{before.CHANGED}'); END"
    )
    words = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in FROZEN.split())
    withdrawn = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in WITHDRAWN.split())
    rule = f"{words} OR (OLD.withdrawn_at IS NOT NULL AND ({withdrawn}))"
    return "CREATE TRIGGER editions_edition_frozen BEFORE UPDATE ON editions_edition " + act.replace("%s", rule)


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    postgresql = vendor == "postgresql"
    for statement in DROP_POSTGRESQL if postgresql else DROP_SQLITE:
        schema_editor.execute(statement)
    for statement in [*(POSTGRESQL if postgresql else SQLITE), frozen(vendor)]:
        schema_editor.execute(statement)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        drop = [*DROP_POSTGRESQL, "ALTER TABLE editions_edition DROP CONSTRAINT edition_addresses_never_shared"]
    else:
        drop = [*DROP_SQLITE, *(f"DROP TRIGGER editions_edition_address_{event}" for event in ("INSERT", "UPDATE"))]
    end_passed = next(each for each in (before.POSTGRESQL if vendor == "postgresql" else before.SQLITE) if "end_passed" in each)
    for statement in [*drop, end_passed, before.guards(vendor)[0]]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("editions", "0007_find_by_time")]
    operations = [migrations.RunPython(guard, unguard)]
