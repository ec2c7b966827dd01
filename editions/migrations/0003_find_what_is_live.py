"""Which editions are live is asked for every count: this index answers without a look at their words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0002_record_guards_itself")]
    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["live_until", "live_from"], name="edition_live"),
        ),
    ]
