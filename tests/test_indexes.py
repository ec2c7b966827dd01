"""No index costs every writer without helping a reader."""

from collections.abc import Iterator
from itertools import permutations

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

OURS = ("accounts", "audit", "briefs", "editions", "experts", "issues")
Index = tuple[str, list[str], bool]  # its name, its columns, and whether it is there to be unique


def whole_indexes(model: type[Model]) -> Iterator[Index]:
    """The indexes of a model's table that hold every row."""
    declared = [*model._meta.indexes, *model._meta.constraints]
    partial = {each.name for each in declared if getattr(each, "condition", None)}
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    for name, each in found.items():
        if each["columns"] and each["index"] | each["unique"] and not each["check"] and name not in partial:
            yield name, each["columns"], each["unique"]


@pytest.mark.django_db
def test_no_index_is_only_the_beginning_of_another() -> None:
    repeated = [
        f"{name} begins {other}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for (name, columns, unique), (other, longer, _) in permutations(whole_indexes(model), 2)
        if not unique and len(columns) < len(longer) and columns == longer[: len(columns)]
    ]
    assert repeated == []
