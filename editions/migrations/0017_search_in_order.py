"""Words of editions in the order of lists, with marks of what else is asked for: the index is made anew once."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from editions.searching import marks_of, place

before = import_module("editions.migrations.0011_find_by_words")
TABLE, INDEX = before.TABLE, before.INDEX
BATCH = 1000
IN_ORDER = [
    statement.replace("content_rowid='edition_id'", "content_rowid='place'")
    .replace("OLD.edition_id", "OLD.place")
    .replace("NEW.edition_id", "NEW.place")
    for statement in before.SQLITE
]


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        before.drop_index(apps, schema_editor)
    else:
        schema_editor.execute(f"DROP INDEX {INDEX}")


def mark(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    editions = apps.get_model("editions", "Edition").objects.order_by("pk")
    rows = editions.values_list("pk", "date", "brief_id", "number", "content")
    with schema_editor.connection.cursor() as cursor:
        for batch in batches(rows):
            cursor.executemany(
                f"UPDATE {TABLE} SET place = %s, body = body || %s WHERE edition_id = %s", batch  # noqa: S608
            )


def batches(rows: Any) -> Iterator[list[tuple[int, str, int]]]:
    last = 0
    while found := list(rows.filter(pk__gt=last)[:BATCH]):
        last = found[-1][0]
        yield [
            (place(date, brief, number), " " + " ".join(marks(content)), key)
            for key, date, brief, number, content in found
        ]


def marks(content: dict[str, Any]) -> list[str]:
    issues, experts = (tag["issue"] for tag in content["issues"]), (said["expert"] for said in content["quotes"])
    return marks_of(issues, filter(None, experts))


def unmark(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Marks do no harm to who does not know them."""


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX {INDEX} ON {TABLE} USING gin (vector)")
        return
    rebuilt(schema_editor, IN_ORDER)


def rebuilt(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement)
    schema_editor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608


def back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        rebuilt(schema_editor, before.SQLITE)
    else:
        make_index(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0016_stored_counts'),
    ]

    operations = [
        migrations.RunPython(drop_index, back),
        migrations.AddField('editiontext', 'place', models.BigIntegerField(null=True)),
        migrations.RunPython(mark, unmark),
        migrations.AlterField('editiontext', 'place', models.BigIntegerField(unique=True)),
        migrations.RunPython(make_index, drop_index),
    ]
