"""Which words went and which came between two texts, so that an editor sees it at a glance.

Prose is compared paragraph by paragraph first, then word by word, and a word that only became bold or a link counts as
another word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeVar

from briefs import prose
from briefs.prose import Run
from briefs.richtext import CleanHTML

T = TypeVar("T")
ALIKE = 0.4  # how much of their words two paragraphs share, at least, when one was made of the other
MOST = 4_000  # words of one stretch that are compared one by one; a longer one was rewritten
_WORD = re.compile(r"\w+(?:['’]\w+)*|\n|[^\S\n]+|[^\w\s]")


class How(StrEnum):
    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Break:
    """The beginning of a paragraph: plain (`p`), or an item of a list (`ul`, `ol`) so many lists deep."""

    tag: str = "p"
    depth: int = 0


Token = Run | Break
Paragraph = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words of one fate. Those kept and gone are the text before, those kept and new the text after."""

    how: How
    tokens: tuple[Token, ...]


def compare_text(before: str, after: str) -> tuple[Piece, ...]:
    """Two plain texts, word by word."""
    return tuple(_joined(_words([*_split(Run(before))], [*_split(Run(after))])))


def compare_prose(before: CleanHTML, after: CleanHTML) -> tuple[Piece, ...]:
    """Two rich texts, paragraph by paragraph and word by word; every paragraph begins with a `Break`."""
    old, new = (list(_paragraphs(prose.read(text))) for text in (before, after))
    return tuple(_joined(_paragraph_pieces(old, new)))


def _paragraphs(blocks: Iterable[prose.Block], tag: str = "p", depth: int = 0) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, prose.Paragraph):
            yield (Break(tag, depth), *(word for run in block.runs for word in _split(run)))
            tag = "p"  # what follows in an item of a list has no bullet of its own
            continue
        for item in block.items:
            yield from _paragraphs(item, block.tag, depth + 1)


def _split(run: Run) -> Iterator[Run]:
    return (Run(text, *run.marks()) for text in _WORD.findall(run.text))


def _paragraph_pieces(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Piece]:
    for how, gone, came in _opcodes(old, new):
        if how == "replace":
            yield from _replaced(gone, came)
        else:
            yield from _pieces(how, _flat(gone), _flat(came))


def _replaced(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Piece]:
    """The two paragraphs most alike are one that was changed, then those before them and those after them."""
    alike, i, j = _most_alike(old, new)
    if alike < ALIKE:
        yield from _pieces("replace", _flat(old), _flat(new))
        return
    yield from _replaced(old[:i], new[:j])
    yield from _words(old[i], new[j])
    yield from _replaced(old[i + 1 :], new[j + 1 :])


def _most_alike(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> tuple[float, int, int]:
    """How much the best pair has in common, from 0 to 1, and its places; 0 when there are too many pairs to try."""
    if len(old) * len(new) > MOST:
        return 0.0, 0, 0
    before, after = ([{t for t in paragraph if _is_word(t)} for paragraph in side] for side in (old, new))
    pairs = [
        (2 * len(a & b) / (len(a) + len(b) or 1), -i, -j)
        for i, a in enumerate(before)
        for j, b in enumerate(after)
    ]
    alike, i, j = max(pairs, default=(0.0, 0, 0))
    return alike, -i, -j


def _flat(paragraphs: Iterable[Paragraph]) -> list[Token]:
    return [token for paragraph in paragraphs for token in paragraph]


def _words(before: Sequence[Token], after: Sequence[Token]) -> Iterator[Piece]:
    for how, gone, came in _mended(_opcodes(before, after)):
        yield from _pieces(how, gone, came)


def _pieces(how: str, before: Sequence[Token], after: Sequence[Token]) -> Iterator[Piece]:
    if how == "equal":
        yield Piece(How.KEPT, tuple(after))
        return
    if before:
        yield Piece(How.GONE, tuple(before))
    if after:
        yield Piece(How.NEW, tuple(after))


Change = tuple[str, list[Token], list[Token]]


def _mended(changes: Iterable[Change]) -> Iterator[Change]:
    """`changes`, where two that only a blank or a comma parts are one: islands of nothing make a text unreadable."""
    pending: list[Change] = []
    for change in changes:
        how, before, after = change
        if how != "equal":
            pending.append(change)
        elif pending and not any(isinstance(token, Break) or _is_word(token) for token in after):
            pending.append(("island", before, after))
        else:
            yield from _settled(pending)
            pending = []
            yield change
    yield from _settled(pending)


def _settled(pending: list[Change]) -> Iterator[Change]:
    """One change made of those that wait, and the island after the last of them as it was."""
    tail = pending.pop() if pending and pending[-1][0] == "island" else None
    if pending:
        gone = [token for _, before, _ in pending for token in before]
        yield "replace", gone, [token for *_, after in pending for token in after]
    if tail:
        yield "equal", tail[1], tail[2]


def _is_word(token: Token) -> bool:
    return isinstance(token, Run) and token.text[0].isalnum()


def _opcodes(before: Sequence[T], after: Sequence[T]) -> Iterator[tuple[str, list[T], list[T]]]:
    if len(before) > MOST or len(after) > MOST:
        same = before == after
        yield "equal" if same else "replace", list(before), list(after)
        return
    for how, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        yield how, list(before[a:b]), list(after[c:d])


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """`pieces`, neighbours of one fate as one."""
    last: Piece | None = None
    for piece in pieces:
        if last and last.how == piece.how:
            last = Piece(last.how, last.tokens + piece.tokens)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
