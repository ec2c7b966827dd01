"""Which columns of the whole database hold keys of one kind of row: asked of the models, so that a table that comes
later is known here without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, Field, ForeignKey, ManyToOneRel, Model, OuterRef, QuerySet

Frozen = dict[str, Any]
AT_ONCE = 900  # keys in one question; SQLite takes 999


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column of keys. `beside` are the columns that, with this one, may stand in the table only once; None when
    nothing forbids that two rows say the same.
    """

    model: type[Model]
    column: str
    beside: tuple[str, ...] | None

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}.{self.column}"

    def rows(self, target: int) -> QuerySet[Any]:
        """The rows that point at `target`, a primary key."""
        return self.model._base_manager.filter(**{self.column: target})

    def doubles(self, former: int, into: int) -> QuerySet[Any]:
        """The rows that point at `former` and would say, pointing at `into`, what another row says already."""
        if self.beside is None:
            return self.model._base_manager.none()
        same = {column: OuterRef(column) for column in self.beside}
        return self.rows(former).filter(Exists(self.rows(into).filter(**same)))

    def hold(self, target: int) -> None:
        """Lock the rows that point at `target`, after whoever is at work on them."""
        list(self.rows(target).order_by("pk").select_for_update().values_list("pk"))

    def drop_doubles(self, former: int, into: int) -> list[Frozen]:
        """Delete the doubles, and return all that they said."""
        doubles = list(self.doubles(former, into).order_by("pk"))
        for some in batches([row.pk for row in doubles]):
            self.model._base_manager.filter(pk__in=some).delete()
        return [freeze(row) for row in doubles]

    def repoint(self, former: int, into: int) -> list[Any]:
        """Let every row that points at `former` point at `into`, and return their primary keys."""
        keys = list(self.rows(former).order_by("pk").values_list("pk", flat=True))
        self.rows(former).update(**{self.column: into})
        return keys

    def point_back(self, keys: list[Any], former: int, into: int) -> int:
        """Let those of the rows that still point at `into` point at `former` again, and return their number."""
        return sum(
            self.rows(into).filter(pk__in=some).update(**{self.column: former}) for some in batches(keys)
        )

    def bring_back(self, dropped: list[Frozen], into: int) -> int:
        """Make the doubles again, each if the row that it doubled is still there, and return their number."""
        attributes = [_field(self.model, column).attname for column in self.beside or ()]
        there = (
            {values[1:] for values in self.rows(into).values_list("pk", *attributes)} if dropped else set()
        )
        thawed = (thaw(self.model, row) for row in dropped)
        back = [row for row in thawed if tuple(getattr(row, name) for name in attributes) in there]
        return len(self.model._base_manager.bulk_create(back, batch_size=AT_ONCE))


def pointers(model: type[Model]) -> list[Pointer]:
    """Every column of foreign keys to `model`, in an order that stays, so that two who lock them do not cross."""
    relations = (
        each for each in model._meta.get_fields(include_hidden=True) if isinstance(each, ManyToOneRel)
    )
    found = (Pointer(each.related_model, each.field.name, _beside(each.field)) for each in relations)
    return sorted(found, key=lambda pointer: pointer.name)


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    return cast("Field[Any, Any]", model._meta.get_field(name))


def batches(keys: list[Any]) -> Iterator[list[Any]]:
    """`keys`, as many at once as a question may hold."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _beside(column: ForeignKey[Any, Any]) -> tuple[str, ...] | None:
    if column.unique:
        return ()
    for constraint in column.model._meta.total_unique_constraints:
        if column.name in constraint.fields:
            return tuple(name for name in constraint.fields if name != column.name)
    return None


def freeze(row: Model) -> Frozen:
    """All columns of `row`, as JSON can hold them without a loss."""
    return {field.attname: _plain(field, row) for field in row._meta.concrete_fields}


def thaw(model: type[Model], frozen: Frozen) -> Any:
    """The row that `freeze` was given, not saved."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in frozen.items()})


def _plain(field: Field[Any, Any], row: Model) -> Any:
    value = field.value_from_object(row)
    return value if value is None or isinstance(value, str | int) else field.value_to_string(row)
