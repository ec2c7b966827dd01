"""A text form taken apart: its head, its parts under their headings, and in them quotations and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from briefs.marked import split, unescaped

_LINE_END = re.compile(r"\r\n|\r|\n")
_UNDER = re.compile(r"={3,}|-{3,}")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the text by its number, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, the line under it and what follows; `fixed` headings are Dateline's, the others a section's own."""

    heading: Row
    line: Row
    body: list[Row]

    @property
    def fixed(self) -> bool:
        return self.line.text.startswith("=")

    def texts(self) -> list[str]:
        return [row.text for row in self.body]


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation: its lines, and the one below that says whose it is, None where the text has lost that."""

    body: list[Row]
    attribution: Row | None

    def speaker(self) -> tuple[str, str]:
        """The name and the title."""
        line = self.attribution.text if self.attribution else ""
        name, title = split(line.removeprefix("—").removeprefix(" "), ", ")
        return unescaped(name), unescaped(title)


@dataclass(frozen=True, slots=True)
class Reference:
    """A related link as its lines give it."""

    rows: list[Row]
    title: str
    authors: tuple[str, ...] = ()
    source: str = ""
    address: str = ""


def parts(text: str) -> tuple[list[Row], list[Part]]:
    """The lines before the first heading, and the parts."""
    rows = [Row(number, line) for number, line in enumerate(_LINE_END.split(text), 1)]
    starts = [place for place in range(len(rows) - 1) if _is_heading(rows, place)]
    ends = [*starts[1:], len(rows)]
    found = [
        Part(rows[start], rows[start + 1], rows[start + 2 : end])
        for start, end in zip(starts, ends, strict=True)
    ]
    return rows[: starts[0]] if starts else rows, found


def _is_heading(rows: list[Row], place: int) -> bool:
    heading, line = rows[place].text, rows[place + 1].text
    return bool(heading.strip() and _UNDER.fullmatch(line.rstrip()) and not _UNDER.fullmatch(heading))


def quotations_of(part: Part) -> Iterator[Said]:
    """The quotations of a part, each up to its attribution."""
    body: list[Row] = []
    for row in part.body:
        if row.text.startswith("—"):
            yield Said(body, row)
            body = []
        else:
            body.append(row)
    if any(row.text.strip() for row in body):
        yield Said(body, None)


def links_of(part: Part) -> Iterator[Reference]:
    """The related links of a part, with an empty line between two."""
    for blank, group in groupby(part.body, key=lambda row: not row.text.strip()):
        if not blank:
            yield _reference(list(group))


def _reference(rows: list[Row]) -> Reference:
    said = {word: rest for row in reversed(rows[1:]) for word, _, rest in [row.text.partition(" ")]}
    return Reference(
        rows,
        unescaped(rows[0].text),
        tuple(map(unescaped, _several(said["by"]))) if "by" in said else (),
        unescaped(said.get("in", "")),
        unescaped(said.get("at", "")),
    )


def _several(line: str) -> Iterator[str]:
    while line:
        one, line = split(line, "; ")
        yield one
