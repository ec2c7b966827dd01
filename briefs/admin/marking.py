"""Words that went and came, as HTML: struck out and underlined, and said in words to whoever can't see that."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from briefs.prose import Run
from briefs.wording import Break, How, Piece

SIGNS = {
    How.KEPT: "{}",
    How.GONE: '<del><span class="visually-hidden">[removed: </span>{}<span class="visually-hidden">]</span></del>',
    How.NEW: '<ins><span class="visually-hidden">[added: </span>{}<span class="visually-hidden">]</span></ins>',
}


def words(pieces: Iterable[Piece]) -> SafeString:
    """What changed from one text to another; prose in paragraphs, plain text as one line."""
    lines = _Lines()
    for piece in pieces:
        lines.add(piece)
    return lines.html()


def signed(how: How, inner: str) -> SafeString:
    """`inner` with the sign of what became of it."""
    return format_html(SIGNS[how], inner)


class _Lines:
    """Puts pieces together paragraph by paragraph. Plain text has no breaks, and so no paragraph."""

    def __init__(self) -> None:
        self.done: list[SafeString] = []
        self.inner: list[SafeString] = []
        self.open: Break | None = None

    def add(self, piece: Piece) -> None:
        for is_break, tokens in groupby(piece.tokens, key=lambda token: isinstance(token, Break)):
            if not is_break:
                self.say(piece.how, [token for token in tokens if isinstance(token, Run)])
                continue
            for token in tokens:
                if isinstance(token, Break):
                    self.begin(piece.how, token, ends_here=token is piece.tokens[-1])

    def begin(self, how: How, at: Break, *, ends_here: bool) -> None:
        """Open a paragraph. One that was joined to the paragraph before goes on in it, after a sign."""
        if how == How.GONE and ends_here and self.open:
            self.inner.append(signed(how, "¶"))
            return
        self.close()
        self.open = at

    def say(self, how: How, runs: list[Run]) -> None:
        """A blank before words that went or came stands outside their sign: it would be a line under nothing."""
        blank = 1 if len(runs) > 1 and runs[0].text.isspace() else 0
        for part, sign in ((runs[:blank], How.KEPT), (runs[blank:], how)):
            if part:
                self.inner.append(signed(sign, _marked(part)))

    def close(self) -> None:
        inner = _joined(self.inner)
        if self.open:
            self.done.append(format_html('<p class="{}">{}</p>', _looks(self.open), inner))
        else:
            self.done.append(inner)
        self.inner = []

    def html(self) -> SafeString:
        self.close()
        return _joined(self.done)


def _looks(at: Break) -> str:
    return "is-item" if at.depth and at.tag != "p" else "is-plain"


def _joined(pieces: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _marked(runs: list[Run]) -> SafeString:
    """Runs as HTML; neighbours with the same marks as one, so that a link is one link."""
    groups = groupby(runs, key=Run.marks)
    joined = (Run("".join(run.text for run in group), *marks) for marks, group in groups)
    return format_html_join("", "{}", ((_html(run),) for run in joined))


def _html(run: Run) -> SafeString:
    return mark_safe(run.html())  # noqa: S308 - a run escapes its words, and its address was cleaned
