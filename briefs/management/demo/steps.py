"""How a brief of the demo comes to stand where it stands: by the moves that people make."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from briefs import workflow
from briefs.management.demo.accounts import account
from briefs.management.demo.newsroom import DemoBrief, State
from briefs.models import Brief
from briefs.workflow import Move
from editions import publishing

WITHDRAWN_AFTER = datetime.timedelta(hours=2)
EXPIRES_AFTER = datetime.timedelta(days=30)
DUE_AFTER = datetime.timedelta(hours=6)
# A step takes the brief, what the demo tells of it, and when it went or is to go out.
Step = Callable[[Brief, DemoBrief, datetime.datetime], object]


def publish(brief: Brief, told: DemoBrief, at: datetime.datetime) -> None:
    publishing.publish(brief, account("publisher"), at)


def withdraw(brief: Brief, told: DemoBrief, at: datetime.datetime) -> None:
    publishing.withdraw(brief, account("publisher"), at + WITHDRAWN_AFTER)


def expire(brief: Brief, told: DemoBrief, at: datetime.datetime) -> None:
    publishing.expire(brief, account("publisher"), at + EXPIRES_AFTER)


def submit(brief: Brief, told: DemoBrief, at: datetime.datetime) -> None:
    workflow.make(Move.SUBMIT, brief, account("writer"))


def send_back(brief: Brief, told: DemoBrief, at: datetime.datetime) -> None:
    workflow.make(Move.SEND_BACK, brief, account("editor"), told.said)


def approve(brief: Brief, told: DemoBrief, at: datetime.datetime) -> None:
    workflow.make(Move.APPROVE, brief, account("editor"))


def due(brief: Brief, told: DemoBrief, at: datetime.datetime) -> None:
    Brief.objects.filter(pk=brief.pk).update(due_at=at + DUE_AFTER)


def embargo(brief: Brief, told: DemoBrief, at: datetime.datetime) -> None:
    Brief.objects.filter(pk=brief.pk).update(embargo_until=at)


STEPS: dict[State, tuple[Step, ...]] = {
    State.DRAFT: (),
    State.PUBLISHED: (publish,),
    State.EDITED: (publish,),
    State.WITHDRAWN: (publish, withdraw),
    State.EXPIRING: (publish, expire),
    State.REVIEW: (submit, due),
    State.SENT_BACK: (submit, send_back, due),
    State.APPROVED: (submit, approve, embargo),
    State.SCHEDULED: (submit, approve, publish),
}
