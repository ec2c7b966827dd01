"""The database's own word on the log: an entry is never changed, nor removed.

SQLite keeps no guard against removal, for there a whole table can be emptied in no other way; the models refuse it.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSAL = "An entry of the audit log never changes."
POSTGRESQL = [
    f"""
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{REFUSAL}'; END $$
    """,
    """
    CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
]
SQLITE = [
    f"""
    CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION audit_refuse CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER audit_entry_stays")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_the_log")]
    operations = [migrations.RunPython(guard, unguard)]
