"""The whole words of what is published, for guesses at what a misspelt one meant."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from editions.suggesting import relearn


def learn_what_is_there(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for _ in relearn(apps.get_model("editions", "Edition").objects, apps.get_model("editions", "EditionWord")):
        pass


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0012_find_translations'),
    ]

    operations = [
        migrations.CreateModel(
            name='EditionWord',
            fields=[
                ('word', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('head', models.CharField(max_length=2)),
                ('tail', models.CharField(max_length=3)),
                ('length', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'word of editions',
                'verbose_name_plural': 'words of editions',
                'indexes': [models.Index(fields=['head', 'length'], name='edition_word_by_head'), models.Index(fields=['tail', 'length'], name='edition_word_by_tail')],
            },
        ),
        migrations.RunPython(learn_what_is_there, migrations.RunPython.noop),
    ]
