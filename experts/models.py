"""Who is quoted: people with their present titles, and what they said with the title they had that day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from briefs.models import Brief, Image, Part
from briefs.richtext import CleanHTMLField
from issues.lasting import FormerAddress, Lasting, LastingQuerySet, Merge
from issues.paths import path_to

PORTRAIT = ["portrait", "portrait_alt", "portrait_credit", "portrait_focus_x", "portrait_focus_y"]


class ExpertQuerySet(LastingQuerySet["Expert"]):
    """The people whom the newsroom knows, quoted or not."""


class Expert(Lasting):
    """A person who is quoted, with the title they hold today."""

    name = models.CharField(max_length=150, help_text="As it is printed under a quotation.")
    slug = models.SlugField(
        "address",
        max_length=160,
        unique=True,
        blank=True,
        allow_unicode=True,
        help_text="The last part of this person's web address. Leave it empty and it is made from the name.",
        error_messages={"unique": "Another expert has this address. Choose another."},
    )
    title = models.CharField(
        "current title",
        max_length=200,
        blank=True,
        help_text="Filled in for new quotations. Quotations already written keep the title they were given.",
    )
    organisation = models.CharField(max_length=200, blank=True, help_text="Where this person works today.")
    biography = CleanHTMLField(blank=True, help_text="A few sentences for this person's page.")
    portrait = models.ForeignKey(
        Image, on_delete=models.PROTECT, null=True, blank=True, related_name="portraits"
    )
    portrait_alt = models.CharField(
        "what it shows",
        max_length=300,
        blank=True,
        help_text="For readers who can't see it. Leave it empty and the name stands for it.",
    )
    portrait_credit = models.CharField("credit", max_length=200, blank=True, help_text="Whose picture it is.")
    portrait_focus_x = models.PositiveSmallIntegerField(default=50, help_text="Per cent from the left.")
    portrait_focus_y = models.PositiveSmallIntegerField(default=50, help_text="Per cent from the top.")

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="expert_has_name"),
            models.CheckConstraint(
                condition=Q(portrait_focus_x__lte=100, portrait_focus_y__lte=100),
                name="expert_focus_in_the_picture",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("expert", self.slug)

    def take_over(self, other: Self) -> list[str]:
        """The portrait of whom becomes part of this person, where there is none yet."""
        if self.portrait_id or not other.portrait_id:
            return []
        for name in PORTRAIT:
            setattr(self, name, getattr(other, name))
        self.save(update_fields=PORTRAIT)
        return PORTRAIT


class ExpertAlias(models.Model):
    """Another form of a person's name, by which pasted texts and old archives call them."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(
        max_length=150, help_text="Another form of the name, for example with an initial."
    )

    class Meta:
        ordering = ["name"]
        verbose_name = "other form of the name"
        verbose_name_plural = "other forms of the name"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="expert_alias_once",
                violation_error_message="This form of a name already leads to someone.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="expert_alias_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ExpertAddress(FormerAddress):
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="former_addresses")


class ExpertMerge(Merge):
    into = models.ForeignKey(Expert, on_delete=models.SET_NULL, null=True, related_name="merges")


class ExpertQuoteQuerySet(models.QuerySet["ExpertQuote"]):
    def speakers_today(self, keys: Iterable[int]) -> dict[int, int]:
        """The primary key of whom each of `keys` means today; one that means nobody any more is left out."""
        return {key: expert.pk for key, expert in Expert.objects.present(keys).items()}


class ExpertQuote(Part):
    """A quotation in a brief. `name` and `title` are printed as they were that day, whatever becomes of the expert."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="quotes", db_index=False)
    expert = models.ForeignKey(
        Expert,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quotes",
        help_text="Start typing a name. Someone new can be added with the plus sign.",
    )
    name = models.CharField(
        "name as printed",
        max_length=150,
        blank=True,
        help_text="Filled in when you pick an expert; change it if it should read otherwise.",
    )
    title = models.CharField(
        "title at the time",
        max_length=200,
        blank=True,
        help_text="Filled in when you pick an expert. It stays as it is, even when the expert changes jobs.",
    )
    text = CleanHTMLField(
        "quotation", blank=True, help_text="The words alone: the page sets the quotation marks around them."
    )

    objects = ExpertQuoteQuerySet.as_manager()

    class Meta(Part.Meta):
        verbose_name = "quotation"

    def __str__(self) -> str:
        return f"Quotation of {self.name}" if self.name else "Quotation without a speaker"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.expert is not None and not self.name:
            self.name = self.expert.name
        super().save(*args, **kwargs)
