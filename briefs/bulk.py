"""Acts on many briefs at once: looked at first, done brief by brief, and undone where nothing has changed since.

Each brief is changed in a transaction of its own, so that one that must be left doesn't keep the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from audit import log
from audit.models import Act, Entry
from briefs import assigning, drafting, workflow
from briefs.many import BulkAct, BulkRow, Kind, Outcome
from briefs.models import Brief, BriefIssue, Status
from briefs.workflow import MOVES, Move, NotAllowed
from issues.models import Issue

RECORD = (Act.PUBLISHED, Act.SCHEDULED, Act.CANCELLED, Act.WITHDRAWN, Act.EXPIRY)
MOST = 500  # at once: each is saved by itself, and someone waits for the page


class Task:
    """What is to be done to many briefs. A subclass says of each why it must be left, and does it."""

    kind: Kind
    permission = "briefs.change_brief"
    subject: int | None = None
    words = ""

    def objections(self, briefs: Iterable[Brief]) -> dict[int, str]:
        """Why each of these must be left as it is, by primary key; those that can be changed are not there."""
        raise NotImplementedError

    def consequence(self, brief: Brief) -> str:
        """What else will follow for this brief, or nothing."""
        return ""

    def do(self, brief: Brief, by: User) -> None:
        """Change a brief, of which the caller holds the lock."""
        raise NotImplementedError

    def undo(self, brief: Brief, stood: dict[str, Any], by: User) -> None:
        """Put back what `do` changed; `stood` is what `standing_of` said before."""
        raise NotImplementedError


@dataclass
class Tagging(Task):
    """One issue more, or one less."""

    issue: Issue
    kind: Kind

    def __post_init__(self) -> None:
        self.subject, self.words = self.issue.pk, self.issue.name

    def objections(self, briefs: Iterable[Brief]) -> dict[int, str]:
        keys = [brief.pk for brief in briefs]
        about = set(
            self.issue.brief_rows.filter(content_object__in=keys).values_list("content_object", flat=True)
        )
        if self.kind == Kind.TAG:
            return dict.fromkeys(about, f"It is about {self.issue} already.")
        self.single = set(
            BriefIssue.objects.filter(content_object__in=keys)
            .values("content_object")
            .annotate(n=Count("pk"))
            .filter(n=1)
            .values_list("content_object", flat=True)
        )
        return dict.fromkeys(set(keys) - about, f"It is not about {self.issue}.")

    def consequence(self, brief: Brief) -> str:
        lapse = {
            Status.APPROVED: "It goes back to review: nobody has approved it with these issues.",
            Status.PUBLISHED: "Readers see the change once it is published again.",
        }.get(Status(brief.status), "")
        bare = "It has no issue then." if self.kind == Kind.UNTAG and brief.pk in self.single else ""
        return f"{bare} {lapse}".strip()

    def do(self, brief: Brief, by: User) -> None:
        self.tag(brief, by, add=self.kind == Kind.TAG)
        name = self.issue.name
        if self.kind == Kind.TAG:
            log.note(Act.TAGGED, by, brief, added=name)
        else:
            log.note(Act.TAGGED, by, brief, removed=name)

    def undo(self, brief: Brief, stood: dict[str, Any], by: User) -> None:
        self.tag(brief, by, add=self.kind != Kind.TAG)
        workflow.put_back(brief, stood)

    def tag(self, brief: Brief, by: User, *, add: bool) -> None:
        if add:
            # Held, so that a merge of the issue waits.
            if not Issue.objects.select_for_update(no_key=True).filter(pk=self.issue.pk):
                raise NotAllowed(f"The issue {self.issue} was merged or deleted meanwhile.")
            BriefIssue.objects.get_or_create(content_object=brief, tag=self.issue)
        else:
            BriefIssue.objects.filter(content_object=brief, tag=self.issue).delete()
        brief.save(update_fields=["changed_at"])
        drafting.record(
            brief, by, f"{'Added' if add else 'Removed'} the issue {self.issue}, with other briefs"
        )


@dataclass
class Assigning(Task):
    """Someone is waited for; None is anyone whose part it is."""

    person: User | None
    kind = Kind.ASSIGN
    permission = "briefs.assign_brief"

    def __post_init__(self) -> None:
        self.subject = self.person.pk if self.person else None
        self.words = self.person.get_full_name() or self.person.get_username() if self.person else ""

    def objections(self, briefs: Iterable[Brief]) -> dict[int, str]:
        why = (
            f"It waits for {self.words} already."
            if self.person
            else "It waits for nobody in particular already."
        )
        return {brief.pk: why for brief in briefs if brief.assigned_to_id == self.subject}

    def do(self, brief: Brief, by: User) -> None:
        assigning.assign(brief, self.person, by)

    def undo(self, brief: Brief, stood: dict[str, Any], by: User) -> None:
        workflow.put_back(brief, stood)


@dataclass
class Submitting(Task):
    """For review."""

    kind = Kind.SUBMIT
    permission = MOVES[Move.SUBMIT].permission

    def objections(self, briefs: Iterable[Brief]) -> dict[int, str]:
        return {
            brief.pk: f"It can't be submitted: it is {brief.get_status_display().lower()} now."
            for brief in briefs
            # What is published was edited by nobody since, so there is nothing to review.
            if brief.status not in MOVES[Move.SUBMIT].sources - {Status.PUBLISHED}
        }

    def do(self, brief: Brief, by: User) -> None:
        workflow.make(Move.SUBMIT, brief, by)

    def undo(self, brief: Brief, stood: dict[str, Any], by: User) -> None:
        workflow.put_back(brief, stood)


def standing_of(brief: Brief) -> dict[str, Any]:
    """How a brief stands, as JSON: its newest version, what the workflow knows, and the key of the entry in the log
    that tells what the public record was changed in last (0 for none). Two queries.
    """
    newest = brief.revisions.aggregate(newest=Max("number"))["newest"] or 0
    told = Entry.objects.filter(kind="briefs.brief", key=str(brief.pk), act__in=RECORD)
    record = told.aggregate(newest=Max("pk"))["newest"] or 0
    return {"version": newest, "record": record, **workflow.stands(brief)}


def carry_out(task: Task, seen: Mapping[int, str], by: User) -> BulkAct:
    """Do the task to each of these briefs, given by primary key with the mark that it had when someone looked, and
    return the act with its rows. Raises PermissionDenied.
    """
    _require(task, by)
    act = BulkAct.objects.create(
        kind=task.kind, subject=task.subject, words=task.words[:200], by=by, at=timezone.now()
    )
    for key, mark in seen.items():
        with transaction.atomic():
            _carry_out(act, task, key, mark, by)
    return act


def _carry_out(act: BulkAct, task: Task, key: int, mark: str, by: User) -> None:
    brief = Brief.objects.select_for_update().filter(pk=key).first()
    row = BulkRow(act=act, brief=brief, label=str(brief or "A brief that is gone"), outcome=Outcome.REFUSED)
    if brief is None:
        row.why = "Someone deleted it meanwhile."
    elif mark_of(row_before := standing_of(brief)) != mark:
        row.why = "Someone changed it after you looked."
    elif objection := task.objections([brief]).get(key):
        row.why = objection
    else:
        row.before = row_before
        _try(row, task, brief, by)
    row.save()


def _try(row: BulkRow, task: Task, brief: Brief, by: User) -> None:
    try:
        with transaction.atomic():
            task.do(brief, by)
    except (NotAllowed, PermissionDenied) as refusal:
        row.why = str(refusal)[:300]
    else:
        brief.refresh_from_db()
        row.outcome, row.after = Outcome.DONE, standing_of(brief)


def undo(act: BulkAct, task: Task | None, by: User) -> BulkAct:
    """Put back every brief that nothing has happened to since, and return the act with its rows as they are now.

    `task` is what `act` did; None when its issue or person is gone. Pressed twice, or broken off and pressed again,
    it goes on with what is left. Raises PermissionDenied, or NotAllowed when it was undone or is too long ago.
    """
    if task is None:
        raise NotAllowed(f"This can't be undone: “{act.words}” is no longer there.")
    _require(task, by)
    if not act.may_be_undone():
        raise NotAllowed("This can't be undone any more: someone undid it already, or it is too long ago.")
    for key in act.rows.filter(outcome=Outcome.DONE).values_list("pk", flat=True):
        with transaction.atomic():
            _undo(BulkRow.objects.select_for_update().get(pk=key), task, by)
    act.undone_by, act.undone_at = by, timezone.now()
    act.save(update_fields=["undone_by", "undone_at"])
    return act


def _undo(row: BulkRow, task: Task, by: User) -> None:
    if row.outcome != Outcome.DONE:
        return
    brief = Brief.objects.select_for_update().filter(pk=row.brief_id or 0).first()
    row.outcome = Outcome.KEPT
    if brief is None:
        row.why = "Someone deleted it since."
    elif standing_of(brief) != row.after:
        row.why = "It was changed since, so it stays as it is."
    else:
        task.undo(brief, row.before, by)
        log.note(Act.UNDONE, by, brief, undone=str(row.act))
        row.outcome = Outcome.UNDONE
    row.save()


def mark_of(stood: dict[str, Any]) -> str:
    """What tells whether a brief is still as someone saw it."""
    return f"{stood['version']}.{stood['status']}.{stood['assigned_to_id'] or 0}"


def _require(task: Task, by: User) -> None:
    if not by.has_perm(task.permission):
        raise PermissionDenied(f"You may not do this to briefs: {task.kind.label.lower()}. Ask an editor.")
