"""What editors said of the copy desk's advice: that the words are right as they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SetAside(models.Model):
    """A piece of advice that nobody wants to read again while the words of this brief stay as they are.

    `finding` is its identity, a SHA-256 in hexadecimal: it holds the words, so new words bring the advice back.
    """

    brief = models.ForeignKey(
        "briefs.Brief", on_delete=models.CASCADE, related_name="set_aside", db_index=False
    )
    finding = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brief", "finding"], name="set_aside_once_a_brief")]

    def __str__(self) -> str:
        return f"Advice on {self.brief} set aside by {self.by}"
