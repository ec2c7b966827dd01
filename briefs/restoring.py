"""Bringing an earlier version of a brief back: all of it, as a new version. What readers see stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit import log
from audit.models import Act
from briefs import drafting
from briefs.content import Content, Link, Picture, Quote, Tag
from briefs.models import Brief, Image, Revision, free_slug
from briefs.writing import write
from issues.models import Issue

PERMISSION = "briefs.change_brief"


class SavedMeanwhile(Exception):
    """Someone saved the brief after the person who restores looked at it; the message says so."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The revision that holds the words again, and a sentence for each thing that could not come back as it was."""

    revision: Revision
    losses: tuple[str, ...]


@transaction.atomic
def restore(brief: Brief, number: int, by: User | None, newest: int) -> Restored:
    """Make `brief` say again what its revision `number` said, as a new revision, with an entry in the audit log.

    `newest` is the number of the newest revision that the person saw. Nothing public changes. `by` is None for the
    operator at the command line. Raises PermissionDenied, Revision.DoesNotExist or SavedMeanwhile.
    """
    if by is not None and not by.has_perm(PERMISSION):
        raise PermissionDenied("You may not restore versions of briefs. Ask a writer.")
    held = Brief.objects.select_for_update().get(pk=brief.pk)
    wanted, last = held.revisions.get(number=number), held.newest_revision()
    if last is None or last.number != newest:
        raise SavedMeanwhile(
            f"Someone saved version {last.number if last else 0} meanwhile, so nothing was restored yet. Look again."
        )
    today = as_of_today(wanted.value(), held)
    write(held, today.content)
    revision = drafting.record(held, by, f"Restored {named(wanted)}"[:200])
    log.note(Act.RESTORED, by, held, version=number, as_version=revision.number, losses=list(today.losses))
    return Restored(revision, today.losses)


def named(revision: Revision) -> str:
    """A revision in a sentence: its number, and its name if someone gave it one."""
    return f"version {revision.number}" + (f", “{revision.name}”" if revision.name else "")


@dataclass(frozen=True, slots=True)
class Today:
    """A stored content as it can be written today, and a sentence for each thing that is otherwise now."""

    content: Content
    losses: tuple[str, ...]


def as_of_today(content: Content, brief: Brief) -> Today:
    """What `content`, which a revision of `brief` holds, can say now.

    What was merged since leads to what it was merged into. A quotation of an expert who is gone keeps the name as
    printed, a link to a brief that is gone its title; an issue or a picture that is gone is left out, and of an
    address that another brief of that day took a free one is made. Six queries at most, and one more for each kind
    of which something is gone.
    """
    losses: list[str] = []
    mended = replace(
        content,
        quotes=tuple(_quotes(content, losses)),
        links=tuple(_links(content, losses)),
        issues=tuple(_issues(content, losses)),
        image=_image(content.image, losses),
        slug=_slug(content, brief, losses),
        original=_original(content.original, losses),
    )
    return Today(mended, tuple(losses))


def _quotes(content: Content, losses: list[str]) -> Iterator[Quote]:
    # Experts stand above briefs, so they are asked for by way of the row that holds them.
    row: Any = Brief.quotes.rel.related_model
    keys = {quote.expert for quote in content.quotes if quote.expert}
    present: dict[int, Any] = row.expert.field.related_model.objects.present(keys) if keys else {}
    for quote in content.quotes:
        expert = present.get(quote.expert) if quote.expert else None
        if expert is None and quote.expert:
            losses.append(
                f"The expert {quote.name} was deleted since: the quotation keeps the name as printed, without a person."
            )
        elif expert is not None and expert.pk != quote.expert:
            losses.append(
                f"The expert {quote.name} was merged since: the quotation is now with {expert.name}."
            )
        yield replace(quote, expert=expert.pk if expert else None)


def _links(content: Content, losses: list[str]) -> Iterator[Link]:
    keys = {link.brief for link in content.links if link.brief}
    present = set(Brief.objects.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    for link in content.links:
        if link.brief and link.brief not in present:
            losses.append(
                f"The brief behind “{link.title}” was deleted since: its title stays, without a link."
            )
            yield replace(link, brief=None)
        else:
            yield link


def _issues(content: Content, losses: list[str]) -> list[Tag]:
    """Issues as they are called now; two that became one are one."""
    present = Issue.objects.present(tag.issue for tag in content.issues) if content.issues else {}
    for tag in content.issues:
        issue = present.get(tag.issue)
        if issue is None:
            losses.append(f"The issue {tag.name} was deleted since, so it is left out.")
        elif issue.pk != tag.issue:
            losses.append(f"The issue {tag.name} was merged since: it is {issue.name} now.")
        elif issue.name != tag.name:
            losses.append(f"The issue {tag.name} is called {issue.name} now.")
    found = {
        issue.pk: Tag(issue.pk, issue.name) for tag in content.issues if (issue := present.get(tag.issue))
    }
    return list(found.values())


def _image(picture: Picture | None, losses: list[str]) -> Picture | None:
    if picture is None or Image.objects.filter(digest=picture.digest).exists():
        return picture
    losses.append("The lead image was deleted since, so it is left out.")
    return None


def _original(brief: int | None, losses: list[str]) -> int | None:
    if brief is None or Brief.objects.filter(pk=brief).exists():
        return brief
    losses.append("The brief that this one translates was deleted since, so it stands for itself.")
    return None


def _slug(content: Content, brief: Brief, losses: list[str]) -> str:
    taken = Brief.objects.filter(date=content.date, slug=content.slug).exclude(pk=brief.pk)
    if content.date is None or not content.slug or (other := taken.first()) is None:
        return content.slug
    free = free_slug(content.slug, content.date, brief.pk)
    losses.append(
        f"“{other}” of the same day has the address “{content.slug}” meanwhile: this brief gets “{free}”."
    )
    return free
