"""From a value to a brief's rows: what importing does today and restoring will."""

from typing import Any

from django.db import models, transaction

from briefs.content import Content
from briefs.models import Brief
from issues.models import Issue

FIELDS = ("label", "date", "title", "slug", "developments")


@transaction.atomic
def write(brief: Brief, content: Content) -> Brief:
    """Make the rows of `brief`, saved or new, say `content`; parts that it still holds keep their rows.

    Raises IntegrityError when an expert, issue or linked brief that the content names is gone.
    """
    for field in FIELDS:
        setattr(brief, field, getattr(content, field))
    # The status is the workflow's alone: a brief that was fetched before a move must not undo it.
    brief.save(update_fields=[*FIELDS, "changed_at"] if brief.pk else None)
    _match(
        brief.quotes,
        {
            q.key: {"text": q.text, "expert_id": q.expert, "name": q.name, "title": q.title}
            for q in content.quotes
        },
    )
    _match(brief.sections, {s.key: {"heading": s.heading, "body": s.body} for s in content.sections})
    _match(
        brief.links,
        {
            link.key: {
                "title": link.title,
                "url": link.url,
                "target_id": link.brief,
                "authors": "; ".join(link.authors),
                "source": link.source,
            }
            for link in content.links
        },
    )
    brief.issues.set(list(Issue.objects.filter(pk__in=[tag.issue for tag in content.issues])))
    return brief


def _match(rows: Any, wanted: dict[str, dict[str, Any]]) -> None:
    """Update, add and remove the rows of one kind so that they are `wanted`, in its order, matched by key."""
    rows.exclude(key__in=wanted).delete()
    present: dict[str, models.Model] = {row.key: row for row in rows.all()}
    for position, (key, values) in enumerate(wanted.items()):
        row = present.get(key) or rows.model(key=key, **{rows.field.name: rows.instance})
        for name, value in {"position": position, **values}.items():
            setattr(row, name, value)
        row.save()
