"""The database's own word on the record: an edition's words never change, and a brief's ranges never overlap.

A range may be ended, and its end moved while it still lies ahead; an end that has passed is history.
Merging issues or experts may repoint an index row, so only an index row's words are frozen.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FROZEN = {
    "editions_edition": "id brief_id number revision_id label date slug title content digest live_from published_by_id",
    "editions_editionquote": "edition_id key position name title text date brief_id",
    "editions_editionissue": "edition_id date brief_id",
    "editions_editionlink": "edition_id key",
}
CHANGED = "An edition never changes."
PASSED = "The end of an edition that has passed never changes."
OVERLAP = "Two editions of one brief cannot be live at once."

POSTGRESQL = [
    """
    CREATE FUNCTION editions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = TG_ARGV[0]; END $$
    """,
    f"""
    CREATE TRIGGER editions_edition_end_passed BEFORE UPDATE ON editions_edition FOR EACH ROW
    WHEN (OLD.live_until <= now() AND OLD.live_until IS DISTINCT FROM NEW.live_until)
    EXECUTE FUNCTION editions_refuse('{PASSED}')
    """,
    """
    ALTER TABLE editions_edition ADD CONSTRAINT edition_ranges_never_overlap
    EXCLUDE USING gist (int8range(brief_id, brief_id, '[]') WITH &&, tstzrange(live_from, live_until) WITH &&)
    """,
]
SQLITE = [
    f"""
    CREATE TRIGGER editions_edition_end_passed BEFORE UPDATE ON editions_edition
    WHEN OLD.live_until <= strftime('%Y-%m-%d %H:%M:%f', 'now') AND OLD.live_until IS NOT NEW.live_until
    BEGIN SELECT RAISE(ABORT, '{PASSED}'); END
    """,
    *(
        f"""
        CREATE TRIGGER editions_edition_overlap_{event} AFTER {event} ON editions_edition
        WHEN EXISTS (
            SELECT 1 FROM editions_edition other WHERE other.brief_id = NEW.brief_id AND other.id <> NEW.id
            AND (other.live_until IS NULL OR other.live_until > NEW.live_from)
            AND (NEW.live_until IS NULL OR NEW.live_until > other.live_from)
        )
        BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END
        """  # noqa: S608 - made of the constants above
        for event in ("INSERT", "UPDATE")
    ),
]


def guards(vendor: str) -> list[str]:
    postgresql = vendor == "postgresql"
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    act = (
        f"EXECUTE FUNCTION editions_refuse('{CHANGED}')"
        if postgresql
        else f"BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END"
    )
    return [
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW WHEN ("
        + " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns.split())
        + f") {act}"
        for table, columns in FROZEN.items()
    ]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for statement in (POSTGRESQL if vendor == "postgresql" else SQLITE) + guards(vendor):
        schema_editor.execute(statement)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE editions_edition DROP CONSTRAINT edition_ranges_never_overlap")
        schema_editor.execute("DROP FUNCTION editions_refuse CASCADE")
        return
    names = [f"{table}_frozen" for table in FROZEN] + ["editions_edition_end_passed"]
    for name in [*names, "editions_edition_overlap_INSERT", "editions_edition_overlap_UPDATE"]:
        schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("editions", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
