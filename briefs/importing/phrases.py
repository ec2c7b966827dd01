"""The phrases that staff keep in the admin, made ready to know headings, labels, attributions and noise by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from briefs.importing.marks import DASH
from briefs.importing.people import LONGEST_TITLE, Speaker, office, speakers
from briefs.importing.vocabulary import Vocabulary
from briefs.models import PhraseKind
from issues.names import fold

HEADINGS = (
    PhraseKind.DEVELOPMENTS,
    PhraseKind.ANALYSIS,
    PhraseKind.RELATED,
    PhraseKind.ISSUES,
    PhraseKind.TOPICS,
)
# Longer texts are no heading, label or attribution, so no pattern is ever tried on a page-long line.
LONGEST = 120
LONGEST_LABEL = 60
LONGEST_ATTRIBUTION = 400
_LEADING_DASH = re.compile(DASH)


@dataclass(frozen=True, slots=True)
class Form:
    """A way to attribute a quotation: a pattern with a group `who` (name and title together) or `name` and `title`."""

    pattern: re.Pattern[str]
    dashed: bool


class Phrases:
    """The phrases of a vocabulary, made ready once for reading one text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        by_kind = {kind: [text for k, text in vocabulary.phrases if k == kind] for kind in PhraseKind}
        self.labels = _Wordings(by_kind[PhraseKind.LABEL])
        self.headings = {kind: _Wordings(by_kind[kind]) for kind in HEADINGS}
        self.noise = _Noise(by_kind[PhraseKind.NOISE])
        self.forms = [_form(text) for text in sorted(by_kind[PhraseKind.ATTRIBUTION], key=_most_words_first)]

    def label(self, text: str) -> str:
        """The label that `text` is, as staff spell it; empty when it is none."""
        label = self.labels.spelling(text)
        return label if len(label) <= LONGEST_LABEL else ""

    def heading(self, text: str) -> PhraseKind | None:
        """Which known heading `text` is."""
        return next((kind for kind, wordings in self.headings.items() if wordings.spelling(text)), None)

    def begins_heading(self, text: str) -> bool:
        """Whether `text` is the start of a known heading: where a paste was cut, that is what is left of one."""
        return any(wordings.begin_with(text) for wordings in self.headings.values())

    def inline_list(self, text: str) -> tuple[PhraseKind, str] | None:
        """The kind and the list when a heading of issues or topics has its list beside it, “Issues: Iran Russia”."""
        head, colon, rest = text.partition(":")
        if not colon or not rest.strip() or len(head) > LONGEST or rest.rstrip().endswith((".", ",")):
            return None
        kind = self.heading(head)
        return (kind, rest.strip()) if kind in {PhraseKind.ISSUES, PhraseKind.TOPICS} else None

    def attribution(self, text: str, dashed: bool = False, words: int = 2) -> tuple[Speaker, ...]:
        """The speakers that `text` names, by the first form that fits; `dashed` asks for forms with a dash alone.

        A name without a dash before it must have at least so many words.
        """
        if len(text) > LONGEST_ATTRIBUTION:
            return ()
        text = _unwrapped(text)
        needs = 1 if _LEADING_DASH.match(text) else words
        fitting = (form for form in self.forms if form.dashed or not dashed)
        return next(filter(None, (self._speakers(form, text, needs) for form in fitting)), ())

    def _speakers(self, form: Form, text: str, words: int) -> tuple[Speaker, ...]:
        if not (match := form.pattern.fullmatch(text)):
            return ()
        groups = match.groupdict()
        named = speakers(groups.get("who") or groups["name"], self.vocabulary.is_person, words)
        if "who" in groups:
            return named if named and named[0].title else ()
        title = office(groups.get("title") or "")
        if not named or named[0].title or len(title) > LONGEST_TITLE:
            return ()
        return tuple(Speaker(one.name, title) for one in named)


class _Wordings:
    """Phrases that a whole line can be; `*` in one stands for any words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.exact = {_key(text): text for text in texts if "*" not in text}
        self.patterns = [_wildcard(_key(text)) for text in texts if "*" in text]

    def spelling(self, text: str) -> str:
        if len(text) > LONGEST:
            return ""
        key = _key(text)
        return self.exact.get(key) or (text if any(p.fullmatch(key) for p in self.patterns) else "")

    def begin_with(self, text: str) -> bool:
        return len(text) <= LONGEST and any(key.startswith(_key(text)) for key in self.exact)


class _Noise:
    """Words of a page's furniture: names of icons, texts of buttons. A line made of nothing else is noise."""

    def __init__(self, texts: Iterable[str]) -> None:
        plain = [text for text in texts if "*" not in text]
        self.lines = _Wordings([text for text in texts if "*" in text])
        self.words = {_key(text) for text in plain}
        self.longest = max((len(phrase.split()) for phrase in self.words), default=0)

    def covers(self, text: str, cut: bool) -> bool:
        """Whether `text` is noise from end to end; where the text was `cut`, its last word may be the start of one."""
        return bool(self.lines.spelling(text)) or self._all_noise(_key(text).split(), cut)

    def _all_noise(self, words: list[str], cut: bool) -> bool:
        place = 0
        while place < len(words):
            length = self._phrase_at(words, place)
            if not length:
                return cut and place > 0 and self._begins_one(" ".join(words[place:]))
            place += length
        return bool(words)

    def _phrase_at(self, words: list[str], place: int) -> int:
        lengths = range(min(self.longest, len(words) - place), 0, -1)
        return next((n for n in lengths if " ".join(words[place : place + n]) in self.words), 0)

    def _begins_one(self, rest: str) -> bool:
        return any(phrase.startswith(rest) for phrase in self.words)


@lru_cache(maxsize=64)  # a line is compared with the phrases of every kind in turn
def _key(text: str) -> str:
    return fold(text).rstrip(":").rstrip()


def _wildcard(key: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, re.split(r"\*+", key))), re.DOTALL)


def _most_words_first(text: str) -> tuple[int, int]:
    """Forms with words of their own come first: “{name} is {title}” is tried before “{name}, {title}”."""
    return -sum(letter.isalpha() for letter in re.sub(r"\{\w+\}", "", text)), -len(text)


def _form(text: str) -> Form:
    text = text.strip().rstrip(".")
    together = _NAME_AND_TITLE.sub("{who}", text, count=1)
    pattern = "".join(_pattern(piece) for piece in _PIECES.split(together) if piece)
    for group in _GROUPS:
        head, first, rest = pattern.partition(group)
        pattern = head + first + rest.replace(group, "(?:")
    return Form(re.compile(pattern, re.IGNORECASE), dashed=bool(_LEADING_DASH.match(text)))


_NAME_AND_TITLE = re.compile(r"\{name\}\s*,\s*\{title\}")
_PIECES = re.compile(rf"(\{{(?:name|title|who)\}}|\*|(?:^|(?<=\s)){DASH}\s*|\s+)")
_GROUPS = ("(?P<who>", "(?P<name>", "(?P<title>")


def _pattern(piece: str) -> str:
    if piece in {"{name}", "{title}", "{who}"}:
        return f"(?P<{piece[1:-1]}>.+?)"
    if piece == "*":
        return ".*?"
    if _LEADING_DASH.match(piece):
        return DASH + r"\s*"
    return r"\s+" if piece.isspace() else re.escape(piece)


def _unwrapped(text: str) -> str:
    """An attribution without the brackets and the stray comma that may stand around it."""
    text = text.strip().lstrip(",").lstrip()
    return text[1:-1].strip() if text.startswith(("(", "[")) and text.endswith((")", "]")) else text
