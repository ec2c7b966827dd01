"""What the paste reader keeps: the texts that briefs were read from, and the phrases it reads by."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class SourceQuerySet(models.QuerySet["Source"]):
    def unaccepted(self) -> Self:
        """Those with lines that the reader did not understand and nobody has accepted yet."""
        return self.filter(not_understood__gt=0, accepted_at__isnull=True)


class Source(models.Model):
    """The text that a brief was read from, and what became of each of its lines."""

    brief = models.ForeignKey("briefs.Brief", on_delete=models.CASCADE, related_name="sources")
    text = models.TextField()
    digest = models.CharField(max_length=64, db_index=True)
    lines = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    proposals = models.JSONField(default=dict)
    not_understood = models.PositiveIntegerField(default=0)
    pasted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    pasted_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-pasted_at", "-pk"]
        verbose_name = "pasted text"
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="source_accepted_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"Text pasted on {self.pasted_at:%-d %B %Y}"


class PhraseKind(models.TextChoices):
    """What a phrase tells the reader of pasted texts."""

    LABEL = "label", "Label beside the date"
    DEVELOPMENTS = "developments", "Heading of the latest developments"
    ANALYSIS = "analysis", "Heading of the expert analysis"
    RELATED = "related", "Heading of the related links"
    ISSUES = "issues", "Heading of the issues"
    TOPICS = "topics", "Heading of an open list of topics"
    ATTRIBUTION = "attribution", "Attribution after a quotation"
    NOISE = "noise", "Word of a page's furniture"


class ReaderPhrase(models.Model):
    """A phrase by which the reader of pasted texts knows a heading, a label, an attribution or noise."""

    kind = models.CharField(max_length=20, choices=PhraseKind)
    text = models.CharField(
        max_length=100,
        help_text=(
            "As it stands in pasted texts; capitals and a colon at the end don't matter, and * stands for any words. "
            "An attribution is written with {name} and {title}, for example “— {name}, {title}”; "
            "a dash there means any dash."
        ),
    )

    class Meta:
        ordering = ["kind", "text"]
        verbose_name = "phrase for the paste reader"
        verbose_name_plural = "phrases for the paste reader"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "text"],
                name="reader_phrase_once",
                violation_error_message="The reader knows this phrase already.",
            ),
            models.CheckConstraint(condition=Q(kind__in=PhraseKind.values), name="reader_phrase_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=PhraseKind.ATTRIBUTION) | Q(text__contains="{name}"),
                name="reader_attribution_names_someone",
                violation_error_message="An attribution needs {name} where the speaker's name stands.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        if self.kind == PhraseKind.ATTRIBUTION and self.text.count("{name}") != 1:
            raise ValidationError(
                {
                    "text": "Write {name} once, where the speaker's name stands, and {title} where the title does."
                }
            )
