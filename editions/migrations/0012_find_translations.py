"""Which published brief is a translation of which: found by the original, and frozen like the rest of an edition."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

guards = import_module("editions.migrations.0002_record_guards_itself")
TABLE = "editions_editiontranslation"


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    refuse = (
        f"EXECUTE FUNCTION editions_refuse('{guards.CHANGED}')"
        if postgresql
        else f"BEGIN SELECT RAISE(ABORT, '{guards.CHANGED}'); END"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ("
        f"OLD.edition_id {differs} NEW.edition_id OR OLD.original_id {differs} NEW.original_id) {refuse}"
    )


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The table goes, and its trigger with it."""



class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0009_language_and_translations'),
        ('editions', '0011_find_by_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='EditionTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='translation_row', to='editions.edition')),
                ('original', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translated_by_rows', to='briefs.brief')),
            ],
            options={
                'verbose_name': 'published translation',
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
