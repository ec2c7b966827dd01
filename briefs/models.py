"""The desk's working copy: briefs and their parts, every saved version, and where a brief's words came from.

Nothing public reads these rows; readers get editions.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from taggit.managers import TaggableManager

from briefs import languages
from briefs.columns import colleague, where_given
from briefs.content import Content
from briefs.images import Image
from briefs.many import BulkAct, BulkRow
from briefs.parts import Part, RelatedLink, Section
from briefs.richtext import CleanHTMLField
from briefs.rules import DeskRules
from briefs.searching import SearchDocument
from briefs.set_aside import SetAside
from briefs.sources import PhraseKind, ReaderPhrase, Source
from briefs.tagging import KnownIssuesManager
from briefs.talk import Comment, PreviewLink
from briefs.unsaved import Autosave, Presence
from issues.models import Issue

if TYPE_CHECKING:  # taggit has no types; to the checker its through row is a model like any other
    from django.db.models import Model as ItemBase
else:
    from taggit.models import ItemBase

__all__ = [
    "Autosave",
    "Brief",
    "BriefIssue",
    "BulkAct",
    "BulkRow",
    "Comment",
    "DeskRules",
    "Image",
    "Part",
    "PhraseKind",
    "Presence",
    "PreviewLink",
    "ReaderPhrase",
    "RelatedLink",
    "Revision",
    "SearchDocument",
    "Section",
    "SetAside",
    "Source",
    "Status",
]

SLUG_LENGTH = 200


class Status(models.TextChoices):
    """How far the working copy has come. Only `briefs.workflow` writes it.

    Published means that its newest words went into the record. Whether readers see them now, will later or did once
    is the record's to say, by the clock: `editions.standing`.
    """

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    APPROVED = "approved", "Approved"
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
    image = models.ForeignKey(
        Image,
        verbose_name="lead image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="briefs",
        db_index=False,
    )
    image_alt = models.CharField(
        "what it shows",
        max_length=300,
        blank=True,
        help_text="For readers who can't see it, and for search engines: what one would say of it on the telephone.",
    )
    image_decorative = models.BooleanField(
        "it only decorates", default=False, help_text="Then readers who can't see it are told nothing of it."
    )
    image_credit = models.CharField("credit", max_length=200, blank=True, help_text="Whose picture it is.")
    image_focus_x = models.PositiveSmallIntegerField(default=50, help_text="Per cent from the left.")
    image_focus_y = models.PositiveSmallIntegerField(default=50, help_text="Per cent from the top.")
    language = models.CharField(
        max_length=languages.LONGEST,
        blank=True,
        default="",
        help_text="What it is written in. That decides from which side its page is read.",
    )
    original = models.ForeignKey(
        "self",
        verbose_name="translation of",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        help_text="The brief that this one says in another language. Readers of each are led to the other.",
        db_index=False,
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    approved_digest = models.CharField(max_length=64, blank=True, editable=False)
    approved_by = colleague()
    submitted_by = colleague()
    assigned_to = colleague()
    due_at = models.DateTimeField("due", null=True, blank=True, help_text="When it should go out.")
    embargo_until = models.DateTimeField("embargo", null=True, editable=False)
    created_by = colleague()
    # As its newest version says: the desk asks what someone is at, and would look at every draft's versions for it.
    saved_by = colleague()
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        permissions = [
            ("approve_brief", "Can approve briefs and send them back"),
            ("publish_brief", "Can publish, schedule and withdraw briefs"),
            ("lift_embargo", "Can lift an embargo"),
            ("assign_brief", "Can say who is waited for"),
            ("share_brief", "Can make preview links for outsiders"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "slug"],
                condition=~Q(slug=""),
                name="brief_address_once_a_day",
                violation_error_message="Another brief of this day has this address already. Change one of the two.",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="brief_status_known"),
            models.CheckConstraint(
                condition=Q(image_focus_x__lte=100, image_focus_y__lte=100), name="brief_focus_in_the_picture"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-changed_at"], name="brief_in_a_status"),
            models.Index(fields=["-date"], name="brief_dated"),
            models.Index(fields=["label"], name="brief_labelled"),
            models.Index(
                fields=["status", "due_at"], condition=Q(due_at__isnull=False), name="brief_due_in_a_status"
            ),
            models.Index(fields=["created_by", "status", "-changed_at"], name="brief_someone_began"),
            where_given("brief_someone_saved", "saved_by", "status", "-changed_at"),
            where_given("brief_embargoed", "embargo_until"),
            where_given("brief_assigned", "assigned_to", "-changed_at"),
            where_given("brief_submitted", "submitted_by"),
            where_given("brief_approved", "approved_by"),
            where_given("brief_translated", "original"),
            where_given("brief_with_an_image", "image"),
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
    there = Brief.objects.filter(~Q(pk=own), date=date, slug__startswith=slug_stem(title))
    return first_free(title, set(there.values_list("slug", flat=True)))


def slug_stem(title: str) -> str:
    return (slugify(title, allow_unicode=True) or "brief")[: SLUG_LENGTH - 6].strip("-")


def first_free(title: str, taken: set[str]) -> str:
    """A web address made of `title` that is not among those that are `taken`."""
    stem = slug_stem(title)
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)


class BriefIssue(ItemBase):
    """One issue of one brief; the working tag, by which staff filter the desk."""

    tag = models.ForeignKey(Issue, verbose_name="issue", on_delete=models.PROTECT, related_name="brief_rows")
    content_object = models.ForeignKey(
        Brief, on_delete=models.CASCADE, related_name="issue_rows", db_index=False
    )

    class Meta:
        verbose_name = "issue of a brief"
        verbose_name_plural = "issues of briefs"
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="brief_issue_once")]


class Revision(models.Model):
    """A private saved version of a brief: who saved what, and when. Never changed, never public."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    saved_by = colleague()
    saved_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, help_text="Why it was saved, if someone said so.")
    name = models.CharField(
        max_length=80, blank=True, help_text="A name to find it by, for example “as sent to legal”."
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="revision_number_once_a_brief")
        ]
        indexes = [where_given("revision_someone_saved", "saved_by")]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def value(self) -> Content:
        return Content.from_json(self.content)
