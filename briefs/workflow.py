"""The moves that a brief can make. Only this module writes a brief's status."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.dispatch import Signal

from audit import log
from audit.models import Act
from briefs.models import Brief, DeskRules, Revision, Status

# Sent after the transaction of a move: `brief`, `move`, `by` (None for the command line) and `note`.
moved = Signal()


class Move(models.TextChoices):
    SUBMIT = "submit", "Submit for review"
    RECALL = "recall", "Take back"
    SEND_BACK = "send_back", "Send back"
    APPROVE = "approve", "Approve"
    PUBLISH = "publish", "Publish"
    WITHDRAW = "withdraw", "Withdraw"


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states a move starts, where it leads, who may make it, and the word for it in the audit log.

    `ask` is the sentence that asks for a note where a move can't be made without one.
    """

    sources: frozenset[Status]
    target: Status
    permission: str
    act: Act
    ask: str = ""


# Whoever changes a published brief submits it with the same press, so that starts a submission too.
UNSUBMITTED = frozenset({Status.DRAFT, Status.PUBLISHED, Status.WITHDRAWN})
SUBMITTED = frozenset({Status.REVIEW, Status.APPROVED})
MOVES: dict[Move, Rule] = {
    Move.SUBMIT: Rule(UNSUBMITTED, Status.REVIEW, "briefs.change_brief", Act.SUBMITTED),
    Move.RECALL: Rule(frozenset({Status.REVIEW}), Status.DRAFT, "briefs.change_brief", Act.RECALLED),
    Move.SEND_BACK: Rule(
        SUBMITTED,
        Status.DRAFT,
        "briefs.approve_brief",
        Act.SENT_BACK,
        ask="Say what should be mended before you send a brief back.",
    ),
    Move.APPROVE: Rule(frozenset({Status.REVIEW}), Status.APPROVED, "briefs.approve_brief", Act.APPROVED),
    Move.PUBLISH: Rule(frozenset(Status), Status.PUBLISHED, "briefs.publish_brief", Act.PUBLISHED),
    Move.WITHDRAW: Rule(frozenset(Status), Status.WITHDRAWN, "briefs.publish_brief", Act.WITHDRAWN),
}
# What a change of the words makes of a status: nobody has approved, published or withdrawn the new ones.
LAPSES = {
    Status.APPROVED: Status.REVIEW,
    Status.PUBLISHED: Status.DRAFT,
    Status.WITHDRAWN: Status.DRAFT,
}
STANDS = ("status", "submitted_by_id", "assigned_to_id", "approved_by_id", "approved_digest")
WHO_MAY = {
    "briefs.change_brief": "a writer",
    "briefs.approve_brief": "an editor",
    "briefs.publish_brief": "a publisher",
}


class NotAllowed(Exception):
    """The brief cannot make this move as things stand; the message says why, for an editor."""


class ReasonNeeded(NotAllowed):
    """A house rule stands against the move; who gives a reason may go past it, and the log keeps both."""


def moves(brief: Brief, user: User) -> list[Move]:
    """What `user` may do with `brief` now, in the order of the table."""
    return [m for m, rule in MOVES.items() if brief.status in rule.sources and user.has_perm(rule.permission)]


def make(move: Move, brief: Brief, by: User | None, note: str = "") -> Brief:
    """Make the move, with its entry in the audit log, and return the locked brief.

    Opens a transaction if there is none. `by` is None for the operator at the command line. Raises what `begin` raises.
    """
    with transaction.atomic():
        return finish(move, begin(move, brief, by, note), by, note)


def hold(move: Move, brief: Brief, by: User | None) -> Brief:
    """The brief, locked inside the transaction that the caller opened, for someone who has the right to this move.

    The row is locked before its status is read, so that of two people who press at once the second sees what
    the first did. Raises PermissionDenied.
    """
    rule = MOVES[move]
    if by is not None and not by.has_perm(rule.permission):
        raise PermissionDenied(f"You may not {move.label.lower()} briefs. Ask {WHO_MAY[rule.permission]}.")
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "A move is part of a larger act: open a transaction first."
        )
    return Brief.objects.select_for_update().get(pk=brief.pk)


def begin(move: Move, brief: Brief, by: User | None, note: str = "") -> Brief:
    """The brief, held, when `by` may make the move now.

    Raises PermissionDenied; NotAllowed when the brief's status does not allow the move or a note is missing;
    ReasonNeeded when a house rule is against it and `note` gives no reason.
    """
    held, rule = hold(move, brief, by), MOVES[move]
    if held.status not in rule.sources:
        raise NotAllowed(
            f"This brief can't become {rule.target.label.lower()}: it is {held.get_status_display().lower()} now."
        )
    if move == Move.SUBMIT and held.status == Status.PUBLISHED:
        raise NotAllowed("Nothing has changed since it was published, so there is nothing to review.")
    if rule.ask and not note.strip():
        raise NotAllowed(rule.ask)
    if by is not None and not note.strip() and (objection := against_four_eyes(move, held, by)):
        raise ReasonNeeded(objection)
    return held


def finish(
    move: Move, held: Brief, by: User | None, note: str = "", act: Act | None = None, **details: Any
) -> Brief:
    """Write the status that the move leads to, its entry in the log (as `act`, if it has a word of its own) and, on
    commit, tell whoever listens to `moved`.
    """
    flagged = bool(against_four_eyes(move, held, by))
    _remember(move, held, by)
    held.status = MOVES[move].target
    held.save(
        update_fields=[
            "status", "approved_by", "approved_digest", "submitted_by", "assigned_to", "changed_at",
        ]
    )  # fmt: skip
    log.note(act or MOVES[move].act, by, held, words=note, flagged=flagged, **details)
    announce(move, held, by, note)
    return held


def announce(move: Move, brief: Brief, by: User | None, note: str = "") -> None:
    """Tell whoever listens to `moved`, once the transaction is done."""
    transaction.on_commit(
        partial(moved.send_robust, sender=Brief, brief=brief, move=move, by=by, note=note), robust=True
    )


def against_four_eyes(move: Move, brief: Brief, by: User | None) -> str:
    """What the rule of four eyes has against this move, or nothing."""
    if move not in {Move.APPROVE, Move.PUBLISH} or not DeskRules.now().four_eyes:
        return ""
    newest = brief.newest_revision()
    if move == Move.APPROVE and newest is not None and newest.saved_by == by:
        return (
            "You saved the last version yourself, and the house rule asks for a second pair of eyes. "
            "Ask a colleague, or give a reason."
        )
    if move == Move.PUBLISH and not _approved(brief, newest):
        return (
            "Nobody has approved this version, and the house rule asks for it. Give a reason to go past it."
        )
    return ""


def lapse(brief: Brief) -> None:
    """The words have changed: what was said of the old ones no longer holds. The caller holds the row's lock."""
    status = LAPSES.get(Status(brief.status))
    if status is not None:
        brief.status, brief.approved_digest, brief.approved_by = status, "", None
        brief.save(update_fields=["status", "approved_digest", "approved_by"])


def settle(brief: Brief) -> None:
    """Its newest words are public already, so nothing waits any more. The caller holds the row's lock."""
    if brief.status != Status.PUBLISHED:
        brief.status, brief.assigned_to = Status.PUBLISHED, None
        brief.save(update_fields=["status", "assigned_to"])


def reopen(brief: Brief) -> None:
    """What was to be published no longer is: back to where it stood before, unless newer words have moved on since.

    The caller holds the row's lock.
    """
    if brief.status not in {Status.PUBLISHED, Status.WITHDRAWN}:
        return
    brief.status = Status.APPROVED if _approved(brief, brief.newest_revision()) else Status.DRAFT
    brief.save(update_fields=["status"])


def stands(brief: Brief) -> dict[str, Any]:
    """Where a brief stands, and who put it there, as JSON that `put_back` takes."""
    return {name: getattr(brief, name) for name in STANDS}


def put_back(brief: Brief, stood: dict[str, Any]) -> None:
    """An act is undone and the words are those of before: back to where the brief stood, as `stands` told it then.

    The caller holds the row's lock.
    """
    for name in STANDS:
        setattr(brief, name, stood[name])
    brief.save(update_fields=[*STANDS, "changed_at"])


def _approved(brief: Brief, newest: Revision | None) -> bool:
    """Whether someone approved these words, and nobody sent them back since; they may be in the record already."""
    signed_off = {Status.APPROVED, Status.PUBLISHED, Status.WITHDRAWN}
    return brief.status in signed_off and newest is not None and newest.digest == brief.approved_digest


def _remember(move: Move, brief: Brief, by: User | None) -> None:
    """Who submitted, who approved which words, and who is waited for now (None: anyone whose part it is)."""
    if move == Move.SUBMIT:
        brief.submitted_by, brief.assigned_to = by, None
    elif move == Move.SEND_BACK:
        brief.assigned_to = brief.submitted_by or brief.created_by
        brief.approved_by, brief.approved_digest = None, ""
    elif move == Move.APPROVE:
        newest = brief.newest_revision()
        brief.approved_by, brief.approved_digest = by, newest.digest if newest else ""
        brief.assigned_to = None
    elif move in {Move.PUBLISH, Move.WITHDRAW}:
        brief.assigned_to = None
