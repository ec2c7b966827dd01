"""The house rules: what an administrator decides for the whole desk."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DeskRules(models.Model):
    """The house rules that an administrator sets for the whole desk; one row."""

    four_eyes = models.BooleanField(
        "four eyes",
        default=False,
        help_text="Whoever approves a brief must not be the one who saved it last. Going past it asks for a reason.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "house rules"
        default_permissions = ("view", "change")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="house_rules_are_one")]

    def __str__(self) -> str:
        return "House rules"

    @classmethod
    def now(cls) -> DeskRules:
        """The rules in force; the defaults until someone sets them."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
