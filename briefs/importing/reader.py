"""The reader: from a pasted text to a Reading.

It goes through the text paragraph by paragraph and always knows which place of a brief it has come to. What the place
says about a paragraph is its verdict; what no place can use is unknown, and a person decides. It asks no database and
no clock: the same text and vocabulary give the same reading, with the same keys, in a time that grows with the length.
"""

from __future__ import annotations

import hashlib

from briefs.importing import header, lines, remarks
from briefs.importing.draft import Draft
from briefs.importing.lines import Block
from briefs.importing.outcome import BREAKS_OFF, Fate, Line, Reading, Verdict
from briefs.importing.phrases import Phrases
from briefs.importing.places import PLACES
from briefs.importing.progress import Place, Progress
from briefs.importing.vocabulary import Vocabulary
from briefs.models import PhraseKind
from issues.names import fold

OPENED_BY = {
    PhraseKind.DEVELOPMENTS: Place.DEVELOPMENTS,
    PhraseKind.ANALYSIS: Place.ANALYSIS,
    PhraseKind.RELATED: Place.RELATED,
    PhraseKind.ISSUES: Place.ISSUES,
    PhraseKind.TOPICS: Place.TOPICS,
}
LONG = 60  # letters: a text so long does not stand twice in a brief by chance


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """What `text` says, as far as `vocabulary` tells. Takes any text; never raises."""
    return _Reader(text, vocabulary).read()


def digest(text: str) -> str:
    """SHA-256, in hexadecimal, of the text's words: other spaces and line ends make no other text."""
    return hashlib.sha256(" ".join(lines.tidy(text).split()).encode(errors="replace")).hexdigest()


class _Reader:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.source = lines.lines(text)
        self.blocks = lines.blocks(self.source)
        self.phrases = Phrases(vocabulary)
        self.draft = Draft(digest(text), vocabulary)
        self.progress = Progress(self.draft, self.phrases, vocabulary)
        self.seen: dict[str, int] = {}
        self.repeating = False

    def read(self) -> Reading:
        kinds = {kind for block in self.blocks if (kind := self.phrases.heading(block.text))}
        head = header.head(self.blocks, self.phrases)
        self.draft.header = header.read_head(head, self.phrases, certain=bool(kinds))
        dated = bool(self.draft.header.day or self.draft.header.label)
        headless = PhraseKind.DEVELOPMENTS not in kinds and (dated or PhraseKind.ANALYSIS in kinds)
        self.progress.lead_is_developments = headless
        verdicts = self.draft.header.verdicts + [
            self._judge(place) for place in range(len(head), len(self.blocks))
        ]
        return Reading(
            self.draft.content(),
            self._lines(verdicts),
            tuple(remarks.remarks(self.progress, self.blocks, verdicts)),
            self.draft.new_speakers(),
            tuple(self.draft.unknown_issues),
        )

    def _judge(self, place: int) -> Verdict:
        block = self.blocks[place]
        self.progress.following = self.blocks[place + 1] if place + 1 < len(self.blocks) else None
        looks = (self._noise, self._another_brief, self._repetition, self._heading)
        for look in looks if self.progress.place is not Place.ANOTHER else ():
            if verdict := look(block):
                return verdict
        verdict = PLACES[self.progress.place](self.progress, block)
        if verdict.fate is not Fate.UNKNOWN:
            self.seen.setdefault(fold(block.text), block.line)
        return verdict

    def _noise(self, block: Block) -> Verdict | None:
        cut = self.progress.following is None
        noise = self.phrases.noise.covers(block.text, cut)
        return Verdict(Fate.IGNORED, "Names of icons and buttons.") if noise else None

    def _another_brief(self, block: Block) -> Verdict | None:
        """The head of a page below the head: the same once more, or where the next brief begins."""
        ours, head = self.draft.header, header.date_line(block.text, self.phrases)
        listed = self.progress.place is Place.ISSUES and fold(block.text) in self.progress.vocabulary.issues
        if ours.title and not listed and fold(block.text) == fold(ours.title):
            return Verdict(Fate.IGNORED, header.ONCE_MORE)
        if head is None or not (head.day and head.label):
            return None
        if (head.day, head.label) == (ours.day, ours.label):
            return Verdict(Fate.IGNORED, header.ONCE_MORE)
        self.progress.enter(Place.ANOTHER)
        self.draft.note(f"Another brief seems to begin in line {block.line}: only the first was read.")
        return PLACES[Place.ANOTHER](self.progress, block)

    def _repetition(self, block: Block) -> Verdict | None:
        """A long paragraph that stands above already, and what is repeated with it."""
        above = self.seen.get(fold(block.text))
        waiting = self.progress.place is Place.ANALYSIS and self.draft.waiting_quote()
        self.repeating = above is not None and not waiting and (self.repeating or len(block.text) >= LONG)
        return Verdict(Fate.IGNORED, f"The same words stand in line {above}.") if self.repeating else None

    def _heading(self, block: Block) -> Verdict | None:
        if kind := self.phrases.heading(block.text):
            self._enter(kind)
            self.seen.setdefault(fold(block.text), block.line)
            return Verdict(Fate.HEADING)
        if listed := self.phrases.inline_list(block.text):
            self._enter(listed[0])
            return PLACES[self.progress.place](self.progress, Block(block.numbers, listed[1]))
        if self.progress.following is None and self.phrases.begins_heading(block.text):
            return Verdict(Fate.UNKNOWN, f"{BREAKS_OFF} heading.")
        return None

    def _enter(self, kind: PhraseKind) -> None:
        self.progress.enter(OPENED_BY[kind])
        self.progress.heads_links = kind is PhraseKind.RELATED
        self.progress.issue_lines = 0

    def _lines(self, verdicts: list[Verdict]) -> tuple[Line, ...]:
        fates = {
            n: verdict for block, verdict in zip(self.blocks, verdicts, strict=True) for n in block.numbers
        }
        return tuple(Line(number, text, fates[number]) for number, text in self.source)
