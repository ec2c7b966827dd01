"""The phrases that real briefs are known to use. Staff add to them, change and remove them at the desk."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PHRASES = {
    "label": ["Flash Brief", "Policy Brief", "Policy Alert", "Insight", "Situation Report"],
    "developments": ["Latest Developments", "Latest Development", "What Happened", "The Latest"],
    "analysis": ["Expert Analysis", "* Expert Analysis", "Expert Response", "* Expert Response", "Expert Reaction"],
    "related": ["Related Analysis", "Related Links", "Related Reading", "Read More"],
    "issues": ["Issues", "Issue"],
    "topics": ["Topics", "Topic", "Tags"],
    "attribution": ["— {name}, {title}", "{name}, {title}", "— {name}", "{name} is {title}", "{name} serves as {title}"],
    "noise": [
        "magnifier", "linkedin", "facebook", "pinterest", "youtube", "rss", "twitter", "instagram", "facebook-blank",
        "rss-blank", "linkedin-blank", "x", "whatsapp", "telegram", "email", "mail", "print", "pdf", "share", "copy link",
        "share this", "download", "tweet", "subscribe", "back to top", "menu", "close", "search",
    ],
}  # fmt: skip


def add_phrases(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    phrase = apps.get_model("briefs", "ReaderPhrase")
    rows = [phrase(kind=kind, text=text) for kind, texts in PHRASES.items() for text in texts]
    # Taken back, this leaves them: what the newsroom made of them is its own. So some may stand there already.
    phrase.objects.using(schema_editor.connection.alias).bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("briefs", "0001_initial")]
    operations = [migrations.RunPython(add_phrases, migrations.RunPython.noop)]
