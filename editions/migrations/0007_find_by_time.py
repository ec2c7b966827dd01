"""What comes next and what came last are asked by the time alone: on the front page, and on the schedule."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0006_published_images")]
    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["live_from"], name="edition_by_its_time"),
        ),
    ]
