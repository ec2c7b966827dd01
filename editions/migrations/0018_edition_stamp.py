"""A stamp that moves with all that public pages read. `editions.stamp` sets its triggers after each migrate."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from editions.stamp import drop_triggers


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        drop_triggers(cursor, schema_editor.connection.vendor)


class Migration(migrations.Migration):

    dependencies = [("editions", "0017_search_in_order")]

    operations = [
        migrations.CreateModel(
            name='Stamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name': 'edition stamp',
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, unguard),
    ]
