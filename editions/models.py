"""The public record: what readers saw, from which instant to which, word for word.

An edition and its index rows are written once, by `editions.publishing`. Only `live_until` and `withdrawn_by` may
change; the database itself refuses every other change, and two editions of one brief that are live at once.
"""

from __future__ import annotations

import datetime
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from briefs.content import Content
from briefs.models import SLUG_LENGTH, Brief, Revision
from briefs.richtext import CleanHTMLField
from experts.models import Expert
from issues.models import Issue

Row = TypeVar("Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[Row]):
    """Rows that bear the date and the key of their brief, and the one order in which lists of them are read."""

    def newest_first(self) -> Self:
        """By the brief's date, then by its key: an order that stays when a brief is published again."""
        return self.order_by("-date", "-brief_id")

    def after(self, date: datetime.date, brief: int) -> Self:
        """Those that come later in `newest_first` than the brief with that date and key: the next page.

        The bound on the date alone says nothing new; it lets both databases begin there in an index.
        """
        return self.filter(Q(date__lt=date) | Q(brief_id__lt=brief), date__lte=date)


class EditionQuerySet(DatedQuerySet["Edition"]):
    """Questions about the record. Every public page begins with `live()`."""

    def live(self, at: datetime.datetime | None = None) -> Self:
        """What the public sees at the instant `at` (aware; now when it is left out)."""
        at = at or timezone.now()
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=at), live_from__lte=at)

    def about(self, *issues: Issue) -> Self:
        """Those about every one of `issues`."""
        return self.filter(*(Exists(_rows_about(issue)) for issue in issues))

    def not_about(self, *issues: Issue) -> Self:
        """Those about none of `issues`."""
        return self.filter(*(~Exists(_rows_about(issue)) for issue in issues))

    def quoting(self, expert: Expert) -> Self:
        """Those that quote `expert`. One person speaks in few of many briefs, so these are looked up by the person."""
        return self.filter(pk__in=EditionQuote.objects.filter(expert=expert).values("edition"))

    def labelled(self, label: str) -> Self:
        return self.filter(label=label)

    def dated(self, first: datetime.date | None = None, last: datetime.date | None = None) -> Self:
        """Those whose brief is dated from `first` to `last`, both included; None leaves that end open."""
        bounds = {"date__gte": first, "date__lte": last}
        return self.filter(**{name: day for name, day in bounds.items() if day is not None})


def _rows_about(issue: Issue) -> models.QuerySet[EditionIssue]:
    return EditionIssue.objects.filter(edition=OuterRef("pk"), issue=issue)


class Edition(models.Model):
    """What was public of a brief from `live_from` up to, not including, `live_until` (both UTC; None means still)."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="editions")
    label = models.CharField(max_length=60)
    date = models.DateField()
    slug = models.SlugField(max_length=SLUG_LENGTH, allow_unicode=True, db_index=False)
    title = models.CharField(max_length=300)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issues = models.ManyToManyField(Issue, through="EditionIssue", related_name="editions")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-brief_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="edition_number_once_a_brief"),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")),
                name="edition_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["brief"],
                condition=Q(live_until__isnull=True),
                name="edition_one_without_end_a_brief",
            ),
            models.UniqueConstraint(
                fields=["date", "slug"],
                condition=Q(live_until__isnull=True),
                name="edition_address_one_without_end",
            ),
        ]
        indexes = [
            models.Index(fields=["-date", "-brief"], name="edition_newest_first"),
            models.Index(fields=["slug", "date"], name="edition_address"),
            models.Index(fields=["live_until", "live_from"], name="edition_live"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (edition {self.number})"

    def get_absolute_url(self) -> str:
        return reverse("brief", args=[f"{self.date:%Y}", f"{self.date:%m}", f"{self.date:%d}", self.slug])

    def value(self) -> Content:
        return Content.from_json(self.content)


class EditionIssue(models.Model):
    """An issue of an edition, with the date that lists are ordered by; the published tag."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="issue_rows")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="edition_rows")
    date = models.DateField()
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "published issue"
        constraints = [models.UniqueConstraint(fields=["edition", "issue"], name="edition_issue_once")]
        indexes = [models.Index(fields=["issue", "-date", "-brief"], name="edition_issue_newest_first")]

    def __str__(self) -> str:
        return f"{self.issue} in {self.edition}"


class EditionQuoteQuerySet(DatedQuerySet["EditionQuote"]):
    def live(self, at: datetime.datetime | None = None) -> Self:
        """Quotations that the public sees at the instant `at` (aware; now when it is left out)."""
        return self.filter(edition__in=Edition.objects.live(at))

    def newest_first(self) -> Self:
        return self.order_by("-date", "-brief_id", "position")


class EditionQuote(models.Model):
    """A published quotation, where an expert's page finds it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="quote_rows")
    key = models.CharField(max_length=32)
    position = models.PositiveIntegerField()
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="edition_rows")
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=200)
    text = CleanHTMLField()
    date = models.DateField()
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = EditionQuoteQuerySet.as_manager()

    class Meta:
        verbose_name = "published quotation"
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="edition_quote_once")]
        indexes = [models.Index(fields=["expert", "-date", "-brief"], name="edition_quote_newest_first")]

    def __str__(self) -> str:
        return f"{self.name} in {self.edition}"


class EditionLink(models.Model):
    """A related link of an edition that leads to another brief; printed while that brief is live."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="link_rows")
    key = models.CharField(max_length=32)
    target = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="cited_by_rows")

    class Meta:
        verbose_name = "published link"
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="edition_link_once")]

    def __str__(self) -> str:
        return f"Link from {self.edition}"
