"""Pictures that were uploaded at the desk. A file is named by its content, so an old edition keeps its picture."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Image(models.Model):
    """An uploaded picture, checked and stripped of its metadata. Its pixels never change; the same file is one row."""

    digest = models.CharField(max_length=64, unique=True)
    file = models.FileField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # The widths in which each kind of file is kept, such as {"webp": [480, 960]}: a page may name these and no others.
    files: models.JSONField[dict[str, list[int]], dict[str, list[int]]] = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"Picture of {self.width} by {self.height} pixels"
