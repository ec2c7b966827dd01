"""Finding briefs by their words: one row of words a brief, written with each saved version, asked through an index.

The words are made in `briefs.words`; the database only matches them (FTS5 on SQLite, a tsvector on PostgreSQL), so
that both find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.db import connection, models
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from briefs.content import Content
from briefs.richtext import plain
from briefs.words import Phrase, Question, stemmed, stems

MOST = 400_000  # bytes of one document: PostgreSQL takes a megabyte of index entries, which need more room than words
MANY = 2000  # matches; more are not ranked, but shown in the list's own order
FROM_TITLE = "title"


class SearchDocument(models.Model):
    """The words of a brief's working copy. Triggers, and a generated column, keep the database's index beside it."""

    brief = models.OneToOneField(
        "briefs.Brief", on_delete=models.CASCADE, primary_key=True, related_name="search_document"
    )
    title = models.TextField()
    body = models.TextField()

    def __str__(self) -> str:
        return f"Words of {self.brief}"


def words_of(content: Content, pasted: Iterable[str] = ()) -> dict[str, str]:
    """The fields of the search document of a brief that says `content`; `pasted` are the texts it was read from."""
    body = " ".join(map(stemmed, [*_texts(content), *pasted]))
    return {"title": bounded(stemmed(content.title)), "body": bounded(body)}


def _texts(content: Content) -> Iterator[str]:
    yield from (content.label, *plain(content.developments))
    for quote in content.quotes:
        yield from (quote.name, quote.title, *plain(quote.text))
    for section in content.sections:
        yield from (section.heading, *plain(section.body))
    for link in content.links:
        yield from (link.title, *link.authors, link.source, link.url)
    if content.image is not None:
        yield from (content.image.alt, content.image.credit)


def bounded(words: str) -> str:
    """`words`, cut where the index of a database would take no more."""
    return words if len(words) <= MOST // 4 else words.encode()[:MOST].decode(errors="ignore")


def index(brief: int, content: Content, pasted: Iterable[str] = ()) -> None:
    """Let the brief with that primary key be found by what it says now. One query."""
    write([SearchDocument(brief_id=brief, **words_of(content, pasted))])


def write(documents: Iterable[Any]) -> None:
    """Save search documents over those that their briefs had. One query for every five hundred."""
    rows = list(documents)
    for model in {type(row) for row in rows}:
        model.objects.bulk_create(
            rows, 500, update_conflicts=True, unique_fields=["brief"], update_fields=["title", "body"]
        )


class Dialect(Protocol):
    """How a database is asked: SQL that selects the keys of the briefs that match, and its parameters; `newest` puts
    those in front that were begun last, where that costs nothing.
    """

    newest: str

    def all_of(self, phrases: Iterable[Phrase], begun: str, where: str) -> tuple[str, list[str]]: ...

    def any_of(self, phrases: Iterable[Phrase]) -> tuple[str, list[str]]: ...


class Fts5:
    """SQLite. Words are quoted, and hold letters and digits alone, so that none is taken for an operator."""

    newest = " ORDER BY rowid DESC"

    def __init__(self, index: str = "briefs_searchindex") -> None:
        self.sql = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"  # noqa: S608 - a name from the code

    def all_of(self, phrases: Iterable[Phrase], begun: str = "", where: str = "") -> tuple[str, list[str]]:
        terms = [self.phrase(phrase) for phrase in phrases]
        if begun:
            terms.append(f"({self.phrase(tuple(stems(begun)))} OR {self.phrase((begun,))} *)")
        asked = f"({' AND '.join(terms)})"
        return self.sql, [f"{where} : {asked}" if where else asked]

    def any_of(self, phrases: Iterable[Phrase]) -> tuple[str, list[str]]:
        return self.sql, [" OR ".join(self.phrase(phrase) for phrase in phrases)]

    @staticmethod
    def phrase(words: Phrase) -> str:
        return f'"{" ".join(words)}"'


class Tsvector:
    """PostgreSQL. Phrases go through its parser, as the documents did."""

    newest = ""

    def all_of(self, phrases: Iterable[Phrase], begun: str, where: str = "") -> tuple[str, list[str]]:
        given = [" ".join(phrase) for phrase in phrases]
        terms = ["phraseto_tsquery('simple', %s)"] * len(given)
        if begun:
            terms.append("(phraseto_tsquery('simple', %s) || to_tsquery('simple', %s))")
            given += [" ".join(stems(begun)), f"{begun}:*"]
        return self.sql(terms, " && ", "ts_filter(vector, '{a}')" if where else "vector"), given

    def any_of(self, phrases: Iterable[Phrase]) -> tuple[str, list[str]]:
        given = [" ".join(phrase) for phrase in phrases]
        return self.sql(["phraseto_tsquery('simple', %s)"] * len(given), " || "), given

    @staticmethod
    def sql(terms: list[str], joined: str, vector: str = "vector") -> str:
        return f"SELECT brief_id FROM briefs_searchdocument WHERE {vector} @@ ({joined.join(terms)})"  # noqa: S608 - made of the constants above


@dataclass(frozen=True)
class Search:
    """A question, put to the briefs."""

    question: Question

    def narrow(self, briefs: QuerySet[Any], most: int | None = None) -> QuerySet[Any]:
        """Those of `briefs` that the question fits; of very many those `most` that were begun last, where the index
        can tell. Costs the query of `is_broad`.
        """
        asked, ask = self.question, _dialect()
        if asked.wanted or asked.begun:
            sql, words = ask.all_of(asked.wanted, asked.begun, "")
            bounds = f"{ask.newest} LIMIT {most}" if most and ask.newest else ""
            briefs = briefs.filter(pk__in=RawSQL(f"{sql}{bounds}", words) if self.is_broad else self.some)  # noqa: S611 - words are parameters
        return self._sparing(briefs)

    def sample(self, briefs: QuerySet[Any]) -> QuerySet[Any]:
        """The same, of very many only MANY: for counts, which then tell no more than that there are so many."""
        return (
            self._sparing(briefs.filter(pk__in=self.some[:MANY])) if self.is_sampled else self.narrow(briefs)
        )

    def _sparing(self, briefs: QuerySet[Any]) -> QuerySet[Any]:
        asked, ask = self.question, _dialect()
        if asked.unwanted:
            briefs = briefs.exclude(pk__in=RawSQL(*ask.any_of(asked.unwanted)))  # noqa: S611 - words are parameters
        return briefs

    def title_first(self, briefs: QuerySet[Any]) -> QuerySet[Any]:
        """`briefs`, narrowed already, with those in front that say it in their title, and otherwise in their order.

        A question that very many briefs fit leaves the order as it is: ranking them would take as long as the
        archive is large.
        """
        if self.is_broad:
            return briefs
        in_title = RawSQL(*_dialect().all_of(self.question.wanted, self.question.begun, FROM_TITLE))  # noqa: S611 - words are parameters
        rank = Case(
            When(Q(pk__in=in_title), then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        ranked: QuerySet[Any] = briefs.annotate(in_title=rank)
        return ranked.order_by("-in_title", *briefs.query.order_by)

    @property
    def is_broad(self) -> bool:
        """Whether more than MANY briefs fit, or the question says only what must not stand there. At most one query."""
        return not self._wants or len(self.some) > MANY

    @property
    def is_sampled(self) -> bool:
        """Whether counts look at a part of what fits. At most one query."""
        return self._wants and self.is_broad

    @property
    def _wants(self) -> bool:
        return bool(self.question.wanted or self.question.begun)

    @cached_property
    def some(self) -> list[int]:
        """The keys of the briefs that hold the words, up to one more than MANY. One query."""
        sql, words = _dialect().all_of(self.question.wanted, self.question.begun, "")
        with connection.cursor() as cursor:
            cursor.execute(f"{sql}{_dialect().newest} LIMIT {MANY + 1}", words)
            return [key for (key,) in cursor.fetchall()]


def _dialect() -> Dialect:
    return Tsvector() if connection.vendor == "postgresql" else Fts5()
