"""The desk's working copy: briefs and their parts, every saved version, and where a brief's words came from.

Nothing public reads these rows; readers get editions.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify
from taggit.managers import TaggableManager

from briefs.content import Content, new_key
from briefs.richtext import CleanHTMLField
from briefs.sources import PhraseKind, ReaderPhrase, Source
from briefs.tagging import KnownIssuesManager
from issues.models import Issue

if TYPE_CHECKING:  # taggit has no types; to the checker its through row is a model like any other
    from django.db.models import Model as ItemBase
else:
    from taggit.models import ItemBase

__all__ = [
    "Brief",
    "BriefIssue",
    "Part",
    "PhraseKind",
    "ReaderPhrase",
    "RelatedLink",
    "Revision",
    "Section",
    "Source",
    "Status",
]

SLUG_LENGTH = 200


class Status(models.TextChoices):
    """How far a brief has come. Only `briefs.workflow` writes it."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Brief(models.Model):
    """A flash brief as editors work on it. A draft may lack anything; `briefs.readiness` says what publishing needs."""

    label = models.CharField(
        max_length=60,
        blank=True,
        default="Flash Brief",
        help_text="The kind of page, printed above the title.",
    )
    date = models.DateField(
        null=True,
        blank=True,
        help_text="The day the brief is dated. It is part of the page's web address.",
    )
    title = models.CharField(max_length=300, blank=True, help_text="The headline, without a full stop.")
    slug = models.SlugField(
        "address",
        max_length=SLUG_LENGTH,
        blank=True,
        allow_unicode=True,
        help_text="The last part of the page's web address. Leave it empty and it is made from the title.",
    )
    developments = CleanHTMLField(
        "latest developments",
        blank=True,
        help_text="What happened, newest first. A paragraph or two, or bullets.",
    )
    issues = TaggableManager(
        through="briefs.BriefIssue",
        manager=KnownIssuesManager,
        blank=True,
        related_name="briefs",
        help_text="What this brief is about. Readers find it under each of these.",
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        permissions = [("publish_brief", "Can publish and withdraw briefs")]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "slug"],
                condition=~Q(slug=""),
                name="brief_address_once_a_day",
                violation_error_message="Another brief of this day has this address already. Change one of the two.",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="brief_status_known"),
        ]

    def __str__(self) -> str:
        return self.title or "Untitled brief"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.title and not self.slug:
            self.slug = free_slug(self.title, self.date, self.pk)
        super().save(*args, **kwargs)

    def newest_revision(self) -> Revision | None:
        """The version saved last; a form that was opened on an older one must not overwrite it."""
        return self.revisions.order_by("-number").first()


def free_slug(title: str, date: datetime.date | None, own: int | None) -> str:
    """A web address made of `title` that no brief of that day has yet, except the one with key `own`."""
    stem = (slugify(title, allow_unicode=True) or "brief")[: SLUG_LENGTH - 6].strip("-")
    taken = set(
        Brief.objects.filter(~Q(pk=own), date=date, slug__startswith=stem).values_list("slug", flat=True)
    )
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)


class Part(models.Model):
    """A row of a brief that has a place in an order and keeps its identity while it changes and moves."""

    key = models.CharField(max_length=32, default=new_key, editable=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["brief", "key"], name="%(class)s_key_once_a_brief")]


class Section(Part):
    """Background under a heading of its own."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=300, blank=True, help_text="This section's own heading.")
    body = CleanHTMLField("text", blank=True, help_text="The background a reader needs to follow the news.")

    class Meta(Part.Meta):
        verbose_name = "background section"

    def __str__(self) -> str:
        return self.heading or "Section without a heading"


class RelatedLink(Part):
    """Related reading: another brief of ours or an address elsewhere."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(
        max_length=300, blank=True, help_text="The title of the linked piece, without quotation marks."
    )
    url = models.URLField(
        "web address",
        max_length=1000,
        blank=True,
        help_text="Starts with https://. Leave it empty for a brief of ours.",
    )
    target = models.ForeignKey(
        Brief,
        verbose_name="one of our briefs",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="linked_from",
        help_text="Readers get its present address, and only while it is public.",
    )
    authors = models.CharField(
        max_length=300,
        blank=True,
        help_text="Who wrote it. Put a semicolon between two names.",
    )
    source = models.CharField(
        max_length=200, blank=True, help_text="Where it appeared, for example “Flash Brief”."
    )

    class Meta(Part.Meta):
        verbose_name = "related link"
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                condition=Q(url="") | Q(target__isnull=True),
                name="link_leads_to_one_place",
                violation_error_message="Give a web address or one of our briefs, not both.",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("brief")),
                name="link_leads_elsewhere",
                violation_error_message="A brief cannot be related reading for itself.",
            ),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__istartswith="https://") | Q(url__istartswith="http://"),
                name="link_is_a_web_address",
                violation_error_message="A web address starts with https:// or http://.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Link without a title"

    def author_names(self) -> tuple[str, ...]:
        return tuple(name for part in self.authors.split(";") if (name := part.strip()))


class BriefIssue(ItemBase):
    """One issue of one brief; the working tag, by which staff filter the desk."""

    tag = models.ForeignKey(Issue, verbose_name="issue", on_delete=models.PROTECT, related_name="brief_rows")
    content_object = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="issue_rows")

    class Meta:
        verbose_name = "issue of a brief"
        verbose_name_plural = "issues of briefs"
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="brief_issue_once")]


class Revision(models.Model):
    """A private saved version of a brief: who saved what, and when. Never changed, never public."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, help_text="Why it was saved, if someone said so.")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="revision_number_once_a_brief")
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def value(self) -> Content:
        return Content.from_json(self.content)
