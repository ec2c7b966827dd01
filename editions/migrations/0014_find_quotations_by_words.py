"""The words of each published quotation, so that of a brief's quotations those are found that hold what is asked for."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from editions.spoken import rebuild


def index_what_is_there(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    quotes, text = (apps.get_model("editions", name) for name in ("EditionQuote", "QuoteText"))
    for _ in rebuild(quotes.objects, text):
        pass


class Migration(migrations.Migration):
    dependencies = [("editions", "0013_know_whole_words")]
    operations = [
        migrations.CreateModel(
            name="QuoteText",
            fields=[
                (
                    "quote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="word_row",
                        serialize=False,
                        to="editions.editionquote",
                    ),
                ),
                ("words", models.TextField()),
            ],
            options={"verbose_name": "words of a quotation", "verbose_name_plural": "words of a quotation"},
        ),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop),
    ]
