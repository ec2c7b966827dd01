"""What briefs are about: a curated vocabulary, never grown by a slip of the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from issues.names import fold

if TYPE_CHECKING:  # taggit has no types; to the checker a tag is a model like any other
    from django.db.models import Model as TagBase
else:
    from taggit.models import TagBase


class UnknownIssue(ValueError):
    """A name that is neither an issue nor an alias of one."""


class IssueQuerySet(models.QuerySet["Issue"]):
    def vocabulary(self) -> dict[str, Issue]:
        """Every folded name and alias, each with the issue it means. Two queries."""
        return {
            fold(alias): issue for issue in self.prefetch_related("aliases") for alias in issue.spellings()
        }

    def known(self, name: str) -> Issue | None:
        """The issue called `name`, by name or alias, whatever the case and accents; None when there is none."""
        return self.vocabulary().get(fold(name))

    def in_order(self) -> Self:
        return self.order_by("name")


class Issue(TagBase):
    """An editorial subject, such as Iran or Cyber; what WordPress would call a tag, but kept by editors alone."""

    name = models.CharField(
        "name",
        max_length=100,
        unique=True,
        help_text="As readers see it on the page, for example “Gulf States”.",
    )
    slug = models.SlugField(
        "address",
        max_length=100,
        unique=True,
        allow_unicode=True,
        help_text="The last part of the issue's web address. It fills itself in from the name.",
    )
    description = models.TextField(
        blank=True,
        help_text="One or two sentences for readers who meet this issue for the first time.",
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The wider issue this one belongs to, if there is one.",
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "issue"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="issue_name_once",
                violation_error_message="There is an issue of this name already, perhaps in other capitals.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="issue_has_name"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="issue_not_its_own_parent",
                violation_error_message="An issue cannot belong to itself.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("issue", args=[self.slug])

    def spellings(self) -> list[str]:
        """The name first, then the aliases."""
        return [self.name, *(alias.name for alias in self.aliases.all())]

    def clean(self) -> None:
        super().clean()
        seen, above = {self.pk}, self.parent
        while above is not None and self.pk is not None:
            if above.pk in seen:
                raise ValidationError(
                    {
                        "parent": f"“{self.parent}” already belongs to “{self.name}”, so it can't also contain it."
                    }
                )
            seen.add(above.pk)
            above = above.parent
        refuse_taken(self.name, self.pk)


class IssueAlias(models.Model):
    """Another spelling of an issue's name, met in pasted texts and old archives."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(
        max_length=100,
        help_text="A spelling that pasted texts use for this issue, for example “DPRK” for North Korea.",
    )

    class Meta:
        ordering = ["name"]
        verbose_name = "other spelling"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="issue_alias_once",
                violation_error_message="This spelling already leads to an issue.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="issue_alias_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_taken(self.name, self.issue_id)


def refuse_taken(name: str, own: Any) -> None:
    """Raise ValidationError when `name` already means an issue other than the one with key `own`."""
    holder = Issue.objects.known(name)
    if holder is not None and holder.pk != own:
        raise ValidationError({"name": f"“{name}” already means the issue “{holder.name}”."})
