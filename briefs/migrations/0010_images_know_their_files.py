"""Pages name only files of a picture that were made: from now on there are more kinds and more widths than before."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WIDTHS = (480, 960, 1600)


def tell(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The files that were made of each picture until now."""
    for image in apps.get_model("briefs", "Image").objects.iterator():
        widths = [each for each in WIDTHS if each < image.width] + ([image.width] if image.width <= 1600 else [])
        image.files = {"webp": widths, "jpg": widths}
        image.save(update_fields=["files"])


class Migration(migrations.Migration):
    dependencies = [("briefs", "0009_language_and_translations")]
    operations = [
        migrations.AddField(model_name="image", name="files", field=models.JSONField(default=dict)),
        migrations.RunPython(tell, migrations.RunPython.noop, elidable=True),
    ]
