"""What was done to many briefs at once, kept so that it can be undone."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

UNDO_FOR = datetime.timedelta(days=30)


class Kind(models.TextChoices):
    TAG = "tag", "Add an issue"
    UNTAG = "untag", "Remove an issue"
    ASSIGN = "assign", "Assign to someone"
    SUBMIT = "submit", "Submit for review"


class Outcome(models.TextChoices):
    DONE = "done", "Changed"
    REFUSED = "refused", "Left as it was"
    UNDONE = "undone", "Put back"
    KEPT = "kept", "Not put back"


class BulkAct(models.Model):
    """Something done to many briefs at once. `subject` is the key of the issue or the person, `words` its name then."""

    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.PositiveBigIntegerField(null=True)
    words = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return {
            Kind.TAG: f"Issue “{self.words}” added",
            Kind.UNTAG: f"Issue “{self.words}” removed",
            Kind.ASSIGN: f"Assigned to {self.words}" if self.subject else "Assigned to nobody in particular",
            Kind.SUBMIT: "Submitted for review",
        }[Kind(self.kind)]

    def may_be_undone(self) -> bool:
        """Whether nobody has undone it yet, and it is not too long ago."""
        return self.undone_at is None and timezone.now() < self.at + UNDO_FOR


class BulkRow(models.Model):
    """What became of one brief in such an act: how it stood `before` and `after`, and, if it was left, why."""

    act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="rows")
    brief = models.ForeignKey("briefs.Brief", on_delete=models.SET_NULL, null=True, related_name="+")
    label = models.CharField(max_length=300)
    outcome = models.CharField(max_length=10, choices=Outcome)
    why = models.CharField(max_length=300, blank=True)
    before: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    after: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_outcome_display()}"
