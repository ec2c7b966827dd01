"""What the reader's tests share: the phrases that a newsroom starts with, some issues, known people and a brief."""

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from briefs.content import Tag
from briefs.importing.outcome import Fate, Reading
from briefs.importing.people import bare
from briefs.importing.reader import read
from briefs.importing.vocabulary import Person, Vocabulary
from briefs.models import PhraseKind
from issues.names import fold

SHIPPED = importlib.import_module("briefs.migrations.0002_reader_phrases").PHRASES
ISSUES = [
    "China",
    "Cyber",
    "Hezbollah",
    "Iran",
    "Iran Global Threat Network",
    "Iran-backed Terrorism",
    "Israel",
    "Israel at War",
    "Military and Political Power",
    "Russia",
    "U.S. Defense Policy and Strategy",
    "Ukraine",
]
ALIASES = {"US Defense Policy and Strategy": "U.S. Defense Policy and Strategy", "Hizballah": "Hezbollah"}
PEOPLE = {"Mara Lindqvist": ["Mara K. Lindqvist"], "Per Holm": []}

BRIEF = """\
March 5, 2024 | Flash Brief

Harbour Towns Sign a Ferry Pact

Latest Developments

The mayors of Lorne and Askmouth signed a pact on March 4. The ferry sails again in May.

Expert Analysis

“The pact ends an era — and a bad one.” — Mara Lindqvist, Harbour Institute Senior Fellow

“Nobody asked the fishermen.” — Tomas Brandt, Harbour Institute Research Analyst

Who Pays for the Channel

The grant that paid for the old ferry ended in 2019.

The towns have filed three applications since.

The Ferry That Never Sailed,” Harbour Flash Brief

Still Waters,” by Mara Lindqvist and Tomas Brandt

Issues:

Iran Iran Global Threat Network Russia
"""


def vocabulary(
    phrases: Iterable[tuple[PhraseKind, str]] = (), people: dict[str, list[str]] | None = None
) -> Vocabulary:
    """The shipped phrases and `phrases`, the issues above and `people`, PEOPLE when left out; keys count from 1."""
    numbers = {name: number for number, name in enumerate(ISSUES, 1)}
    spellings = dict(zip(ISSUES, ISSUES, strict=True)) | ALIASES
    known: dict[str, tuple[Person, ...]] = {}
    for number, (name, others) in enumerate((PEOPLE if people is None else people).items(), 1):
        for spelling in {form(each) for each in (name, *others) for form in (fold, bare)}:
            known[spelling] = (*known.get(spelling, ()), Person(number, name))
    return Vocabulary(
        tuple((PhraseKind(kind), text) for kind, texts in SHIPPED.items() for text in texts) + tuple(phrases),
        {fold(spelling): Tag(numbers[name], name) for spelling, name in spellings.items()},
        known,
    )


VOCABULARY = vocabulary()


@dataclass(frozen=True)
class Read:
    """A reading as the tests look at it."""

    reading: Reading
    brief: dict[str, Any]
    fates: dict[int, str]

    def fate(self, start: str) -> Fate:
        """What became of the one line that begins so."""
        (line,) = [line for line in self.reading.lines if line.text.strip().startswith(start)]
        return line.verdict.fate

    def why(self, start: str) -> str:
        return next(line.verdict.why for line in self.reading.lines if line.text.strip().startswith(start))

    def note(self, words: str) -> str:
        """The note that holds these words; a test that finds none shows them all."""
        notes = self.reading.to_json()["notes"]
        found = [note for note in notes if words in note]
        assert found, notes
        return str(found[0])


def paste(text: str, known: Vocabulary = VOCABULARY) -> Read:
    reading = read(text, known)
    as_json = reading.to_json()
    return Read(reading, as_json["brief"], {line["n"]: line["as"] for line in as_json["lines"]})


def analysis(*lines: str, known: Vocabulary = VOCABULARY) -> Read:
    """A text with these paragraphs under Expert Analysis, and something before and behind."""
    body = "\n\n".join(lines)
    return paste(
        f"Latest Developments\n\nA ship came in.\n\nExpert Analysis\n\n{body}\n\nIssues:\n\nIran", known
    )
