"""Pages that ended before now were all withdrawn: say so, now that a page may also expire by itself.

So was an edition that ended as it began, before its time came. An end that is still to come expires: it was set after
this migration, which was taken back since.
"""

import datetime

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

TICK = datetime.timedelta(seconds=1)


def say_withdrawn(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    editions = apps.get_model("editions", "Edition").objects.using(schema_editor.connection.alias)
    next_one = editions.filter(brief=OuterRef("brief"), live_from=OuterRef("live_until"))
    over = Q(live_until__lte=timezone.now()) | Q(live_until__lte=F("live_from") + TICK)
    editions.filter(over, ~Exists(next_one)).update(withdrawn_at=F("live_until"))


def forget(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The column goes with the migration before this one."""


class Migration(migrations.Migration):
    dependencies = [("editions", "0004_when_published_and_withdrawn")]
    operations = [migrations.RunPython(say_withdrawn, forget)]
