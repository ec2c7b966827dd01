"""What issues and experts have in common: they outlive their names, their web addresses, and even their own rows.

Addresses stay in use outside, and stored versions hold primary keys for ever. So a former address leads to the present
one, and the key of a row that was merged into another means that other row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.text import slugify

from issues.names import fold

TRIES = 5
Row = TypeVar("Row", bound="Lasting")


class LastingQuerySet(models.QuerySet[Row]):
    """Questions that former keys and former addresses answer too."""

    def vocabulary(self) -> dict[str, Row]:
        """Every folded name and alias, each with what it means. Two queries."""
        return {fold(name): row for row in self.prefetch_related("aliases") for name in row.spellings()}

    def known(self, name: str) -> Row | None:
        """What is called `name`, by name or alias, whatever the case and accents; None when there is none."""
        return self.vocabulary().get(fold(name))

    def present(self, keys: Iterable[int]) -> dict[int, Row]:
        """What each of `keys` means today: the row that bears it, or the one that row was merged into.

        A key that means nothing any more is left out. One query, and one more when a row is gone.
        """
        wanted = set(keys)
        found: dict[int, Row] = self.in_bulk(wanted)
        if missing := wanted - found.keys():
            merged: Any = self.filter(merges__former__in=missing, merges__undone_at__isnull=True)
            found |= {row.former_key: row for row in merged.annotate(former_key=F("merges__former"))}
        return found

    def with_former(self, keys: Iterable[int]) -> dict[int, list[int]]:
        """Each of `keys` with itself and the former keys of what was merged into it. One query, or none for none."""
        found = {key: [key] for key in keys}
        merged: Any = self.filter(pk__in=found, merges__undone_at__isnull=True, merges__isnull=False)
        for key, former in merged.order_by().values_list("pk", "merges__former") if found else ():
            found[key].append(former)
        return found

    def formerly_at(self, slugs: Iterable[str]) -> dict[str, Row]:
        """Whose former addresses `slugs` are; one that nobody ever had is left out. One query."""
        moved: Any = self.filter(former_addresses__slug__in=list(slugs))
        return {row.former_slug: row for row in moved.annotate(former_slug=F("former_addresses__slug"))}

    def with_address_like(self, stem: str) -> set[str]:
        """Every address, present or former, that begins with `stem`. Two queries."""
        former = self.filter(former_addresses__slug__startswith=stem)
        return {
            *self.filter(slug__startswith=stem).values_list("slug", flat=True),
            *former.values_list("former_addresses__slug", flat=True),
        }


class Lasting(models.Model):
    """Something with a name and a web address that links and stored versions rely on.

    A model of this kind has `aliases`, `former_addresses` and `merges`, the merges of others into it.
    """

    reserved: ClassVar[frozenset[str]] = frozenset()  # addresses that pages of another kind stand at

    if TYPE_CHECKING:
        name: Any
        slug: Any
        aliases: Any
        former_addresses: Any
        merges: Any
        objects: Any
        get_absolute_url: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save. One that has no address yet takes a free one, and the next when another takes it at that moment."""
        if self.slug:
            return super().save(*args, **kwargs)
        for _ in range(TRIES):
            self.slug = free_address(type(self), self.name)
            try:
                with transaction.atomic():
                    return super().save(*args, **kwargs)
            except IntegrityError:
                if not type(self).objects.filter(slug=self.slug).exists():
                    raise
        raise IntegrityError(f"No free address was found for {self.name}.")

    def clean(self) -> None:
        """Raise ValidationError for an address that still leads to another, or where a page of another kind stands."""
        super().clean()
        if self.slug in self.reserved:
            raise ValidationError({"slug": f"Another page stands at “{self.slug}”. Choose another address."})
        holder = type(self).objects.formerly_at([self.slug]).get(self.slug) if self.slug else None
        if holder is not None and holder.pk != self.pk:
            raise ValidationError(
                {
                    "slug": f"Links to this address still lead to “{holder}”, which had it before. Choose another."
                }
            )

    def spellings(self) -> list[str]:
        """The name first, then the aliases."""
        return [self.name, *(alias.name for alias in self.aliases.all())]

    def objection_to_merging_into(self, into: Self) -> str:
        """Why this can't become part of `into`, in a sentence; empty when it can."""
        return ""

    def take_over(self, other: Self) -> list[str]:
        """Take what this lacks from `other`, which becomes part of it, save it, and return the names of the fields."""
        return []

    def give_back(self, names: list[str], frozen: dict[str, Any]) -> None:
        """Undo `take_over`: lose what `names` hold still as `frozen`, the columns of the other, has them."""
        fields = [cast("models.Field[Any, Any]", self._meta.get_field(name)) for name in names]
        if fields and all(each.value_from_object(self) == frozen[each.attname] for each in fields):
            for each in fields:
                setattr(self, each.attname, each.get_default())
            self.save(update_fields=names)

    def come_back(self) -> None:
        """Make this row, which a merge removed, fit the rows of today. Raises ValidationError when it can't be."""


def free_address(model: type[Lasting], name: str) -> str:
    """A web address made of `name` that nothing of its kind has or had; namesakes are numbered."""
    slugs: Any = model._meta.get_field("slug")  # type: ignore[misc]
    stem = (slugify(name, allow_unicode=True) or str(model._meta.verbose_name))[
        : slugs.max_length - 10
    ].strip("-_")
    taken = model.objects.with_address_like(stem) | model.reserved
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)


class FormerAddress(models.Model):
    """The last part of a web address that something had before. It leads on, and nothing else may take it."""

    slug = models.SlugField(max_length=160, unique=True, allow_unicode=True)

    class Meta:
        abstract = True
        verbose_name = "former address"
        verbose_name_plural = "former addresses"

    def __str__(self) -> str:
        return self.slug


class Merge(models.Model):
    """One was merged into another (`into`, None when that was deleted since), and its row is gone.

    `former` is the primary key that the row had; `kept` holds all that undoing needs, as `issues.merging` wrote it.
    """

    former = models.PositiveBigIntegerField()
    name = models.CharField(max_length=150)
    kept: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    if TYPE_CHECKING:
        into: Any
        into_id: int | None

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["former"], condition=Q(undone_at__isnull=True), name="%(class)s_once_a_row"
            )
        ]

    def __str__(self) -> str:
        return f"“{self.name}”, merged"
