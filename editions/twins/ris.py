"""A citation in RIS, for Zotero, EndNote and their like."""

from __future__ import annotations

from collections.abc import Iterator

from editions.citing import Work
from editions.imprint import Imprint


def write(imprint: Imprint) -> str:
    """Lines of a tag and a value, with the line ends that RIS asks for; no value holds a line end of its own."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(Work.of(imprint)))


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", "ELEC"
    yield "ID", work.key
    yield "AU", work.author
    yield "TI", work.title
    if work.label:
        yield "M3", work.label
    yield "PB", work.author
    yield "PY", str(work.date.year)
    yield "DA", f"{work.date:%Y/%m/%d}/"
    yield "UR", work.address
    yield "LA", work.language
    for issue in work.issues:
        yield "KW", issue
    yield "ER", ""
