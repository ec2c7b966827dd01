"""The public record: what readers saw, from which instant to which, word for word.

An edition and its index rows are written once, by `editions.publishing`. Only `live_until`, `withdrawn_by` and
`withdrawn_at` may change; the database itself refuses every other change, and two editions of one brief that are live
at once. An edition that nobody has seen yet may be taken back whole.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Hashable
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from briefs.columns import colleague, where_given
from briefs.content import Content
from briefs.models import SLUG_LENGTH, Brief, Image, Revision
from briefs.richtext import CleanHTMLField
from briefs.words import Phrase
from editions.counts import Count, Counted, Uncounted
from editions.dated import DatedQuerySet, public
from editions.introductions import Introduction, PinnedBrief
from editions.kept import Kept
from editions.links import EditionLink
from editions.spoken import said_together
from editions.stamp import Stamp
from experts.models import Expert
from issues.families import Families
from issues.models import Issue
from issues.paths import path_to
from issues.prepared import prepared

__all__ = [
    "Count", "Counted", "Edition", "EditionImage", "EditionIssue", "EditionLink", "EditionQuote", "Introduction",
    "PinnedBrief", "Stamp", "Uncounted",
]  # fmt: skip


_WORDS: Kept[Content] = Kept(200)  # of editions, under their digest


class EditionQuerySet(DatedQuerySet["Edition"]):
    """Questions about the record. Every public page begins with `live()`."""

    def live(self, at: datetime.datetime | None = None) -> Self:
        """What the public sees at the instant `at` (aware; now when it is left out)."""
        return self.filter(public(at or timezone.now()))

    def not_ended(self, at: datetime.datetime | None = None) -> Self:
        """What the public sees at `at` (aware; now when it is left out), and what it is to see later."""
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=at or timezone.now()))

    def pending(self, at: datetime.datetime | None = None) -> Self:
        """What is scheduled and still to come at `at` (aware; now when it is left out), the next first."""
        scheduled = Q(published_at__isnull=True) | Q(published_at__lt=F("live_from"))
        return self.filter(scheduled, live_from__gt=at or timezone.now()).order_by("live_from", "pk")

    def about(self, *issues: Issue, families: Families | None = None) -> Self:
        """Those about every one of `issues`, each the issue itself or a narrower one. One query for the hierarchy, or
        none when `families` knows it already.
        """
        families = families or Families()
        rows = (EditionIssue.objects.filter(issue__in=families.below(issue.pk)) for issue in issues)
        return self.filter(*(Q(pk__in=found.values("edition")) for found in rows))

    def not_about(self, *issues: Issue, families: Families | None = None) -> Self:
        """Those about none of `issues`, nor of any narrower one. The queries are those of `about`."""
        families = families or Families()
        return self.filter(*(~beside(families.below(issue.pk)) for issue in issues))

    def quoting(self, expert: Expert) -> Self:
        """Those that quote `expert`. One person speaks in few of many briefs, so these are looked up by the person."""
        return self.filter(pk__in=EditionQuote.objects.filter(expert=expert).values("edition"))

    def labelled(self, label: str) -> Self:
        return self.filter(label=label)

    def dated(self, first: datetime.date | None = None, last: datetime.date | None = None) -> Self:
        """Those whose brief is dated from `first` to `last`, both included; None leaves that end open."""
        bounds = {"date__gte": first, "date__lte": last}
        return self.filter(**{name: day for name, day in bounds.items() if day is not None})


def beside(issues: list[int], edition: str = "pk") -> Exists:
    """Whether one of `issues`, primary keys, stands on the edition at hand: asked of each by itself, so for walks."""
    return Exists(EditionIssue.objects.filter(edition=OuterRef(edition), issue__in=issues))


class Edition(models.Model):
    """What was public of a brief from `live_from` up to, not including, `live_until` (both UTC; None means still)."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="editions", db_index=False)
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
    published_by = colleague()
    withdrawn_by = colleague()
    # When the publisher pressed, and when someone took the page down; both unknown for pages of older versions.
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    issues = models.ManyToManyField(Issue, through="EditionIssue", related_name="editions")
    named: list[Issue]  # the same by name, once `with_issues` has looked them up for a list

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
            models.Index(fields=["live_from"], name="edition_by_its_time"),
            where_given("edition_someone_published", "published_by"),
            where_given("edition_someone_withdrew", "withdrawn_by"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (edition {self.number})"

    def get_absolute_url(self) -> str:
        return page_of(self.date, self.slug)

    def as_listed(self) -> Hashable:
        """All that a list says of it, in values, once `with_issues` was asked: the digest stands for its own words."""
        issues = tuple((issue.name, issue.get_absolute_url()) for issue in self.named)
        return self.digest, self.get_absolute_url(), issues

    def value(self) -> Content:
        return _WORDS.get(self.digest, lambda: Content.from_json(self.content))

    def is_live(self, at: datetime.datetime) -> bool:
        return self.live_from <= at and (self.live_until is None or self.live_until > at)

    def is_pending(self, at: datetime.datetime) -> bool:
        """Whether it was scheduled and its time is still to come. A clock that stepped back schedules nothing."""
        return self.live_from > max(at, self.published_at or at)


def page_of(date: datetime.date, slug: str) -> str:
    """The address of the brief that bears this date and slug."""
    return path_to("brief", f"{date.year}", f"{date.month:02}", f"{date.day:02}", slug)


class EditionIssue(models.Model):
    """An issue of an edition, with the date that lists are ordered by; the published tag."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="issue_rows", db_index=False)
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="edition_rows", db_index=False)
    date = models.DateField()
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "published issue"
        constraints = [models.UniqueConstraint(fields=["edition", "issue"], name="edition_issue_once")]
        # With the edition, so that what is on several issues is found in the indexes alone
        indexes = [
            models.Index(fields=["issue", "-date", "-brief", "edition"], name="edition_issue_newest_first")
        ]

    def __str__(self) -> str:
        return f"{self.issue} in {self.edition}"


class EditionQuoteQuerySet(DatedQuerySet["EditionQuote"]):
    def live(self, at: datetime.datetime | None = None) -> Self:
        """Quotations that the public sees at the instant `at` (aware; now when it is left out)."""
        return self.filter(public(at or timezone.now(), "edition__"))

    def saying(self, *phrases: Phrase) -> Self:
        """Quotations whose own words hold every one of `phrases`."""
        return self.filter(*(Q(word_row__words__contains=said_together(phrase)) for phrase in phrases))

    def not_saying(self, *phrases: Phrase) -> Self:
        """Quotations whose own words hold none of `phrases`."""
        return self.filter(*(~Q(word_row__words__contains=said_together(phrase)) for phrase in phrases))

    def newest_first(self) -> Self:
        return self.order_by("-date", "-brief_id", "position")


class EditionQuote(models.Model):
    """A published quotation, where the archive of quotations and an expert's page find it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="quote_rows", db_index=False)
    key = models.CharField(max_length=32)
    position = models.PositiveIntegerField()
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="edition_rows", db_index=False)
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=200)
    text = CleanHTMLField()
    date = models.DateField()
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = EditionQuoteQuerySet.as_manager()

    class Meta:
        verbose_name = "published quotation"
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="edition_quote_once")]
        indexes = [
            models.Index(fields=["expert", "-date", "-brief"], name="edition_quote_newest_first"),
            models.Index(fields=["-date", "-brief", "position"], name="edition_quote_all"),
            models.Index(fields=["key"], name="edition_quote_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.name} in {self.edition}"

    def get_absolute_url(self) -> str:
        """Its own address, the same through all editions of its brief."""
        return path_to("quote", self.key)


class EditionImage(models.Model):
    """The lead image of an edition: its file is shown while the edition is live, and kept for as long as the record."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="image_row")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="edition_rows")

    class Meta:
        verbose_name = "published image"

    def __str__(self) -> str:
        return f"Image of {self.edition}"


class EditionTranslation(models.Model):
    """That an edition says in its language what another brief says in its own; readers of each find the other."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="translation_row")
    original = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="translated_by_rows")

    class Meta:
        verbose_name = "published translation"

    def __str__(self) -> str:
        return f"{self.edition} as a translation"


def with_words(editions: list[Edition]) -> list[Edition]:
    """`editions` whose content was deferred, ready for their `value()`: those whose words are not at hand already get
    them in one query.
    """
    missing = {each.pk: each for each in editions if each.digest not in _WORDS}
    for key, content in _contents(missing.keys()):
        missing[key].content = content
        missing[key].value()
    return editions


@prepared
def _contents(editions: Collection[int]) -> QuerySet[Edition, tuple[int, Any]]:
    return Edition.objects.filter(pk__in=editions).values_list("pk", "content")


def with_issues(editions: list[Edition]) -> list[Edition]:
    """`editions` with what each is about, by name, as its `named`. One query, or none for an empty list."""
    found: dict[int, list[Issue]] = {each.pk: [] for each in editions}
    for row in _issues(found.keys()):
        found[row.edition_id].append(row.issue)
    for each in editions:
        each.named = found[each.pk]
    return editions


@prepared
def _issues(editions: Collection[int]) -> QuerySet[EditionIssue]:
    rows = EditionIssue.objects.filter(edition__in=editions).select_related("issue")
    return rows.order_by("issue__name").defer("issue__description")
