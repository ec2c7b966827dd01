"""Embargoes: until a brief's embargo ends nobody publishes it, whatever the path: `publish` refuses.

Editors set an embargo and make it longer (`briefs.approve_brief`); only who may lift it ends it early or makes it
shorter (`briefs.lift_embargo`), and says why. Writing under an embargo is free.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audit import log
from audit.models import Act
from briefs.clock import told
from briefs.models import Brief
from briefs.workflow import NotAllowed

SET = "briefs.approve_brief"
LIFT = "briefs.lift_embargo"


def in_force(brief: Brief, at: datetime.datetime) -> bool:
    """Whether `brief` is under embargo at the instant `at` (aware)."""
    return brief.embargo_until is not None and brief.embargo_until > at


@transaction.atomic
def set_embargo(brief: Brief, until: datetime.datetime, by: User | None, reason: str = "") -> None:
    """Let nobody publish `brief` before `until` (aware, still to come); `by` is None for the command line.

    One that is in force is replaced: to a later time by any editor, to an earlier one as `lift` says.
    Raises PermissionDenied, or briefs.workflow.NotAllowed when it has passed, or an edition is to go out earlier.
    """
    held, now = _hold(brief), timezone.now()
    shorter = in_force(held, now) and held.embargo_until is not None and until < held.embargo_until
    _refuse(LIFT if shorter else SET, by)
    if until <= now:
        raise NotAllowed("That time has passed, so it would hold nothing back. Choose a later one.")
    if shorter:
        _ask(reason)
    earlier = held.editions.pending(now).filter(live_from__lt=until).defer("content").first()
    if earlier is not None:
        raise NotAllowed(
            f"Edition {earlier.number} goes out on {told(earlier.live_from)}, before the embargo would end. "
            "Cancel it first."
        )
    _write(held, until, by, reason, Act.EMBARGO_LIFTED if shorter else Act.EMBARGO)
    brief.embargo_until = until


@transaction.atomic
def lift(brief: Brief, by: User | None, reason: str) -> None:
    """End the embargo of `brief` now. Raises PermissionDenied, or briefs.workflow.NotAllowed without an embargo or a
    reason; the audit log keeps the reason.
    """
    held = _hold(brief)
    _refuse(LIFT, by)
    if not in_force(held, timezone.now()):
        raise NotAllowed("There is no embargo to lift: it has ended, or someone lifted it already.")
    _ask(reason)
    _write(held, None, by, reason, Act.EMBARGO_LIFTED)
    brief.embargo_until = None


def _hold(brief: Brief) -> Brief:
    """The brief with its row locked, so that an embargo and a publication at once wait for each other."""
    return Brief.objects.select_for_update().get(pk=brief.pk)


def _refuse(permission: str, by: User | None) -> None:
    if by is None or by.has_perm(permission):
        return
    if permission == LIFT:
        raise PermissionDenied("You may not lift an embargo or make it shorter. Ask a publisher.")
    raise PermissionDenied("You may not set an embargo. Ask an editor.")


def _ask(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed("Say why the embargo ends early: the log keeps the reason.")


def _write(held: Brief, until: datetime.datetime | None, by: User | None, reason: str, act: Act) -> None:
    was, held.embargo_until = held.embargo_until, until
    held.save(update_fields=["embargo_until"])
    details: dict[str, Any] = {
        "until": until.isoformat() if until else None,
        "was": was.isoformat() if was else None,
    }
    log.note(act, by, held, words=reason.strip(), **details)
