"""Columns and indexes that are declared in more than one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import PROTECT, ForeignKey, Index, Q

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    Colleague = ForeignKey[User | None, User | None]


def colleague() -> Colleague:
    """A column for someone of the newsroom, or nobody. Who is named can't be deleted; an index of it is declared with
    the model's others.
    """
    return ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )


def where_given(name: str, field: str, *then: str) -> Index:
    """An index of the rows in which `field` is not null. Where few have it, the others cost their writers nothing, and
    the database's statistics tell that it finds few: SQLite's count the empty ones as one value that very many share.
    """
    return Index(fields=[field, *then], condition=Q(**{f"{field}__isnull": False}), name=name)
