"""From what stands in a brief's form, saved or not, to the value that it says. Nothing is written.

Previews, checks and the merge of two people's words all begin here.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME

from briefs.composing import compose_image, compose_link
from briefs.content import Content, Quote, Section, Tag
from briefs.models import free_slug
from briefs.richtext import CleanHTML, without_controls
from issues.models import Issue

LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class FormContent:
    """What a form says. `prefixes` tells which of its parts says what: of each kind ("quotes", "sections", "links")
    the prefix of the form's fields for each part of the content, in the content's order, such as `quotes-2`.
    """

    content: Content
    prefixes: dict[str, list[str]]


def content_of(form: Any, formsets: Sequence[Any]) -> FormContent:
    """What would be saved of the bound admin form of a brief and of its parts, both already validated.

    A field that was refused says what was typed, where that can be said: words do, a day that does not exist does not.
    Two queries at most, however many parts there are; three with an image.
    """
    brief = written(form)
    parts = {formset.prefix: list(kept(formset)) for formset in formsets}
    rows = {kind: [written(part) for part in forms] for kind, forms in parts.items()}
    content = Content(
        label=brief.label,
        date=brief.date,
        title=brief.title,
        slug=brief.slug or (free_slug(brief.title, brief.date, brief.pk) if brief.title else ""),
        developments=CleanHTML(brief.developments),
        quotes=tuple(_quote(row) for row in rows.get("quotes", ())),
        sections=tuple(
            Section(row.key, row.heading, CleanHTML(row.body)) for row in rows.get("sections", ())
        ),
        links=tuple(compose_link(row) for row in rows.get("links", ())),
        issues=_tags(form),
        image=compose_image(brief),
        language=brief.language,
        original=brief.original_id,
    )
    return FormContent(content, {kind: [part.prefix for part in forms] for kind, forms in parts.items()})


def kept(formset: Any) -> Iterator[Any]:
    """The forms of the parts that would be there after saving, in the order in which they would be read."""
    standing = [
        (part.instance.position, part.instance.pk or LARGEST_KEY, index, part)
        for index, part in enumerate(formset.forms)
        if (index < formset.initial_form_count() or part.has_changed())
        and not (formset.can_delete and part.cleaned_data.get(DELETION_FIELD_NAME))
    ]
    return (part for *_, part in sorted(standing, key=lambda each: each[:3]))


def written(form: Any) -> Any:
    """The row of a bound form as it would be saved, with what was typed into fields that were refused."""
    row = copy.copy(form.instance)
    for name in set(form.errors) & set(form.fields) - {"key", "issues"}:
        _put(row, name, form.fields[name], form[name].value())
    return row


def _put(row: Any, name: str, field: forms.Field, typed: Any) -> None:
    if isinstance(field, forms.CharField):
        setattr(row, name, without_controls(str(typed or "")))
    elif isinstance(field, forms.ModelChoiceField | forms.DateField):
        setattr(row, name, None)


def _quote(row: Any) -> Quote:
    name = row.name or (row.expert.name if row.expert else "")
    return Quote(row.key, CleanHTML(row.text), row.expert_id, name, row.title)


def _tags(form: Any) -> tuple[Tag, ...]:
    if "issues" not in form.fields:
        chosen = form.instance.issues.all() if form.instance.pk else Issue.objects.none()
    elif "issues" in form.cleaned_data:
        chosen = form.cleaned_data["issues"]
    else:
        sent = [str(key) for key in form["issues"].value() or ()]
        chosen = Issue.objects.filter(
            pk__in=[key for key in sent if key.isascii() and key.isdigit() and len(key) < 19]
        )
    return tuple(Tag(issue.pk, issue.name) for issue in chosen.order_by("name"))
