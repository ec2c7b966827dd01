"""Merging one issue into another, or one expert into another, and undoing it.

Whatever points at the one points at the other from then on, in every table that there is; what would stand there
twice is dropped. The merge keeps a record from which all of it can be put back.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone

from audit import log
from audit.models import Act
from issues.lasting import Lasting, Merge
from issues.names import fold
from issues.pointers import Pointer, freeze, pointers, thaw

MAY_BE_UNDONE_FOR = datetime.timedelta(days=30)


class MergeRefused(ValueError):
    """The two can't be merged, or a merge can't be undone, as things stand; the message says why, for an editor."""


@dataclass(frozen=True, slots=True)
class Share:
    """What of one table a merge takes along: the rows that point at the one, and how many of them the other has too."""

    model: type[models.Model]
    rows: int
    doubles: int


def may_merge(user: Any, model: type[models.Model]) -> bool:
    """Whether `user` may merge rows of `model` and undo it: whoever may both change and delete them."""
    names = (f"{model._meta.app_label}.{what}_{model._meta.model_name}" for what in ("change", "delete"))
    return all(user.has_perm(name) for name in names)


def objection(row: Lasting, into: Lasting) -> str:
    """Why `row` can't be merged into `into`, in a sentence; empty when it can."""
    if row.pk == into.pk:
        return f"“{row}” can't be merged into itself. Choose another."
    return row.objection_to_merging_into(into)


def shares(row: Lasting, into: Lasting) -> list[Share]:
    """What merging would take along, table by table. Two queries a table."""
    return [
        Share(each.model, each.rows(row.pk).count(), each.doubles(row.pk, into.pk).count())
        for each in pointers(type(row))
    ]


@transaction.atomic
def merge(row: Lasting, into: Lasting, by: User | None) -> Merge:
    """Make `row` part of `into`, and return the record of it. The row goes; its name, other spellings and addresses
    lead to `into`, and so does its primary key wherever a stored version holds it.

    `by` is None for the operator at the command line. Raises PermissionDenied or MergeRefused; then nothing changed.
    """
    _permit(by, type(row))
    columns = pointers(type(row))
    row, into = _hold(row, into, columns)
    if reason := objection(row, into):
        raise MergeRefused(reason)
    kept: dict[str, Any] = {"into": into.pk, "into_name": into.name, "row": freeze(row)}
    kept["taken_over"] = into.take_over(row)
    kept["dropped"] = {each.name: each.drop_doubles(row.pk, into.pk) for each in columns}
    kept["moved"] = {each.name: each.repoint(row.pk, into.pk) for each in columns}
    type(row)._base_manager.filter(pk=row.pk).delete()
    kept["address"] = into.former_addresses.create(slug=row.slug).pk
    kept["alias"] = _keep_name(row.name, into)
    record: Merge = into.merges.create(former=row.pk, name=row.name, kept=kept, at=timezone.now(), by=by)
    details = {"key": row.pk, "address": row.slug, **_counts(kept)}
    log.note(Act.MERGED, by, into, words=f"“{row.name}” became part of it.", **details)
    return record


@transaction.atomic
def undo(record: Merge, by: User | None) -> Lasting:
    """Put back what the merge moved and dropped, and return the row that is there again.

    What was given to the other since stays there; what was removed since stays removed.
    Raises PermissionDenied or MergeRefused; then nothing changed.
    """
    model = kind_of(record)
    _permit(by, model)
    columns = pointers(model)
    held = type(record)._base_manager.select_for_update().get(pk=record.pk)
    into = model.objects.select_for_update().filter(pk=held.into_id).first()
    if reason := objection_to_undoing(held, into):
        raise MergeRefused(reason)
    row = _put_back(model, held, into)
    counts: dict[str, Any] = {"back": 0, "gone": 0}
    for each in columns:
        moved, dropped = held.kept["moved"].get(each.name, []), held.kept["dropped"].get(each.name, [])
        back = each.point_back(moved, row.pk, into.pk) + each.bring_back(dropped, into.pk)
        counts["back"] += back
        counts["gone"] += len(moved) + len(dropped) - back
    _refuse_unless(row.clean)
    held.undone_at, held.undone_by = timezone.now(), by
    held.save(update_fields=["undone_at", "undone_by"])
    log.note(Act.UNDONE, by, row, words=f"It is no longer part of “{into}”.", **counts)
    return row


def objection_to_undoing(record: Merge, into: Lasting | None) -> str:
    """Why `record` can't be undone now, in a sentence; empty when nothing speaks against it. `into` is what it leads
    to today.
    """
    into_name = record.kept["into_name"]
    if record.undone_at is not None:
        return f"The merge of “{record.name}” into “{into_name}” was undone already."
    if timezone.now() > undone_until(record):
        return f"“{record.name}” was merged more than 30 days ago, so it can't be undone any more."
    if into is None:
        return f"“{into_name}” was deleted since, and “{record.name}” with it: there is nothing to put back."
    if into.pk != record.kept["into"]:
        return f"“{into_name}” was itself merged into “{into}” since. Undo that first."
    slug = record.kept["row"]["slug"]
    former = type(into).objects.formerly_at([slug]).get(slug)
    holder = type(into).objects.filter(slug=slug).first() or (former if former != into else None)
    return f"The address “{slug}” belongs to “{holder}” now. Rename that first." if holder else ""


def undone_until(record: Merge) -> datetime.datetime:
    """The last instant (UTC) at which the merge may be undone."""
    return record.at + MAY_BE_UNDONE_FOR


def kind_of(record: Merge) -> type[Lasting]:
    """Whether it was issues or experts that were merged: their model."""
    into: Any = type(record)._meta.get_field("into")  # type: ignore[misc]
    return cast(type[Lasting], into.related_model)


def _permit(by: User | None, model: type[models.Model]) -> None:
    if by is not None and not may_merge(by, model):
        raise PermissionDenied(f"You may not merge {model._meta.verbose_name_plural}. Ask an editor.")


def _hold(row: Lasting, into: Lasting, columns: list[Pointer]) -> tuple[Lasting, Lasting]:
    """Both rows as they are now, locked, with all that points at the first.

    What points at it is locked before the row itself: who saves a brief locks in that order too. A brief that is
    saved with the row after this waits for the merge, and is then told that its choice is gone.
    """
    for column in columns:
        column.hold(row.pk)
    keys = [row.pk, into.pk]
    found = {
        each.pk: each for each in type(row).objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    for each in (row, into):
        if each.pk not in found:
            today = type(row).objects.present([each.pk]).get(each.pk)
            became = f"merged into “{today}”" if today else "deleted"
            raise MergeRefused(f"“{each}” was {became} a moment ago, so nothing was merged now.")
    return found[row.pk], found[into.pk]


def _keep_name(name: str, into: Lasting) -> int | None:
    """Let the name of what is merged mean `into`; the key of the new alias, None when it means it already."""
    if fold(name) in map(fold, into.spellings()):
        return None
    holder = into.aliases.model.objects.filter(name__iexact=name).first()
    if holder is not None:
        raise MergeRefused(f"“{name}” is another spelling of something else too. Remove that spelling first.")
    key: int = into.aliases.create(name=name).pk
    return key


def _put_back(model: type[Lasting], record: Merge, into: Lasting) -> Lasting:
    """The row that the merge removed, made anew under its old key, without what the merge gave to `into`."""
    row: Lasting = thaw(model, record.kept["row"])
    into.former_addresses.filter(pk=record.kept["address"], slug=row.slug).delete()
    into.aliases.filter(pk=record.kept["alias"], name=row.name).delete()
    into.give_back(record.kept.get("taken_over", []), record.kept["row"])
    _refuse_unless(row.come_back)
    row.save_base(raw=True, force_insert=True)
    return row


def _refuse_unless(check: Any) -> None:
    try:
        check()
    except ValidationError as refusal:
        raise MergeRefused(" ".join(refusal.messages)) from refusal


def _counts(kept: dict[str, Any]) -> dict[str, Any]:
    return {
        what: {name: len(rows) for name, rows in kept[what].items() if rows} for what in ("moved", "dropped")
    }
