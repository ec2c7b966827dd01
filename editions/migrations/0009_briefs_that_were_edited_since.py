"""A brief's status tells of its newest words: so one that was edited since it was published or withdrawn is a draft.

Before, it told of the page. Taken back, a brief with a page is published again, and no state that was unknown stays.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

SHOWN = ["published", "withdrawn"]
WORKING = ["draft", "review", "approved"]


def tell_of_the_words(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    newest = apps.get_model("briefs", "Revision").objects.using(using).filter(brief=OuterRef("pk"))
    editions = apps.get_model("editions", "Edition").objects.using(using).filter(brief=OuterRef("pk"))
    edited = apps.get_model("briefs", "Brief").objects.using(using).annotate(
        saved=Subquery(newest.order_by("-number").values("digest")[:1]),
        printed=Subquery(editions.order_by("-number").values("digest")[:1]),
    )
    edited.filter(~Q(saved=F("printed")), status__in=SHOWN).update(status="draft")


def tell_of_the_page(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    editions = apps.get_model("editions", "Edition").objects.using(using).filter(brief=OuterRef("pk"))
    briefs = apps.get_model("briefs", "Brief").objects.using(using)
    standing = editions.filter(Q(live_until=None) | Q(live_until__gt=timezone.now()), withdrawn_at=None)
    briefs.filter(Exists(standing), status__in=WORKING).update(status="published")
    briefs.filter(status__in=WORKING).update(status="draft")


class Migration(migrations.Migration):
    dependencies = [
        ("briefs", "0008_autosaves_outlive_their_brief"),
        ("editions", "0008_guard_what_is_to_come"),
    ]
    operations = [migrations.RunPython(tell_of_the_words, tell_of_the_page)]
