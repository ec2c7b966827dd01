"""What the newsroom knows when a text is read: its phrases, its issues and the people it has quoted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Self, TypeVar

from briefs.content import Tag
from briefs.importing.people import bare
from briefs.models import PhraseKind, ReaderPhrase
from experts.models import Expert
from issues.models import Issue
from issues.names import fold

T = TypeVar("T")
Phrases = tuple[tuple[PhraseKind, str], ...]
LIKE = 0.55  # the least likeness that is worth offering


@dataclass(frozen=True, slots=True)
class Person:
    """Someone known, by primary key and present name."""

    expert: int
    name: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A value: the same text read with the same vocabulary gives the same reading.

    `issues` are found by every folded spelling; `people` too, and a spelling that several people share leads to each.
    `issues_at` and `people_at` are found by the last part of their present web address.
    """

    phrases: Phrases = ()
    issues: Mapping[str, Tag] = field(default_factory=dict)
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    issues_at: Mapping[str, Tag] = field(default_factory=dict)
    people_at: Mapping[str, Person] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Self:
        """What the database holds now. Five queries."""
        issues = Issue.objects.vocabulary()
        experts = list(Expert.objects.prefetch_related("aliases"))
        people = {expert: Person(expert.pk, expert.name) for expert in experts}
        return cls(
            tuple(
                (PhraseKind(kind), text) for kind, text in ReaderPhrase.objects.values_list("kind", "text")
            ),
            {spelling: Tag(issue.pk, issue.name) for spelling, issue in issues.items()},
            _by_spelling((name, people[expert]) for expert in experts for name in expert.spellings()),
            {issue.slug: Tag(issue.pk, issue.name) for issue in issues.values()},
            {expert.slug: person for expert, person in people.items()},
        )

    def person(self, name: str) -> Person | None:
        """The one person of that name, whatever the case, accents, rank and suffix; None for nobody or namesakes."""
        found = self.people.get(fold(name)) or self.people.get(bare(name)) or ()
        return found[0] if len(found) == 1 else None

    def is_person(self, name: str) -> bool:
        return fold(name) in self.people or bare(name) in self.people

    def issues_like(self, text: str, most: int = 4) -> list[Tag]:
        """The issues whose names or aliases look most like `text`, best first."""
        return _nearest(fold(text), ((spelling, tag) for spelling, tag in self.issues.items()), most)

    def people_like(self, name: str, most: int = 3) -> list[Person]:
        """The people whose names look most like `name`, best first; namesakes come first of all."""
        spelled = ((spelling, person) for spelling, found in self.people.items() for person in found)
        return _nearest(bare(name), spelled, most)


def _by_spelling(pairs: Iterable[tuple[str, Person]]) -> dict[str, tuple[Person, ...]]:
    found: dict[str, dict[Person, None]] = {}
    for name, person in pairs:
        for spelling in {fold(name), bare(name)}:
            found.setdefault(spelling, {})[person] = None
    return {spelling: tuple(people) for spelling, people in found.items()}


def likeness(one: str, other: str) -> float:
    """How much two folded texts look alike, from 0 to 1; the beginning of a name is like the whole."""
    if len(one) > 2 and other.startswith(one):
        return 0.95
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE else 0.0


def _nearest(text: str, candidates: Iterable[tuple[str, T]], most: int) -> list[T]:
    scores: dict[T, float] = {}
    for spelling, candidate in candidates:
        if (score := likeness(text, spelling)) >= LIKE:
            scores[candidate] = max(score, scores.get(candidate, 0))
    return sorted(scores, key=lambda candidate: -scores[candidate])[:most]
