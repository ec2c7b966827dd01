"""Rows by the thousand: what a model's `bulk_create` writes, at a fraction of its cost.

The values go to the database as they are, without a statement of placeholders for each few rows: prepared once on
SQLite, by COPY on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Field, JSONField, Model

PLAIN = frozenset({str, int, bool, type(None)})


def keys(model: type[Model], count: int) -> list[int]:
    """`count` primary keys that no row of `model` has or will be given. On SQLite they are taken when rows with them
    are inserted in this transaction, which alone can write.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sql, [table, count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + 1 + count))


def insert(rows: Sequence[Model]) -> None:
    """Insert new rows, all of one model. The database gives their keys, which they do not learn, unless they have some.

    Raises IntegrityError like `bulk_create`; nothing is validated, and no signal is sent.
    """
    if not rows:
        return
    columns, values = _columns(rows)
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    table = connection.ops.quote_name(rows[0]._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            holes = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({holes})", values)  # noqa: S608 - names of columns


def _columns(rows: Sequence[Model]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns that `rows` fill, and the values of each row as the database takes them."""
    fields = [
        field
        for field in rows[0]._meta.local_concrete_fields
        if not field.generated and not (field.primary_key and rows[0].pk is None)
    ]
    return [field.column or "" for field in fields], list(
        zip(*(_column(field, rows) for field in fields), strict=True)
    )


def _column(field: Field[Any, Any], rows: Sequence[Model]) -> list[Any]:
    """What the field saves of each of `rows`. Every database takes numbers and plain text as they are."""
    made = type(field).pre_save is not Field.pre_save
    values = (
        [field.pre_save(row, True) for row in rows] if made else list(map(attrgetter(field.attname), rows))
    )
    if not isinstance(field, JSONField) and PLAIN.issuperset(map(type, values)):
        return values
    to = transaction.get_connection()  # the proxy asks anew for each value which thread it is in
    return [field.get_db_prep_save(value, to) for value in values]
