"""Preview links: how an outsider reads one version of a brief for a while, and how that ends.

The address holds a token of 192 random bits, which is shown once and kept nowhere; the database has its SHA-256. So
whoever reads the database, the audit log or a backup can't open a preview.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit import log
from audit.models import Act
from briefs.models import Brief, PreviewLink
from briefs.richtext import without_controls

USUAL = datetime.timedelta(days=3)
LONGEST = datetime.timedelta(days=30)
PERMISSION = "briefs.share_brief"
_BYTES = 24
_RECIPIENT = 120


class NotShared(Exception):
    """It can't be done as it was asked. `field` is where that is mended, the message says what is wrong."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def share(
    brief: Brief, version: int, by: User, until: datetime.datetime, recipient: str = ""
) -> tuple[PreviewLink, str]:
    """Make a link to the version with that number, open until the instant `until` (aware); return it and its token.

    The token can't be had again. Raises PermissionDenied or NotShared.
    """
    now, words = timezone.now(), " ".join(without_controls(recipient).split())
    _allow(by)
    if not now < until <= now + LONGEST:
        raise NotShared("until", _wrong_end(until, now))
    if len(words) > _RECIPIENT:
        raise NotShared(
            "recipient", f"This is {len(words)} characters long; {_RECIPIENT} are enough for a name."
        )
    held = Brief.objects.select_for_update().filter(pk=brief.pk).first()
    revision = held.revisions.defer("content").filter(number=version).first() if held else None
    if held is None or revision is None:
        raise NotShared("version", "This brief has no such version. Choose one from the list.")
    token = secrets.token_urlsafe(_BYTES)
    link = PreviewLink.objects.create(
        revision=revision, digest=digest(token), recipient=words, made_by=by, made_at=now, ends_at=until
    )
    details: dict[str, Any] = {
        "link": link.pk,
        "version": version,
        "until": until.isoformat(),
        "recipient": words,
    }
    log.note(Act.SHARED, by, held, **details)
    return link, token


@transaction.atomic
def revoke(brief: Brief, link: int, by: User) -> PreviewLink:
    """End a link before its time; one that was revoked already stays as it was.

    Raises PermissionDenied or NotShared.
    """
    _allow(by)
    found = (
        PreviewLink.objects.select_for_update(of=("self",))
        .select_related("revision")
        .defer("revision__content")
        .filter(pk=link, revision__brief=brief)
        .first()
    )
    if found is None:
        raise NotShared("link", "There is no such preview link of this brief.")
    if found.revoked_at is None:
        found.revoked_by, found.revoked_at = by, timezone.now()
        found.save(update_fields=["revoked_by", "revoked_at"])
        details: dict[str, Any] = {
            "link": found.pk,
            "version": found.revision.number,
            "recipient": found.recipient,
        }
        log.note(Act.REVOKED, by, brief, **details)
    return found


def find(token: str, at: datetime.datetime) -> PreviewLink | None:
    """The link that a token opens at the instant `at` (aware), with its version; None for any other token.

    A token is looked up by its digest, so the time that takes tells nothing about the tokens there are.
    """
    return PreviewLink.objects.open(at).filter(digest=digest(token)).select_related("revision").first()


def count_view(link: PreviewLink, at: datetime.datetime) -> None:
    """Remember that someone looked, at the instant `at` (aware). Two who look at once are two."""
    PreviewLink.objects.filter(pk=link.pk).update(views=F("views") + 1, viewed_at=at)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _allow(by: User) -> None:
    if not by.has_perm(PERMISSION):
        raise PermissionDenied("You may not make preview links for outsiders. Ask an editor.")


def _wrong_end(until: datetime.datetime, now: datetime.datetime) -> str:
    if until <= now:
        return "This moment has passed already. Choose one to come."
    return f"A preview lasts {LONGEST.days} days at most. Choose an earlier end."
