"""From a value to a brief's rows: what importing and restoring do."""

import dataclasses
from typing import Any

from django.db import models, transaction

from briefs.content import Content, Picture, Tag
from briefs.models import Brief, Image
from issues.models import Issue

Rows = dict[str, dict[str, Any]]
FIELDS = ("label", "date", "title", "slug", "developments", "language")


@transaction.atomic
def write(brief: Brief, content: Content) -> Brief:
    """Make the rows of `brief`, saved or new, say `content`; parts that it still holds keep their rows.

    An expert or issue that was merged since is the one that it was merged into. Raises IntegrityError when an expert
    or linked brief that the content names is gone.
    """
    for field in FIELDS:
        setattr(brief, field, getattr(content, field))
    brief.original_id = content.original
    image = image_fields(content)
    for field, value in image.items():
        setattr(brief, field, value)
    # The status is the workflow's alone: a brief that was fetched before a move must not undo it.
    brief.save(update_fields=[*FIELDS, *image, "original", "changed_at"] if brief.pk else None)
    content = today(brief, content)
    for rows, wanted in zip((brief.quotes, brief.sections, brief.links), parts(content), strict=True):
        _match(rows, wanted)
    brief.issues.set(list(Issue.objects.filter(pk__in=[tag.issue for tag in content.issues])))
    return brief


def parts(content: Content) -> tuple[Rows, Rows, Rows]:
    """The fields of the rows of quotations, sections and links that say `content`, by the key of each, in its order."""
    return (
        {
            q.key: {"text": q.text, "expert_id": q.expert, "name": q.name, "title": q.title}
            for q in content.quotes
        },
        {s.key: {"heading": s.heading, "body": s.body} for s in content.sections},
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


def today(brief: Brief, content: Content) -> Content:
    """`content`, stored for `brief`, with the issues and experts that its keys mean today, and those issues' names.

    An issue that is gone is left out; a quotation of an expert who is gone keeps the key. Three queries, and two more
    when something was merged or is gone.
    """
    issues = Issue.objects.present(tag.issue for tag in content.issues).values()
    speakers = brief.quotes.speakers_today(quote.expert for quote in content.quotes if quote.expert)
    return dataclasses.replace(
        content,
        issues=tuple(
            Tag(issue.pk, issue.name)
            for issue in Issue.objects.filter(pk__in={issue.pk for issue in issues}).in_order()
        ),
        quotes=tuple(
            dataclasses.replace(quote, expert=speakers.get(quote.expert, quote.expert))
            if quote.expert
            else quote
            for quote in content.quotes
        ),
    )


def image_fields(content: Content) -> dict[str, Any]:
    """The fields that hold the lead image. Raises Image.DoesNotExist when its file is not among the uploads."""
    picture = content.image or Picture("", 0, 0)
    return {
        "image": Image.objects.get(digest=picture.digest) if content.image else None,
        "image_alt": picture.alt,
        "image_decorative": picture.decorative,
        "image_credit": picture.credit,
        "image_focus_x": picture.focus[0],
        "image_focus_y": picture.focus[1],
    }


def _match(rows: Any, wanted: Rows) -> None:
    """Update, add and remove the rows of one kind so that they are `wanted`, in its order, matched by key."""
    rows.exclude(key__in=wanted).delete()
    present: dict[str, models.Model] = {row.key: row for row in rows.all()}
    for position, (key, values) in enumerate(wanted.items()):
        row = present.get(key) or rows.model(key=key, **{rows.field.name: rows.instance})
        for name, value in {"position": position, **values}.items():
            setattr(row, name, value)
        row.save()
