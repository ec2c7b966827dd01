"""The audit log: who did what at the desk, to what, when and from where. Entries are added and never touched again."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class Act(models.TextChoices):
    """What was done, in the word that staff filter by."""

    SIGNED_IN = "signed_in", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "Failed to sign in"
    SIGNED_OUT = "signed_out", "Signed out"
    LOCKED_OUT = "locked_out", "Was locked out"
    PASSWORD = "password", "Changed a password"
    FACTOR_ADDED = "factor_added", "Set up a second factor"
    FACTOR_REMOVED = "factor_removed", "Removed a second factor"
    RECOVERY_CODE = "recovery_code", "Used a recovery code"
    RECOVERY_CODES = "recovery_codes", "Made new recovery codes"
    SESSIONS_ENDED = "sessions_ended", "Ended sessions"
    LINKED = "linked", "Linked a sign-in from elsewhere"
    RECOVERED = "recovered", "Reset how someone signs in"
    PERMISSIONS = "permissions", "Changed permissions"
    ADDED = "added", "Added"
    CHANGED = "changed", "Changed"
    DELETED = "deleted", "Deleted"
    SUBMITTED = "submitted", "Submitted for review"
    RECALLED = "recalled", "Took back from review"
    SENT_BACK = "sent_back", "Sent back"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    SCHEDULED = "scheduled", "Scheduled"
    CANCELLED = "cancelled", "Cancelled a schedule"
    EXPIRY = "expiry", "Set when it expires"
    WITHDRAWN = "withdrawn", "Withdrew"
    EMBARGO = "embargo", "Set an embargo"
    EMBARGO_LIFTED = "embargo_lifted", "Lifted an embargo"
    RESTORED = "restored", "Restored a version"
    MERGED = "merged", "Merged"
    UNDONE = "undone", "Undid"
    RENAMED = "renamed", "Renamed"
    ASSIGNED = "assigned", "Assigned"
    TAGGED = "tagged", "Changed issues of"
    SHARED = "shared", "Made a preview link"
    REVOKED = "revoked", "Revoked a preview link"
    EXPORTED = "exported", "Exported"
    RULES = "rules", "Changed the house rules"


class Unchangeable(Exception):
    """An entry of the log was to be changed or removed."""

    def __init__(self) -> None:
        super().__init__("An entry of the audit log never changes.")


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries are asked for and added; every way to change or remove them is closed."""

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def before(self, at: datetime.datetime, key: int) -> Self:
        """Those that come after the entry of that instant (aware) and key, newest first."""
        return self.filter(Q(at__lt=at) | Q(at=at, pk__lt=key), at__lte=at)

    def update(self, **kwargs: Any) -> int:
        raise Unchangeable

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise Unchangeable

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Unchangeable

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Entry]:
        if kwargs.get("update_conflicts"):
            raise Unchangeable
        return super().bulk_create(objs, *args, **kwargs)


class Entry(models.Model):
    """One thing that someone did. Neither the application nor the database changes or removes it.

    `kind` and `key` name what it was done to, such as `briefs.brief` and its primary key; `label` is what that was
    called at the time, so that the entry reads well when the thing is gone. `flagged` marks what broke a house rule
    with a reason given.
    """

    at = models.DateTimeField(db_index=True)
    act = models.CharField(max_length=20, choices=Act)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    name = models.CharField("who", max_length=150, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=40, blank=True)
    label = models.CharField("what", max_length=300, blank=True)
    note = models.TextField(blank=True)
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    address = models.GenericIPAddressField("from where", null=True)
    flagged = models.BooleanField(default=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        base_manager_name = "objects"
        verbose_name = "log entry"
        verbose_name_plural = "log entries"
        default_permissions = ("view",)
        permissions = [("export_entry", "Can download the audit log")]
        indexes = [
            models.Index(fields=["kind", "key", "-at"], name="entry_of_one_thing"),
            models.Index(fields=["act", "-at"], name="entry_of_one_act"),
            models.Index(fields=["by", "-at"], name="entry_of_one_person"),
            models.Index(fields=["-at", "-id"], condition=Q(flagged=True), name="entry_flagged"),
        ]

    def __str__(self) -> str:
        return f"{self.name or 'The command line'}: {self.get_act_display().lower()} {self.label}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable
