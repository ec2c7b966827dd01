"""Where an edition leads among our own briefs."""

from __future__ import annotations

from django.db import models

from briefs.models import Brief


class EditionLink(models.Model):
    """A related link of an edition that leads to another brief; printed while that brief is live."""

    edition = models.ForeignKey(
        "editions.Edition", on_delete=models.CASCADE, related_name="link_rows", db_index=False
    )
    key = models.CharField(max_length=32)
    target = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="cited_by_rows")

    class Meta:
        verbose_name = "published link"
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="edition_link_once")]

    def __str__(self) -> str:
        return f"Link from {self.edition}"
