"""The moves that a brief can make. Only this module writes a brief's status."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from briefs.models import Brief, Status


class Move(models.TextChoices):
    PUBLISH = "publish", "Publish"
    WITHDRAW = "withdraw", "Withdraw"


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states a move starts, where it leads, and who may make it."""

    sources: frozenset[Status]
    target: Status
    permission: str


MOVES: dict[Move, Rule] = {
    Move.PUBLISH: Rule(frozenset(Status), Status.PUBLISHED, "briefs.publish_brief"),
    Move.WITHDRAW: Rule(frozenset({Status.PUBLISHED}), Status.WITHDRAWN, "briefs.publish_brief"),
}


class NotAllowed(Exception):
    """The brief cannot make this move from where it stands; the message says why, for an editor."""


def moves(brief: Brief, user: User) -> list[Move]:
    """What `user` may do with `brief` now, in the order of the table."""
    return [m for m, rule in MOVES.items() if brief.status in rule.sources and user.has_perm(rule.permission)]


def make(move: Move, brief: Brief, by: User | None) -> Brief:
    """Make the move, inside the transaction that the caller opened, and return the locked brief.

    `by` is None for the operator at the command line, who may do everything.

    The row is locked before its status is read, so that of two people who press at once the second sees what
    the first did.
    Raises PermissionDenied, or NotAllowed when the brief's status does not allow the move.
    """
    rule = MOVES[move]
    if by is not None and not by.has_perm(rule.permission):
        raise PermissionDenied(f"You may not {move.label.lower()} briefs. Ask a publisher.")
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "A move is part of a larger act: open a transaction first."
        )
    held = Brief.objects.select_for_update().get(pk=brief.pk)
    if held.status not in rule.sources:
        raise NotAllowed(
            f"This brief can't be {rule.target.label.lower()}: it is {held.get_status_display().lower()} now."
        )
    held.status = rule.target
    held.save(update_fields=["status", "changed_at"])
    return held
