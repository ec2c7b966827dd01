"""A quotation is asked for by its own key, and all of them by their dates."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0009_briefs_that_were_edited_since")]
    operations = [
        migrations.AddIndex(
            model_name="editionquote",
            index=models.Index(fields=["-date", "-brief", "position"], name="edition_quote_all"),
        ),
        migrations.AddIndex(
            model_name="editionquote",
            index=models.Index(fields=["key"], name="edition_quote_by_key"),
        ),
    ]
