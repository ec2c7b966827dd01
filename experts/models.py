"""Who is quoted: people with their present titles, and what they said with the title they had that day."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify

from briefs.models import Brief, Part
from briefs.richtext import CleanHTMLField
from issues.names import fold


class ExpertQuerySet(models.QuerySet["Expert"]):
    def vocabulary(self) -> dict[str, Expert]:
        """Every folded name and alias, each with the person it means. Two queries."""
        return {
            fold(name): expert for expert in self.prefetch_related("aliases") for name in expert.spellings()
        }

    def known(self, name: str) -> Expert | None:
        """The person called `name`, by name or alias, whatever the case and accents; None when there is none."""
        return self.vocabulary().get(fold(name))


class Expert(models.Model):
    """A person who is quoted, with the title they hold today."""

    name = models.CharField(max_length=150, help_text="As it is printed under a quotation.")
    slug = models.SlugField(
        "address",
        max_length=160,
        unique=True,
        blank=True,
        allow_unicode=True,
        help_text="The last part of this person's web address. Leave it empty and it is made from the name.",
    )
    title = models.CharField(
        "current title",
        max_length=200,
        blank=True,
        help_text="Filled in for new quotations. Quotations already written keep the title they were given.",
    )
    organisation = models.CharField(max_length=200, blank=True, help_text="Where this person works today.")
    biography = CleanHTMLField(blank=True, help_text="A few sentences for this person's page.")

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="expert_has_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = free_slug(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("expert", args=[self.slug])

    def spellings(self) -> list[str]:
        """The name first, then the aliases."""
        return [self.name, *(alias.name for alias in self.aliases.all())]


def free_slug(name: str) -> str:
    """A web address made of `name` that no expert has yet; namesakes are numbered."""
    stem = (slugify(name, allow_unicode=True) or "expert")[:150]
    taken = set(Expert.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)


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


class ExpertQuote(Part):
    """A quotation in a brief. `name` and `title` are printed as they were that day, whatever becomes of the expert."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="quotes")
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

    class Meta(Part.Meta):
        verbose_name = "quotation"

    def __str__(self) -> str:
        return f"Quotation of {self.name}" if self.name else "Quotation without a speaker"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.expert is not None and not self.name:
            self.name = self.expert.name
        super().save(*args, **kwargs)
