"""The words that readers find editions by. What is published already is indexed here.

The database's own index stands beside the table: on SQLite a virtual table that triggers keep, on PostgreSQL a
generated column, made by a function of ours that parts words at spaces and does nothing else to them.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from briefs.content import Content
from editions.searching import words_of

TABLE, INDEX = "editions_editiontext", "editions_textindex"
TAKE_OUT = f"INSERT INTO {INDEX}({INDEX}, rowid, title, quotes, body) VALUES ('delete', OLD.edition_id, OLD.title, OLD.quotes, OLD.body);"  # noqa: S608
PUT_IN = f"INSERT INTO {INDEX}(rowid, title, quotes, body) VALUES (NEW.edition_id, NEW.title, NEW.quotes, NEW.body);"  # noqa: S608
SQLITE = [
    # The words are folded and stemmed already: this tokenizer parts them at spaces and does nothing else.
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(title, quotes, body, content='{TABLE}', content_rowid='edition_id', tokenize='ascii')",
    f"CREATE TRIGGER {INDEX}_added AFTER INSERT ON {TABLE} BEGIN {PUT_IN} END",
    f"CREATE TRIGGER {INDEX}_removed AFTER DELETE ON {TABLE} BEGIN {TAKE_OUT} END",
    f"CREATE TRIGGER {INDEX}_changed AFTER UPDATE ON {TABLE} BEGIN {TAKE_OUT} {PUT_IN} END",
]
POSTGRESQL = [
    """
    CREATE FUNCTION editions_vector(words text, weight "char") RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(coalesce(string_agg('''' || word || ''':' || place, ' '), '')::tsvector, weight)
    FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS each(word, place) WHERE word <> ''
    $$
    """,
    f"""
    ALTER TABLE {TABLE} ADD COLUMN vector tsvector GENERATED ALWAYS AS
    (editions_vector(title, 'A') || editions_vector(quotes, 'B') || editions_vector(body, 'C')) STORED
    """,
    f"CREATE INDEX {INDEX} ON {TABLE} USING gin (vector)",
]


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN vector")
        schema_editor.execute('DROP FUNCTION editions_vector(text, "char")')
        return
    for event in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER {INDEX}_{event}")
    schema_editor.execute(f"DROP TABLE {INDEX}")


def index_what_is_there(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    text = apps.get_model("editions", "EditionText").objects
    for edition in apps.get_model("editions", "Edition").objects.only("content").iterator():
        text.create(edition=edition, **words_of(Content.from_json(edition.content)))


class Migration(migrations.Migration):

    dependencies = [("editions", "0010_find_quotations")]

    operations = [
        migrations.CreateModel(
            name='EditionText',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='editions.edition')),
                ('title', models.TextField()),
                ('quotes', models.TextField()),
                ('body', models.TextField()),
            ],
            options={
                'verbose_name': 'words of an edition',
                'verbose_name_plural': 'words of an edition',
            },
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop),
    ]
