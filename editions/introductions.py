"""What editors put at the top of an issue's page: an introduction, key points, and the briefs to begin with.

These stand here and not with Issue because they know rich text and briefs, which the vocabulary does not.
"""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.models import Q

from briefs.models import Brief
from briefs.richtext import CleanHTMLField
from issues.models import Issue


class Introduction(models.Model):
    """The words before the briefs on an issue's page. They are of the present, and public as soon as they are saved."""

    issue = models.OneToOneField(Issue, on_delete=models.CASCADE, related_name="introduction")
    text = CleanHTMLField(
        "introduction",
        blank=True,
        help_text="A few paragraphs for someone who begins here: what this is about, and why it matters. Readers see "
        "them as soon as you save. The description above is for short uses, such as lists and search engines.",
    )
    key_points = CleanHTMLField(
        blank=True,
        help_text="Three to five points, as a list: what a reader should remember a day later. Keep each to one "
        "sentence, and look at them again when the news moves on.",
    )

    class Meta:
        verbose_name = "opening of its page"
        verbose_name_plural = "opening of its page"

    def __str__(self) -> str:
        return f"Opening of the page on {self.issue}"


def readers_see() -> Q:
    """Which briefs can be pinned: those that are public now."""
    editions = apps.get_model("editions", "Edition").objects  # a model that stands on this one
    return Q(pk__in=editions.live().values("brief"))


class PinnedBrief(models.Model):
    """A brief that an issue's page shows first, while readers see the brief."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="pins", db_index=False)
    brief = models.ForeignKey(
        Brief,
        on_delete=models.CASCADE,
        related_name="pinned_on",
        limit_choices_to=readers_see,
        help_text="Start typing a title. Only briefs that readers see can be chosen; one that is taken down later "
        "leaves the page by itself, and comes back with its page.",
    )
    place = models.PositiveSmallIntegerField(
        default=1, help_text="1 stands first. Two with the same number stand in the order they were pinned."
    )

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = "pinned brief"
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "brief"],
                name="pinned_once_an_issue",
                violation_error_message="This brief is pinned here already.",
            )
        ]

    def __str__(self) -> str:
        return f"“{self.brief}”"
