"""Many new briefs at once, for archives: what writing, recording and publishing each by itself comes to.

The rows are the same to the value. What the acts ask the database for one brief, this asks once for all of them, in one
transaction.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from audit import log
from audit.models import Act, Entry
from briefs import searching, workflow
from briefs.composing import composed
from briefs.content import Content, digest_of
from briefs.inserting import insert, keys
from briefs.models import (
    Brief,
    BriefIssue,
    DeskRules,
    RelatedLink,
    Revision,
    SearchDocument,
    Section,
    Source,
    Status,
    first_free,
)
from briefs.readiness import Page, objections
from briefs.workflow import Move
from briefs.writing import FIELDS, Rows, image_fields, parts
from editions import settling, suggesting
from editions.freezing import edition_of, index
from editions.models import Edition, EditionQuote
from editions.publishing import TICK, NotReady, details, hindrances
from editions.searching import EditionText
from experts.models import Expert, ExpertQuote
from issues.models import Issue


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new brief that the operator at the command line brings in.

    Its page goes up at `at` (aware; None for a draft) and came down at `ended`, if it did. `changed` is what the desk
    has made of it since, at the same address. `saved` is when its first version was saved, now when that is left out;
    `note` says why, and `source`, unsaved, is the text that it was read from.
    """

    content: Content
    at: datetime.datetime | None = None
    ended: datetime.datetime | None = None
    changed: Content | None = None
    saved: datetime.datetime | None = None
    note: str = ""
    source: Source | None = None

    def contents(self) -> list[Content]:
        return [self.content, self.changed] if self.changed else [self.content]

    def status(self) -> Status:
        if self.at is None or self.changed:
            return Status.DRAFT
        return Status.WITHDRAWN if self.ended else Status.PUBLISHED


@dataclass(frozen=True, slots=True)
class Made:
    """A brief that came in: its row, its versions, its edition if it has one, and the rows of its parts, words and
    index, each of them behind those that it leads to.
    """

    arrival: Arrival
    brief: Brief
    versions: list[tuple[Content, Revision]]
    edition: Edition | None
    rows: list[Model]


@transaction.atomic
def load(arrivals: Sequence[Arrival]) -> list[Brief]:
    """Bring the briefs in, all or none, and return them in their order.

    Raises NotReady when one that has a page is not fit for readers, and IntegrityError when an address is taken, or an
    expert, a brief or an image that one names is gone. Bringing them in one by one tells which it was.
    """
    maker = _Maker(arrivals)
    made = [maker.make(arrival) for arrival in arrivals]
    out = [(each, each.edition) for each in made if each.edition]
    insert([each.brief for each in made])
    insert([revision for each in made for _, revision in each.versions])
    insert([edition for _, edition in out])
    _insert_by_kind(row for each in made for row in each.rows)
    for each, edition in out:
        _check(each, edition)
    suggesting.learn_words(maker.written)
    flagged = DeskRules.now().four_eyes  # nobody has approved what comes from elsewhere
    insert([entry for each, edition in out for entry in _entries(each, edition, flagged, maker.now)])
    for each, _ in out:
        workflow.announce(Move.WITHDRAW if each.arrival.ended else Move.PUBLISH, each.brief, None)
    transaction.on_commit(settling.settle_many, robust=True)
    return [each.brief for each in made]


class _Maker:
    """Makes briefs with keys of their own, unsaved. A dozen queries for all of them."""

    def __init__(self, arrivals: Sequence[Arrival]) -> None:
        contents = [content for each in arrivals for content in each.contents()]
        shown = [each.content for each in arrivals if each.at]
        self.now, self.written = timezone.now(), set[str]()
        self.issues = Issue.objects.present(tag.issue for content in contents for tag in content.issues)
        ordered = Issue.objects.filter(pk__in={issue.pk for issue in self.issues.values()}).in_order()
        self.place = {key: place for place, key in enumerate(ordered.values_list("pk", flat=True))}
        self.experts = Expert.objects.present(
            quote.expert for content in contents for quote in content.quotes if quote.expert
        )
        self.taken = _taken({content.date for content in contents if not content.slug})
        self.keys = {
            Brief: iter(keys(Brief, len(arrivals))),
            Revision: iter(keys(Revision, len(contents))),
            Edition: iter(keys(Edition, len(shown))),
            EditionQuote: iter(keys(EditionQuote, sum(len(content.quotes) for content in shown))),
        }

    def make(self, arrival: Arrival) -> Made:
        brief = Brief(pk=next(self.keys[Brief]), status=arrival.status())
        parts: list[Model] = []
        versions: list[tuple[Content, Revision]] = []
        for number, content in enumerate(arrival.contents(), 1):
            parts, said = self.write(brief, content)
            versions.append((said, self.revision(arrival, brief, said, number)))
        pasted = [arrival.source.text] if arrival.source else []
        words = SearchDocument(brief_id=brief.pk, **searching.words_of(versions[-1][0], pasted))
        if arrival.source:
            arrival.source.brief = brief
            parts.append(arrival.source)
        edition, found_by = self.edition(arrival, *versions[0]) if arrival.at else (None, [])
        return Made(arrival, brief, versions, edition, [*parts, words, *found_by])

    def write(self, brief: Brief, content: Content) -> tuple[list[Model], Content]:
        """Make `brief` say `content`; gives the rows of its parts, and what they say."""
        fields = {name: getattr(content, name) for name in FIELDS} | image_fields(content)
        fields |= {"original_id": content.original, "slug": content.slug or self.free_slug(content)}
        for name, value in fields.items():
            setattr(brief, name, value)
        quoted, parted, linked = parts(content)
        quotes = [ExpertQuote(brief_id=brief.pk, **values) for values in _in_order(quoted)]
        sections = [Section(brief_id=brief.pk, **values) for values in _in_order(parted)]
        links = [RelatedLink(brief_id=brief.pk, **values) for values in _in_order(linked)]
        for quote in quotes:
            if quote.expert_id in self.experts:
                quote.expert_id = self.experts[quote.expert_id].pk
        meant = {self.issues[tag.issue] for tag in content.issues if tag.issue in self.issues}
        issues = sorted(meant, key=lambda issue: self.place[issue.pk])
        tags = [BriefIssue(content_object_id=brief.pk, tag_id=issue.pk) for issue in issues]
        return [*quotes, *sections, *links, *tags], composed(brief, quotes, sections, links, issues)

    def free_slug(self, content: Content) -> str:
        """An address for a content that has a title; its day knows that it is taken."""
        if not content.title:
            return ""
        taken = self.taken[content.date]
        slug = first_free(content.title, taken)
        taken.add(slug)
        return slug

    def revision(self, arrival: Arrival, brief: Brief, content: Content, number: int) -> Revision:
        stored, first = content.to_json(), number == 1
        return Revision(
            pk=next(self.keys[Revision]),
            brief_id=brief.pk,
            number=number,
            content=stored,
            digest=digest_of(stored),
            saved_at=arrival.saved if arrival.saved and first else self.now,
            note=arrival.note if first else "",
        )

    def edition(self, arrival: Arrival, content: Content, revision: Revision) -> tuple[Edition, list[Model]]:
        """The edition of an arrival that has a page, and its index rows."""
        at = arrival.at or self.now
        edition = edition_of(revision, content, 1, at)
        edition.pk, edition.published_at = next(self.keys[Edition]), self.now
        if arrival.ended:
            edition.live_until, edition.withdrawn_at = max(arrival.ended, at + TICK), arrival.ended
        frozen = index(edition, content)
        for quote, said in zip(frozen.quotes, frozen.said, strict=True):
            quote.pk = said.quote_id = next(self.keys[EditionQuote])
        self.written |= suggesting.written_in([content])
        return edition, [row for _, rows in frozen.rows() for row in rows]


def _in_order(wanted: Rows) -> Iterator[dict[str, Any]]:
    for place, (key, values) in enumerate(wanted.items()):
        yield {"key": key, "position": place, **values}


def _taken(days: set[datetime.date | None]) -> dict[datetime.date | None, set[str]]:
    """The addresses of briefs by their day, for some days."""
    taken: dict[datetime.date | None, set[str]] = {day: set() for day in days}
    found = Brief.objects.filter(
        Q(date__in=days - {None}) | Q(date=None) if None in days else Q(date__in=days)
    )
    for day, slug in found.values_list("date", "slug") if days else ():
        taken[day].add(slug)
    return taken


def _insert_by_kind(rows: Iterable[Model]) -> None:
    """Insert rows of many models, each kind at once, the kinds in the order in which they come up."""
    kinds: dict[type[Model], list[Model]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row)
    # SQLite's index of words writes out what it holds whenever a place is lower than the one before.
    kinds.get(EditionText, []).sort(key=attrgetter("place"))
    for kind in kinds.values():
        insert(kind)


def _check(made: Made, edition: Edition) -> None:
    """Raise NotReady when a brief is not fit for readers; then nothing of it may stay."""
    content, source = made.versions[0][0], made.arrival.source
    page = Page(content)
    if objections(page) or (source and source.not_understood):
        raise NotReady(hindrances(made.brief, edition.live_from, page))


def _entries(made: Made, edition: Edition, flagged: bool, now: datetime.datetime) -> Iterator[Entry]:
    """What the log says of a brief's publication, and of its withdrawal."""
    act = Act.SCHEDULED if edition.is_pending(now) else Act.PUBLISHED
    yield log.entry(act, None, made.brief, flagged=flagged, **details(edition))
    if made.arrival.ended:
        yield log.entry(Act.WITHDRAWN, None, made.brief, editions=[edition.number])
