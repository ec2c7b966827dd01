"""What colleagues say to each other about a brief: said, answered, resolved, reopened, taken back.

Whoever may see a brief may read it all; whoever may change the brief may speak. Nothing here is content: no page,
preview or version knows of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from audit import log
from audit.models import Act
from briefs import mailing
from briefs.assigning import holders
from briefs.content import Content, Link, Quote, Section
from briefs.models import Brief, Comment
from briefs.richtext import plain, without_controls

LONGEST = 5000
_SHORT = 160
_NAME = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")  # what Django lets a username be


class NotSaid(Exception):
    """It can't be done as it was asked; the message says why, for whoever asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a brief that can be spoken of: what kind it is, which of its kind, and its words in short."""

    key: str
    kind: str
    number: int
    words: str

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


def places(brief: Brief) -> list[Place]:
    """The parts of the brief as it was last saved, in the order of the page. One query."""
    newest = brief.newest_revision()
    content = newest.value() if newest else Content()
    return [
        *_numbered("Quotation", content.quotes),
        *_numbered("Background section", content.sections),
        *_numbered("Related link", content.links),
    ]


def colleagues() -> QuerySet[User]:
    """Everyone who can be called with an @: active staff who may see briefs, by name."""
    return holders("briefs.view_brief")


def called(text: str) -> list[User]:
    """The colleagues whose usernames stand in `text` after an @. One query."""
    found = _NAME.findall(text)
    spelt = {form for name in found for form in (name, name.rstrip(".+-@"), name.rstrip(".+-@").lower())}
    return list(colleagues().filter(username__in=spelt)) if spelt else []


@transaction.atomic
def say(brief: Brief, by: User, text: str, part: str = "", thread: int | None = None) -> Comment:
    """Keep what `by` says of `brief`, and tell the colleagues whom it calls once that is done.

    It is about the part with the key `part`, or about the whole brief; or it answers the thread that the comment with
    the primary key `thread` began, and then a resolved one is open again. Raises PermissionDenied or NotSaid.
    """
    words = _fit(text)
    held = _held(brief, by)
    begun = _thread(held, thread) if thread is not None else None
    place = _place(held, part) if part and begun is None else None
    said = Comment.objects.create(
        brief=held,
        part=begun.part if begun else part,
        about=_about(place) if place else "",
        thread=begun,
        author=by,
        text=words,
        written_at=timezone.now(),
    )
    if begun is not None and begun.resolved_at is not None:
        _open_again(begun)
    mentioned = called(words)
    said.mentions.set(mentioned)
    transaction.on_commit(partial(_tell, said, [each for each in mentioned if each != by]), robust=True)
    return said


@transaction.atomic
def resolve(brief: Brief, thread: int, by: User) -> None:
    """Mark a thread as settled; one that is settled already stays as it was. Raises PermissionDenied or NotSaid."""
    begun = _thread(_held(brief, by), thread)
    if begun.resolved_at is None:
        begun.resolved_by, begun.resolved_at = by, timezone.now()
        begun.save(update_fields=["resolved_by", "resolved_at"])


@transaction.atomic
def reopen(brief: Brief, thread: int, by: User) -> None:
    """Take up a settled thread again. Raises PermissionDenied or NotSaid."""
    _open_again(_thread(_held(brief, by), thread))


@transaction.atomic
def take_back(brief: Brief, comment: int, by: User) -> None:
    """Delete a comment of one's own that nobody has answered. Raises PermissionDenied or NotSaid."""
    said = _held(brief, by).comments.filter(pk=comment).first()
    if said is None:
        raise NotSaid("This comment is gone already.")
    if said.author_id != by.pk:
        raise PermissionDenied("Only who wrote a comment may delete it. You can resolve it.")
    if said.replies.exists():
        raise NotSaid("Someone has answered this comment, so it stays. You can resolve it instead.")
    log.note(Act.DELETED, by, said, brief=brief.pk)
    said.delete()


def _held(brief: Brief, by: User) -> Brief:
    """The brief, locked, so that it can't be deleted from under what is said of it, nor a comment from its answer."""
    if not by.has_perm("briefs.change_brief"):
        raise PermissionDenied(
            "You may read these comments. To write some, you need the right to change briefs."
        )
    held = Brief.objects.select_for_update().filter(pk=brief.pk).first()
    if held is None:
        raise NotSaid("Someone has deleted this brief.")
    return held


def _fit(text: str) -> str:
    words = without_controls(text.replace("\r\n", "\n")).strip()
    if not words:
        raise NotSaid("Write something first.")
    if len(words) > LONGEST:
        raise NotSaid(f"This is {len(words):,} characters long, and a comment holds {LONGEST:,}. Shorten it.")
    return words


def _thread(brief: Brief, thread: int) -> Comment:
    begun = brief.comments.threads().filter(pk=thread).first()
    if begun is None:
        raise NotSaid("This thread is no longer there: whoever began it has deleted it.")
    return begun


def _place(brief: Brief, part: str) -> Place:
    found = next((place for place in places(brief) if place.key == part), None)
    if found is None:
        raise NotSaid(
            "This part is not in the brief as it was last saved. Save the brief first, or comment on the whole."
        )
    return found


def _about(place: Place) -> str:
    return f"{place.kind}: {place.words}" if place.words else place.kind


def _open_again(thread: Comment) -> None:
    thread.resolved_by = thread.resolved_at = None
    thread.save(update_fields=["resolved_by", "resolved_at"])


def _numbered(kind: str, parts: tuple[Quote | Section | Link, ...]) -> Iterator[Place]:
    for number, part in enumerate(parts, 1):
        yield Place(part.key, kind, number, Truncator(_gist(part)).chars(_SHORT))


def _gist(part: Quote | Section | Link) -> str:
    """What tells a part from its like."""
    match part:
        case Quote():
            said = " ".join(plain(part.text))
            return f"{part.name}, “{said}”" if part.name and said else part.name or said
        case Section():
            return part.heading or " ".join(plain(part.body))
        case Link():
            return part.title or part.url


def _tell(said: Comment, people: list[User]) -> None:
    brief, by = said.brief, mailing.named(said.author)
    mailing.tell(
        people,
        f"{by} mentions you: {brief}",
        "briefs/mail/mentioned.txt",
        brief=brief,
        by=by,
        said=said,
        link=mailing.link(brief, f"comment-{said.pk}"),
    )
