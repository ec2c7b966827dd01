"""A run-on line of issues, `Iran Iran Global Threat Network Russia`, split by the issues that the newsroom knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefs.content import Tag
from briefs.importing.vocabulary import Vocabulary, likeness
from issues.names import fold

LONGEST = 1000
SLIP = 0.8  # how like a known name words must be to be taken for a slip in it
_SEPARATOR = re.compile(r"[,;|·•/]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the line as printed, and the issue that they are; None when they are none."""

    words: str
    tag: Tag | None


@dataclass(frozen=True, slots=True)
class _Path:
    """A way to split the first words of a line; the better one costs less.

    The cost counts unknown words, then breaks of the alphabet, then pieces, so that the longest names win.
    """

    cost: tuple[int, int, int] = (0, 0, 0)
    name: str = ""
    piece: Piece | None = None
    before: _Path | None = None

    def then(self, piece: Piece | None, name: str = "") -> _Path:
        unknown, breaks, pieces = self.cost
        strange = piece is not None and piece.tag is None
        return _Path(
            (unknown + strange, breaks + (name < self.name if name else 0), pieces + 1), name, piece, self
        )


def split(line: str, vocabulary: Vocabulary) -> list[Piece]:
    """The pieces of a line in its order. Unknown words that stand together are one piece; nothing is guessed."""
    words = line.split()
    longest = max((len(spelling.split()) for spelling in vocabulary.issues), default=0)
    best: list[dict[str, _Path]] = [{"": _Path()}, *({} for _ in words)]
    for start in range(len(words)):
        for end, piece, name in _steps(words, start, longest, vocabulary):
            for path in best[start].values():
                longer = path.then(piece, name)
                if name not in best[end] or longer.cost < best[end][name].cost:
                    best[end][name] = longer
    return _with_slips(_runs(min(best[-1].values(), key=lambda path: path.cost)), vocabulary)


def out_of_order(pieces: list[Piece]) -> bool:
    """Whether the names break the alphabet, in which such lines are printed."""
    return any(fold(later.words) < fold(earlier.words) for earlier, later in pairwise(pieces))


def _steps(
    words: list[str], start: int, longest: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, Piece | None, str]]:
    """What may stand at `start`: where it ends, the piece it is, and its folded name when it is known."""
    if _SEPARATOR.fullmatch(words[start]):
        yield start + 1, None, ""
        return
    yield start + 1, Piece(words[start], None), ""
    for end in range(start + 1, min(start + longest, len(words)) + 1):
        printed = " ".join(words[start:end])
        for spelling in {printed, printed.rstrip(",;|")}:
            if tag := vocabulary.issues.get(fold(spelling)):
                yield end, Piece(spelling, tag), fold(spelling)


def _runs(path: _Path) -> list[Piece]:
    """The pieces along a path, with unknown neighbours joined up to the next separator."""
    steps: list[Piece | None] = []
    while path.before is not None:
        steps.append(path.piece)
        path = path.before
    found: list[Piece] = []
    joins = False
    for piece in reversed(steps):
        if piece is not None and piece.tag is None and joins:
            found[-1] = Piece(f"{found[-1].words} {piece.words}", None)
        elif piece is not None:
            found.append(piece)
        joins = piece is not None and piece.tag is None and piece.words[-1] not in ",;|"
    return [Piece(piece.words.strip(",;|"), piece.tag) for piece in found]


def _with_slips(pieces: list[Piece], vocabulary: Vocabulary) -> list[Piece]:
    """“Iran Global Threat Netwrk” holds no known issue: what looks like Iran is the start of a misspelt name."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        if before is not None and before.tag is not None and piece.tag is None:
            both = f"{before.words} {piece.words}"
            others = (spelling for spelling in vocabulary.issues if spelling != fold(before.words))
            if any(likeness(fold(both), other) >= SLIP for other in others):
                found[-1] = Piece(both, None)
                continue
        found.append(piece)
    return [piece for piece in found if piece.words]
