"""Mails to colleagues: whoever is waited for now learns it.

A mail goes out after the act it tells of is done, so that no mail server can undo an act or hold up a colleague. One
that can't be sent is written to the server's log, and whoever made the move is told: `briefs.middleware`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse

from briefs.assigning import assigned, holders
from briefs.models import Brief
from briefs.richtext import without_controls
from briefs.workflow import Move, moved

logger = logging.getLogger(__name__)
# Whom a mail did not reach during the request at work, as `unreached` collects them.
_unreached: ContextVar[list[User] | None] = ContextVar("unreached", default=None)


def tell(people: Iterable[User], subject: str, template: str, **context: Any) -> list[User]:
    """Send each of `people` the mail of `template` (a .txt that extends briefs/mail/base.txt), and return those whom it
    did not reach.

    Who has no address, or no longer belongs to the house, is passed over. The template is given `context`, the `person`
    and the `newsroom`. Call it once the act is done: `transaction.on_commit`. Never raises for a mail server's sake.
    """
    mails = [
        (person, _mail(person, subject, template, context))
        for person in people
        if person.email and person.is_active
    ]
    reached = set(_send(mails)) if mails else set()
    missed = [person for person, _ in mails if person.pk not in reached]
    collected = _unreached.get()
    if collected is not None:
        collected += missed
    return missed


WAITED_FOR = {Move.SUBMIT, Move.SEND_BACK, Move.APPROVE}  # after which someone is to do something


@contextmanager
def unreached() -> Iterator[list[User]]:
    """Collects whom mails do not reach while the block runs."""
    people: list[User] = []
    token = _unreached.set(people)
    try:
        yield people
    finally:
        _unreached.reset(token)


def link(brief: Brief, anchor: str = "") -> str:
    """The whole web address of a brief's form at the desk."""
    path = reverse("admin:briefs_brief_change", args=[brief.pk])
    return f"{settings.SITE_URL}{path}{'#' if anchor else ''}{anchor}"


def named(user: User | None) -> str:
    """How a colleague is called in a sentence."""
    return (user.get_full_name() or user.get_username()) if user else "Someone at the command line"


def _mail(person: User, subject: str, template: str, context: dict[str, Any]) -> EmailMessage:
    words = {**context, "person": person, "newsroom": settings.NEWSROOM_NAME}
    body = render_to_string(template, words).strip() + "\n"
    return EmailMessage(" ".join(without_controls(subject).split()), body, to=[person.email])


def _send(mails: list[tuple[User, EmailMessage]]) -> Iterator[int]:
    """Sends what can be sent, over one connection, and gives the keys of those it reached."""
    try:
        with get_connection() as connection:
            for person, mail in mails:
                try:
                    connection.send_messages([mail])
                    yield person.pk
                except (OSError, ValueError) as error:  # the server refuses; the address is none
                    logger.warning("A mail to %s was not sent: %s", person.get_username(), error)
    except OSError as error:
        logger.warning("The mail server can't be reached, so %s mails were not sent: %s", len(mails), error)


@receiver(moved, dispatch_uid="briefs.mailing.moved")
def on_move(brief: Brief, move: Move, by: User | None, note: str, **kwargs: Any) -> None:
    """Tells who is waited for after this move; nobody is told of what they did themselves."""
    if move not in WAITED_FOR:
        return
    words = {"brief": brief, "by": named(by), "note": note.strip(), "link": link(brief)}
    match move:
        case Move.SUBMIT:
            tell(
                _others(brief, "briefs.approve_brief", by),
                f"For review: {brief}",
                "briefs/mail/submitted.txt",
                **words,
            )
        case Move.SEND_BACK if brief.assigned_to not in {None, by}:
            tell([brief.assigned_to], f"Sent back: {brief}", "briefs/mail/sent_back.txt", **words)
        case Move.APPROVE:
            tell(
                _others(brief, "briefs.publish_brief", by),
                f"Approved: {brief}",
                "briefs/mail/approved.txt",
                **words,
            )


@receiver(assigned, dispatch_uid="briefs.mailing.assigned")
def on_assignment(brief: Brief, to: User, by: User | None, **kwargs: Any) -> None:
    if to != by:
        words = {"brief": brief, "by": named(by), "link": link(brief)}
        tell([to], f"Waiting for you: {brief}", "briefs/mail/assigned.txt", **words)


def _others(brief: Brief, permission: str, by: User | None) -> list[User]:
    """Who is waited for: the person it is assigned to, or everyone with the right, except who made the move."""
    people = [brief.assigned_to] if brief.assigned_to else list(holders(permission))
    return [person for person in people if person != by]
