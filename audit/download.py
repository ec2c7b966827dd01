"""The audit log as a table for a spreadsheet, row by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence

from audit.models import Entry, EntryQuerySet

HEAD = (
    "at (UTC)",
    "who",
    "account",
    "did",
    "kind",
    "key",
    "what",
    "said",
    "details",
    "from where",
    "past a house rule",
)
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "\ufeff"  # by which spreadsheets know UTF-8


class _Line:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


def rows_as_csv(entries: EntryQuerySet) -> Iterator[str]:
    """`entries` as lines of CSV (RFC 4180), the first the names of the columns, from the database in portions."""
    writer = csv.writer(_Line())
    yield MARK + writer.writerow(HEAD)
    for entry in entries.select_related("by").iterator(chunk_size=2000):
        yield writer.writerow(plain(cells(entry)))


def cells(entry: Entry) -> Sequence[str]:
    return (
        entry.at.isoformat(),
        entry.name,
        entry.by.get_username() if entry.by else "",
        entry.get_act_display(),
        entry.kind,
        entry.key,
        entry.label,
        entry.note,
        json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else "",
        entry.address or "",
        "yes" if entry.flagged else "",
    )


def plain(row: Sequence[str]) -> list[str]:
    """Cells that no spreadsheet runs: an apostrophe stands before what it would take for a formula."""
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row]
