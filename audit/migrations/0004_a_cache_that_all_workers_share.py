from typing import Any

from django.core.management import call_command
from django.db import migrations

TABLE = "shared_cache"


def make(_: Any, schema_editor: Any) -> None:
    """With Django's own command, which knows what its database cache wants."""
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(_: Any, schema_editor: Any) -> None:
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_find_what_is_flagged"),
    ]

    operations = [migrations.RunPython(make, drop)]
