"""Questions that are put into SQL once.

Django builds a queryset and compiles it each time it is asked, which for a look-up by a key takes several times as
long as the database needs to answer. Most questions of a public page differ from one request to the next in their
values alone.
"""

from __future__ import annotations

import copy
import datetime
import functools
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
Row = TypeVar("Row")
Single = int | str | datetime.date

MOST_SHAPES = 50  # of one question: its lists in other lengths


def prepared(question: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Makes `question`, a function that returns a queryset, one that returns its rows, and is compiled only once.

    Its arguments are whole numbers, strings, dates, instants (aware), or lists of whole numbers, and must reach the SQL
    as they are: what is asked must not depend on them otherwise. A list may be of any length; the last of its numbers
    is said several times, so that lists of many lengths share their SQL. Rows are made by Django as ever:
    `select_related`, `defer`, annotations and `values_list` work, `prefetch_related` does not.

    Raises TypeError for None, a truth value and anything else whose SQL would be of another shape.
    """
    shapes = functools.lru_cache(MOST_SHAPES)(functools.partial(_compiled, question))

    @functools.wraps(question)
    def ask(*args: P.args, **named: P.kwargs) -> list[Row]:
        if named:
            raise TypeError("The values of a prepared question are given by their places.")
        values = [
            _padded(value) if isinstance(value, Collection) and not isinstance(value, str) else value
            for value in args
        ]
        found = shapes(tuple(map(_shape, values)))
        return list(found.rows(values)) if found else []

    return ask


def _padded(value: Any) -> Any:
    """A list as long as a power of two, with the last number as often as that takes; any other value as it is."""
    if isinstance(value, str) or not isinstance(value, Collection):
        return value
    found = list(value)
    return found + found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found)) if found else found


def _shape(value: Any) -> tuple[type, int]:
    """Of what kind a value is, and how many there are of it in a list."""
    if isinstance(value, list):
        return list, len(value)
    for kind in (datetime.datetime, datetime.date, str, int):
        if isinstance(value, kind) and not isinstance(value, bool):
            return kind, 1
    raise TypeError(f"A prepared question can't be asked with {value!r}.")


def _each(values: Iterable[Any]) -> Iterator[Single]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value


@dataclass(frozen=True, slots=True)
class Compiled:
    """The SQL of a queryset; `places` says which of its parameters is which of the values, counted from 0."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]

    def fixed(self) -> tuple[Any, ...]:
        """What stays the same whatever the values are."""
        changing = {place for place, _ in self.places}
        return self.sql, self.places, [each for n, each in enumerate(self.parameters) if n not in changing]

    def rows(self, values: Iterable[Any]) -> Iterable[Any]:
        alias = self.queryset.db
        connection = connections[alias]
        known = [_adapted(value, connection) for value in _each(values)]
        parameters = list(self.parameters)
        for place, which in self.places:
            parameters[place] = _like(parameters[place], known[which])
        compiler = copy.copy(self.compiler)
        compiler.connection, compiler.using = connection, alias
        compiler.as_sql = lambda *_, **__: (self.sql, tuple(parameters))  # type: ignore[method-assign]
        return self.queryset._iterable_class(Asked(self.queryset, compiler))  # type: ignore[arg-type, return-value] # noqa: SLF001


class Asked:
    """As much of a queryset as what makes its rows looks at, with a compiler that has its SQL already."""

    def __init__(self, queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> None:
        self.db = compiler.using
        self.query = _Query(queryset.query, compiler)
        self._fields = queryset._fields  # type: ignore[attr-defined]
        self._known_related_objects = queryset._known_related_objects  # type: ignore[attr-defined] # noqa: SLF001


class _Query:
    def __init__(self, query: Any, compiler: SQLCompiler) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_: Any, **__: Any) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _compiled(
    question: Callable[..., QuerySet[Any, Any]], shape: tuple[tuple[type, int], ...]
) -> Compiled | None:
    """The question, compiled with stand-ins for its values; None where an empty list lets it find nothing.

    It is put together with two sets of them, and all that differs must be those parameters that are a stand-in.
    """
    compiled, other = (_compiled_with(question, shape, first) for first in (0, 100_000))
    if compiled is None or other is None:
        return None
    if compiled.fixed() != other.fixed():
        raise TypeError(f"The SQL of {question.__name__} depends on its values.")
    return compiled


def _compiled_with(
    question: Callable[..., QuerySet[Any, Any]], shape: tuple[tuple[type, int], ...], first: int
) -> Compiled | None:
    stand_ins: list[Single] = []
    asked: list[Any] = []
    for kind, count in shape:
        made = [_stand_in(kind, first + len(stand_ins) + number) for number in range(count)]
        stand_ins += made
        asked.append(made if kind is list else made[0])
    queryset = question(*asked)
    compiler = queryset.query.get_compiler(using=queryset.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        if (list, 0) in shape:
            return None
        raise TypeError(f"{question.__name__} finds nothing, whatever it is asked with.") from None
    which = {_adapted(value, compiler.connection): number for number, value in enumerate(stand_ins)}
    places = tuple(
        (place, which[parameter])
        for place, parameter in enumerate(parameters)
        if isinstance(parameter, int | str | datetime.date) and parameter in which
    )
    if {number for _, number in places} != set(range(len(stand_ins))):
        raise TypeError(f"Not every value of {question.__name__} reaches its SQL as it is.")
    return Compiled(queryset, compiler, sql, tuple(parameters), places)


def _stand_in(kind: type, number: int) -> Single:
    """A value that nothing else in a question has, and of words one that no pattern takes in as it is."""
    if kind is datetime.datetime:
        return datetime.datetime(2899, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(days=number)
    if kind is datetime.date:
        return datetime.date(2898, 1, 1) + datetime.timedelta(days=number)
    return f"\x02 %_\\Ä{number}" if kind is str else 9_100_000_000_000_000_000 + number


def _adapted(value: Single, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _like(parameter: Any, value: Any) -> Any:
    """`value` as the driver was given its stand-in: psycopg is told how wide a whole number is."""
    return type(parameter)(value) if isinstance(parameter, int) else value
