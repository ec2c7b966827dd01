"""From a text to paragraphs: lines, odd spaces, and sentences that a mail program wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefs.prose import BULLET
from briefs.richtext import without_controls

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_ANSWERED = re.compile(r"^(?:> ?)+")
_BULLET = re.compile(r"(?:[•●▪◦‣·○■]\s*|[*–-]\s+)(?=\S)")
_MID_SENTENCE = re.compile(r"[\w,;—–’')\]]$")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_]-)\n(?=[^\W\d_])")
# Mail programs wrap at some 72 columns; a page's own paragraph is far longer, its headings are shorter.
NARROWEST_WRAP, WIDEST_WRAP = 50, 100


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or another unit of the text, with the numbers of the lines it stands on.

    `text` has single spaces and no invisible characters.
    """

    numbers: tuple[int, ...]
    text: str

    @property
    def line(self) -> int:
        return self.numbers[0]


def lines(text: str) -> list[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1. In an answered mail a lone > is blank."""
    numbered = enumerate(map(without_controls, text.splitlines()), 1)
    found = [(number, line) for number, line in numbered if tidy(line)]
    answered = _answered(found)
    return [(number, line) for number, line in found if not answered or _ANSWERED.sub("", tidy(line))]


def blocks(source: list[tuple[int, str]]) -> list[Block]:
    """The blocks that the lines make. Each line is one, except in a text that a mail program wrapped.

    Where every line bears the > of a mail that was answered, the blocks have lost it.
    """
    texts = [tidy(line) for _, line in source]
    if _answered(source):
        texts = [_ANSWERED.sub("", text) for text in texts]
    rows = [Block((number,), text) for (number, _), text in zip(source, texts, strict=True)]
    width = _wrap_width(rows)
    return _unwrapped(rows, width) if width else rows


def _answered(source: list[tuple[int, str]]) -> bool:
    return all(_ANSWERED.match(tidy(line)) for _, line in source)


def tidy(line: str) -> str:
    return " ".join(_INVISIBLE.sub("", line).split())


def is_bullet(text: str) -> bool:
    return bool(_BULLET.match(text))


def with_plain_bullet(text: str) -> str:
    """A bulleted paragraph with the bullet that `briefs.richtext` makes lists of; any other as it is."""
    return _BULLET.sub(BULLET, text, count=1) if is_bullet(text) else text


def _wrap_width(rows: list[Block]) -> int:
    """The width at which the text was wrapped, or 0. The sign: lines that stop in mid-sentence."""
    if max((len(row.text) for row in rows), default=0) > WIDEST_WRAP:
        return 0
    broken = [len(a.text) for a, b in pairwise(rows) if _adjacent(a, b) and _breaks_off(a.text, b.text)]
    return max(broken, default=0)


def _breaks_off(above: str, below: str) -> bool:
    return len(above) >= NARROWEST_WRAP and below[0].islower() and bool(_MID_SENTENCE.search(above))


def _unwrapped(rows: list[Block], width: int) -> list[Block]:
    return [
        Block(
            tuple(n for row in run for n in row.numbers),
            _BROKEN_WORD.sub("", "\n".join(row.text for row in run)).replace("\n", " "),
        )
        for run in _runs(rows, width)
    ]


def _runs(rows: list[Block], width: int) -> Iterator[list[Block]]:
    run: list[Block] = []
    for row in rows:
        if run and not _continues(run[-1], row, width):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _continues(above: Block, below: Block, width: int) -> bool:
    """Whether `below` was one paragraph with `above`: its first word would not have fitted there any more."""
    if not _adjacent(above, below) or _BULLET.match(below.text):
        return False
    first = below.text.split(" ", 1)[0]
    return _breaks_off(above.text, below.text) or len(above.text) + 1 + len(first) > width


def _adjacent(above: Block, below: Block) -> bool:
    return above.numbers[-1] + 1 == below.numbers[0]
