"""The words that the desk's search finds briefs by, and what was done to many briefs at once.

The database's own index stands beside the table: on SQLite a virtual table that triggers keep, on PostgreSQL a
generated column. What is there already is indexed here.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from briefs.indexing import rebuild

TABLE, INDEX = "briefs_searchdocument", "briefs_searchindex"
TAKE_OUT = f"INSERT INTO {INDEX}({INDEX}, rowid, title, body) VALUES ('delete', OLD.brief_id, OLD.title, OLD.body);"  # noqa: S608
PUT_IN = f"INSERT INTO {INDEX}(rowid, title, body) VALUES (NEW.brief_id, NEW.title, NEW.body);"  # noqa: S608
SQLITE = [
    # The words are folded and stemmed already: this tokenizer parts them at spaces and does nothing else.
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(title, body, content='{TABLE}', content_rowid='brief_id', tokenize='ascii')",
    f"CREATE TRIGGER {INDEX}_added AFTER INSERT ON {TABLE} BEGIN {PUT_IN} END",
    f"CREATE TRIGGER {INDEX}_removed AFTER DELETE ON {TABLE} BEGIN {TAKE_OUT} END",
    f"CREATE TRIGGER {INDEX}_changed AFTER UPDATE ON {TABLE} BEGIN {TAKE_OUT} {PUT_IN} END",
]
POSTGRESQL = [
    f"""
    ALTER TABLE {TABLE} ADD COLUMN vector tsvector GENERATED ALWAYS AS
    (setweight(to_tsvector('simple'::regconfig, title), 'A') || setweight(to_tsvector('simple'::regconfig, body), 'B'))
    STORED
    """,
    f"CREATE INDEX {INDEX} ON {TABLE} USING gin (vector)",
]


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN vector")
        return
    for event in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER {INDEX}_{event}")
    schema_editor.execute(f"DROP TABLE {INDEX}")


def index_what_is_there(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    revision, source, document = (apps.get_model("briefs", n) for n in ("Revision", "Source", "SearchDocument"))
    for _ in rebuild(revision.objects, source.objects, document):
        pass


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0005_comments_keep_what_they_are_about'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('tag', 'Add an issue'), ('untag', 'Remove an issue'), ('assign', 'Assign to someone'), ('submit', 'Submit for review')], max_length=10)),
                ('subject', models.PositiveBigIntegerField(null=True)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(db_index=True)),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BulkRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=300)),
                ('outcome', models.CharField(choices=[('done', 'Changed'), ('refused', 'Left as it was'), ('undone', 'Put back'), ('kept', 'Not put back')], max_length=10)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('brief', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_document', serialize=False, to='briefs.brief')),
                ('title', models.TextField()),
                ('body', models.TextField()),
            ],
        ),
        migrations.AddIndex(
            model_name='brief',
            index=models.Index(fields=['-date'], name='brief_dated'),
        ),
        migrations.AddIndex(
            model_name='brief',
            index=models.Index(fields=['label'], name='brief_labelled'),
        ),
        migrations.AddField(
            model_name='bulkact',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bulkact',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bulkrow',
            name='act',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='briefs.bulkact'),
        ),
        migrations.AddField(
            model_name='bulkrow',
            name='brief',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='briefs.brief'),
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop),
    ]
