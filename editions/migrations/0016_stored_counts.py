"""Counts that are kept, and the log of what they do not know yet, which triggers write whoever changes the record.

An edition that was never counted leaves with all that the log says of it; where one goes that was counted, nothing is
known any more until all is counted anew.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

INTO = "INSERT INTO editions_uncounted (edition, at, kind, number, was, now)"
BEGUN = "EXISTS (SELECT 1 FROM editions_uncounted WHERE edition = {edition} AND kind = 0)"
OF_EDITION = INTO + " SELECT id, live_from, {kind}, 0, {was}, {now} FROM editions_edition WHERE id = {edition}"  # noqa: S608
FORGET = "DELETE FROM editions_counted WHERE NOT " + BEGUN.format(edition="OLD.id")  # noqa: S608


def retagged(edition: str, was: str, now: str, kind: int = 2) -> str:
    return OF_EDITION.format(edition=edition, kind=kind, was=was, now=now)


# By the name of the trigger: the event, the table, when, and what is then done.
TRIGGERS = {
    "begins": (
        "INSERT", "editions_edition", None,
        f"{INTO} VALUES (NEW.id, NEW.live_from, 0, 1, 0, 0)",
    ),
    "ends": (
        "INSERT", "editions_edition", "NEW.live_until IS NOT NULL",
        f"{INTO} VALUES (NEW.id, NEW.live_until, 1, -1, 0, 0)",
    ),
    "ends_not": (
        "UPDATE", "editions_edition", "OLD.live_until IS NOT NULL AND OLD.live_until {differs} NEW.live_until",
        f"{INTO} VALUES (NEW.id, OLD.live_until, 1, 1, 0, 0)",
    ),
    "ends_now": (
        "UPDATE", "editions_edition", "NEW.live_until IS NOT NULL AND OLD.live_until {differs} NEW.live_until",
        f"{INTO} VALUES (NEW.id, NEW.live_until, 1, -1, 0, 0)",
    ),
    "gone": (
        "DELETE", "editions_edition", None,
        f"{FORGET}; DELETE FROM editions_uncounted WHERE edition = OLD.id",  # noqa: S608
    ),
    "tagged": (
        "INSERT", "editions_editionissue", None,
        f"{retagged('NEW.edition_id', '0', 'NEW.issue_id')} AND NOT {BEGUN.format(edition='NEW.edition_id')}",
    ),
    "retagged": (
        "UPDATE", "editions_editionissue", "OLD.issue_id {differs} NEW.issue_id",
        retagged("NEW.edition_id", "OLD.issue_id", "NEW.issue_id"),
    ),
    "untagged": ("DELETE", "editions_editionissue", None, retagged("OLD.edition_id", "OLD.issue_id", "0")),
    "renamed": (
        "UPDATE", "editions_editionquote", "OLD.expert_id {differs} NEW.expert_id",
        retagged("NEW.edition_id", "OLD.expert_id", "NEW.expert_id", kind=3),
    ),
}  # fmt: skip


def listen(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    for name, (event, table, condition, act) in TRIGGERS.items():
        when = f"WHEN ({condition.format(differs=differs)})" if condition else ""
        head = f"CREATE TRIGGER editions_log_{name} AFTER {event} ON {table} FOR EACH ROW {when}"
        if postgresql:
            schema_editor.execute(
                f"CREATE FUNCTION editions_log_{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {act}; RETURN NULL; END $$"
            )
            schema_editor.execute(f"{head} EXECUTE FUNCTION editions_log_{name}()")
        else:
            schema_editor.execute(f"{head} BEGIN {act}; END")


def be_deaf(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in TRIGGERS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION editions_log_{name} CASCADE")
        else:
            schema_editor.execute(f"DROP TRIGGER editions_log_{name}")


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0015_issue_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('hierarchy', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Uncounted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.BigIntegerField(db_index=True)),
                ('at', models.DateTimeField(db_index=True)),
                ('kind', models.SmallIntegerField()),
                ('number', models.SmallIntegerField()),
                ('was', models.BigIntegerField()),
                ('now', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Count',
            fields=[
                ('pk', models.CompositePrimaryKey('one', 'two', 'kind', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('one', models.BigIntegerField()),
                ('two', models.BigIntegerField()),
                ('kind', models.SmallIntegerField()),
                ('key', models.BigIntegerField()),
                ('briefs', models.IntegerField()),
                ('quotes', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('kind', 1), ('one', 0)), fields=['key'], name='edition_count_of_person')],
            },
        ),
        migrations.RunPython(listen, be_deaf),
    ]
