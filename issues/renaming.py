"""Giving an issue or an expert another name or another web address; the old ones lead to it from then on."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit import log
from audit.models import Act
from issues.lasting import Lasting
from issues.names import fold

Row = TypeVar("Row", bound=Lasting)


@transaction.atomic
def rename(row: Row, by: User | None, name: str, slug: str, keep_name: bool = True) -> Row:
    """Let `row` be called `name` and stand at `slug`, and return it. The address that it had leads on for good; with
    `keep_name` the name that it had becomes another spelling. Going back to a former address frees that.

    Raises PermissionDenied, or ValidationError by field when the name or the address can't be had.
    """
    meta = type(row)._meta
    if by is not None and not by.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
        raise PermissionDenied(f"You may not rename {meta.verbose_name_plural}. Ask an editor.")
    held: Row | None = type(row).objects.select_for_update().filter(pk=row.pk).first()
    if held is None:
        raise ValidationError(f"“{row}” was merged or deleted a moment ago, so it can't be renamed.")
    before = {"name": held.name, "address": held.slug}
    held.name, held.slug = name, slug
    if before == {"name": name, "address": slug}:
        return held
    held.full_clean(exclude=[each.name for each in meta.fields if each.name not in {"name", "slug"}])
    held.former_addresses.filter(slug=slug).delete()
    if slug != before["address"]:
        held.former_addresses.create(slug=before["address"])
    _settle_spellings(held, before["name"] if keep_name else "")
    held.save(update_fields=["name", "slug"])
    log.note(Act.RENAMED, by, held, before=before, after={"name": name, "address": slug})
    return held


def _settle_spellings(row: Lasting, old_name: str) -> None:
    """The new name is no other spelling any more; the old one becomes one, unless it means someone already."""
    known = {fold(alias.name): alias for alias in row.aliases.all()}
    if fold(row.name) in known:
        known[fold(row.name)].delete()
    taken = row.aliases.model.objects.filter(name__iexact=old_name).exists()
    if old_name and not taken and fold(old_name) not in {*known, fold(row.name)}:
        row.aliases.create(name=old_name)
