"""Django's SQLite, with the SQL of a question put into the driver's words only once.

Django writes `%s` where a value belongs and the driver reads `?`. To look for them takes as long as a look-up by a key.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from django.db.backends.sqlite3 import base

MOST = 500  # questions of a process


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        return (
            _by_place(query) if param_names is None else super().convert_query(query, param_names=param_names)
        )


@functools.lru_cache(MOST)
def _by_place(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
