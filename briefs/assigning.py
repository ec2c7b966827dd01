"""Who is waited for, and by when: said of a brief by those who plan the day."""

from __future__ import annotations

import datetime
from functools import partial

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal

from audit import log
from audit.models import Act
from briefs.models import Brief
from briefs.workflow import NotAllowed

# Sent after the transaction of an assignment to someone: `brief`, `to` and `by` (None for the command line).
assigned = Signal()


def colleagues() -> QuerySet[User]:
    """Everyone who can be waited for: active staff who may work on briefs, by name."""
    return holders("briefs.change_brief")


def holders(permission: str) -> QuerySet[User]:
    """Active staff with that permission, through a group or of their own, by name. One query."""
    found = User.objects.with_perm(permission, backend="django.contrib.auth.backends.ModelBackend")
    return found.filter(is_staff=True).order_by("first_name", "last_name", "username")


@transaction.atomic
def assign(brief: Brief, to: User | None, by: User | None) -> Brief:
    """Let `to` be who is waited for (None: anyone whose part it is), and return the locked brief.

    `by` is None for the operator at the command line. Raises PermissionDenied, or briefs.workflow.NotAllowed when `to`
    can't work on briefs. Saying again what holds already changes nothing.
    """
    held = _held(brief, by)
    if held.assigned_to == to:
        return held
    if to is not None and not colleagues().filter(pk=to.pk).exists():
        raise NotAllowed(
            f"{to.get_full_name() or to.get_username()} can't work on briefs. Choose someone else."
        )
    before, held.assigned_to = held.assigned_to, to
    held.save(update_fields=["assigned_to"])
    log.note(Act.ASSIGNED, by, held, to=_name(to), before=_name(before))
    if to is not None:
        transaction.on_commit(
            partial(assigned.send_robust, sender=Brief, brief=held, to=to, by=by), robust=True
        )
    return held


@transaction.atomic
def set_due(brief: Brief, at: datetime.datetime | None, by: User | None) -> Brief:
    """Say when the brief should go out (aware; None: no matter when), and return it, locked. It publishes nothing.

    Raises PermissionDenied.
    """
    held = _held(brief, by)
    if held.due_at != at:
        before, held.due_at = held.due_at, at
        held.save(update_fields=["due_at"])
        log.note(Act.CHANGED, by, held, due=at and at.isoformat(), before=before and before.isoformat())
    return held


def _held(brief: Brief, by: User | None) -> Brief:
    if by is not None and not by.has_perm("briefs.assign_brief"):
        raise PermissionDenied("You may not say who is waited for. Ask an editor.")
    return Brief.objects.select_for_update().get(pk=brief.pk)


def _name(user: User | None) -> str:
    return user.get_username() if user else ""
