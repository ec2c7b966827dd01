"""What briefs are about: a curated vocabulary, never grown by a slip of the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from issues.lasting import FormerAddress, Lasting, LastingQuerySet, Merge
from issues.paths import path_to

if TYPE_CHECKING:  # taggit has no types; to the checker a tag is a model like any other
    from django.db.models import Model as TagBase
else:
    from taggit.models import TagBase


class UnknownIssue(ValueError):
    """A name that is neither an issue nor an alias of one."""


class IssueQuerySet(LastingQuerySet["Issue"]):
    def in_order(self) -> Self:
        return self.order_by("name")


class Issue(Lasting, TagBase):
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
        error_messages={"unique": "Another issue has this address. Choose another."},
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

    reserved = frozenset({"matrix"})

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
            models.CheckConstraint(
                condition=~Q(slug="matrix"),
                name="issue_leaves_room_for_the_matrix",
                violation_error_message="Another page stands at this address. Choose another.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return path_to("issue", self.slug)

    def wider(self) -> list[Issue]:
        """The issues that this one belongs to, the nearest first; it ends before one that came already."""
        found: list[Issue] = []
        above = self.parent
        while above is not None and above not in found:
            found.append(above)
            above = above.parent
        return found

    def clean(self) -> None:
        super().clean()
        if self.pk is not None and self in self.wider():
            raise ValidationError(
                {"parent": f"“{self.parent}” already belongs to “{self.name}”, so it can't also contain it."}
            )
        refuse_taken(self.name, self.pk)

    def objection_to_merging_into(self, into: Issue) -> str:
        if self not in into.wider():
            return ""
        return f"“{into}” belongs to “{self}”. Move it elsewhere first, or merge “{into}” into “{self}”."

    def come_back(self) -> None:
        """The wider issue may have been merged or deleted meanwhile, and the name given to another."""
        if self.parent_id is not None:
            self.parent = Issue.objects.present([self.parent_id]).get(self.parent_id)
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


class IssueAddress(FormerAddress):
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="former_addresses")


class IssueMerge(Merge):
    into = models.ForeignKey(Issue, on_delete=models.SET_NULL, null=True, related_name="merges")


def refuse_taken(name: str, own: Any) -> None:
    """Raise ValidationError when `name` already means an issue other than the one with key `own`."""
    holder = Issue.objects.known(name)
    if holder is not None and holder.pk != own:
        raise ValidationError({"name": f"“{name}” already means the issue “{holder.name}”."})
