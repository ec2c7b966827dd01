"""What is asked of the index of words, in the notation of each database (FTS5 on SQLite, a tsquery on PostgreSQL)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from django.db import connection
from django.db.models.expressions import RawSQL

from briefs.searching import Fts5
from briefs.words import Phrase
from editions.searching import EVERY, EXPERT, ISSUE, QUOTES, TITLE

WEIGHTS = {"": "", TITLE: ":A", QUOTES: ":B"}  # of PostgreSQL, by the field in which words must stand
FOUND = {
    "sqlite": "SELECT edition_id FROM editions_textindex JOIN editions_editiontext ON place = editions_textindex.rowid"
    " WHERE editions_textindex MATCH %s",
    "postgresql": "SELECT edition_id FROM editions_editiontext WHERE vector @@ %s::tsquery",
}


@dataclass(frozen=True, slots=True)
class Match:
    """Of each group in `all_of` an edition must hold a phrase, and none in `none_of`. The words of `where`, a field,
    must stand in that; marks stand anywhere.
    """

    all_of: tuple[tuple[Phrase, ...], ...] = ()
    none_of: tuple[Phrase, ...] = ()
    where: str = ""

    @classmethod
    def words(cls, wanted: Iterable[Phrase] = (), unwanted: Iterable[Phrase] = (), where: str = "") -> Self:
        return cls(tuple((phrase,) for phrase in wanted), tuple(unwanted), where)

    def on(self, issues: Iterable[int]) -> Self:
        """That is also about one of `issues`, primary keys; no edition where there is none."""
        return self._with(ISSUE, issues)

    def quoting(self, experts: Iterable[int]) -> Self:
        """That also quotes one of `experts`, primary keys."""
        return self._with(EXPERT, experts)

    def not_on(self, issues: Iterable[int]) -> Self:
        return replace(self, none_of=(*self.none_of, *((f"{ISSUE}{key}",) for key in issues)))

    def within(self, where: str) -> Self:
        """The same with its words in the field `where`."""
        return replace(self, where=where)

    def _with(self, mark: str, keys: Iterable[int]) -> Self:
        return replace(self, all_of=(*self.all_of, tuple((f"{mark}{key}",) for key in keys)))

    def asked(self) -> str:
        """The question as the database at hand takes it. Words hold only letters and digits, so quoting is enough."""
        groups = self.all_of or (((EVERY,),),)
        if connection.vendor == "postgresql":
            wanted = " & ".join(self._any(map(self._tsquery, group), " | ") for group in groups)
            return (
                f"{wanted} & !{self._any(map(self._tsquery, self.none_of), ' | ')}"
                if self.none_of
                else wanted
            )
        wanted = " AND ".join(self._any(map(self._fts5, group), " OR ") for group in groups)
        return (
            f"({wanted}) NOT {self._any(map(self._fts5, self.none_of), ' OR ')}" if self.none_of else wanted
        )

    @staticmethod
    def _any(terms: Iterable[str], joined: str) -> str:
        return f"({joined.join(terms)})"

    def _field(self, phrase: Phrase) -> str:
        return "" if phrase[0].startswith(EVERY[0]) or phrase in self.none_of else self.where

    def _tsquery(self, phrase: Phrase) -> str:
        weight = WEIGHTS[self._field(phrase)]
        return "(" + " <-> ".join(f"'{word}'{weight}" for word in phrase) + ")"

    def _fts5(self, phrase: Phrase) -> str:
        field = self._field(phrase)
        return f"{field} : {Fts5.phrase(phrase)}" if field else Fts5.phrase(phrase)

    def editions(self) -> RawSQL:
        """The keys of the editions that match, in no order, for a condition of a larger question."""
        return RawSQL(FOUND[connection.vendor], [self.asked()])  # noqa: S611 - words are parameters
