"""A brief as readers get it: which edition stands at an address, and what its page shows beside its own words."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import QuerySet

from briefs.content import Content, Link, Quote
from editions.dated import public
from editions.models import Edition, EditionLink, EditionQuote, page_of
from editions.translations import Version, versions
from experts.models import Expert
from issues.models import Issue
from issues.prepared import prepared


class Withdrawn(Exception):
    """A brief stood at this address once and is public no longer."""


class Expired(Withdrawn):
    """Nobody took it down: its time was over, as had been set."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A quotation, and whose page says more about the speaker."""

    quote: Quote
    expert: Expert | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A related link and the address it has today, empty when none is known; `ours` when it is one of our briefs."""

    link: Link
    address: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Article:
    """Everything on a brief's page: its own words, and around them the names and addresses of today.

    `edition` is None for words that are not public: then the page says so, and no search engine may keep it.
    """

    edition: Edition | None
    content: Content
    voices: list[Voice]
    related: list[Reading]
    issues: list[Issue]
    versions: list[Version] = field(default_factory=list)

    @property
    def private(self) -> bool:
        return self.edition is None


def stands_at(date: datetime.date | None, slug: str, at: datetime.datetime) -> Edition:
    """The live edition that an address leads to at the instant `at` (aware); its own address may be another by now.

    `date` is None for a date that does not exist. The brief that stands at the address goes before the one that stood
    there last, and that before a brief with this slug on another day, if there is only one.
    Raises Withdrawn, or Edition.DoesNotExist for an address at which nothing public ever stood.
    """
    if date and (here := _stands(date, slug, at)):
        return here[0]
    ever = Edition.objects.filter(slug=slug, live_from__lte=at)
    if date and (last := ever.filter(date=date).order_by("-live_from").first()):
        return present(last, at)
    elsewhere = Edition.objects.live(at).filter(brief__in=ever.values("brief"))[:2]
    if len(elsewhere) != 1:
        raise Edition.DoesNotExist
    return elsewhere[0]


@prepared
def _stands(date: datetime.date, slug: str, at: datetime.datetime) -> QuerySet[Edition]:
    return Edition.objects.live(at).filter(date=date, slug=slug)[:1]


def present(past: Edition, at: datetime.datetime) -> Edition:
    """The edition that readers get of the same brief at `at` (aware). Raises Withdrawn (Expired) when there is none."""
    record = Edition.objects.filter(brief=past.brief_id)
    if found := record.live(at).first():
        return found
    last = record.filter(live_from__lte=at).defer("content").order_by("-live_from").first()
    raise Withdrawn if last is None or last.withdrawn_at else Expired


def article(edition: Edition, at: datetime.datetime) -> Article:
    """What the page of `edition` shows at the instant `at` (aware). Four queries at most, however much that is, and
    five for a translation.
    """
    content = edition.value()
    experts = {row.key: row.expert for row in _quoted(edition.pk)}
    voices = [Voice(quote, experts.get(quote.key)) for quote in content.quotes]
    issues, others = _issues(edition.pk), versions(edition, content, at)
    return Article(edition, content, voices, related(edition, content, at), issues, others)


@prepared
def _quoted(edition: int) -> QuerySet[EditionQuote]:
    return EditionQuote.objects.filter(edition=edition).select_related("expert").defer("text")


@prepared
def _issues(edition: int) -> QuerySet[Issue]:
    return Issue.objects.filter(editions=edition)


def related(edition: Edition, content: Content, at: datetime.datetime) -> list[Reading]:
    """The related links to print: one to a brief of ours only while that is live, and with its present address."""
    ours = cited([edition], at)[edition.pk] if any(link.brief for link in content.links) else {}
    return readings(content, ours)


def cited(editions: Collection[Edition], at: datetime.datetime) -> dict[int, dict[str, str]]:
    """Where the live briefs stand that each of `editions` links to: by its key, then by the link's. One query."""
    found: dict[int, dict[str, str]] = {each.pk: {} for each in editions}
    for edition, link, date, slug in _cited(found.keys(), at):
        found[edition][link] = page_of(date, slug)
    return found


@prepared
def _cited(
    editions: Collection[int], at: datetime.datetime
) -> QuerySet[EditionLink, tuple[int, str, datetime.date, str]]:
    rows = EditionLink.objects.filter(public(at, "target__editions__"), edition__in=editions)
    return rows.values_list("edition", "key", "target__editions__date", "target__editions__slug")


def readings(content: Content, ours: dict[str, str]) -> list[Reading]:
    """The related links of `content` to print; `ours` says by its key where a link to a live brief of ours leads."""
    return [
        Reading(link, ours.get(link.key, link.url), ours=link.brief is not None)
        for link in content.links
        if link.brief is None or link.key in ours
    ]


def unpublished(content: Content, at: datetime.datetime) -> Article:
    """What the public page of `content` would show at the instant `at` (aware). Three queries, however much that
    is, and two more when an issue or expert was merged since.

    The content may lack anything, and what it names may be gone.
    """
    experts = Expert.objects.present([quote.expert for quote in content.quotes if quote.expert])
    voices = [Voice(quote, experts.get(quote.expert or 0)) for quote in content.quotes]
    issues = set(Issue.objects.present([tag.issue for tag in content.issues]).values())
    return Article(None, content, voices, _related_now(content, at), sorted(issues, key=attrgetter("name")))


def _related_now(content: Content, at: datetime.datetime) -> list[Reading]:
    targets = [link.brief for link in content.links if link.brief]
    live = Edition.objects.live(at).filter(brief__in=targets).defer("content")
    addresses = {each.brief_id: each.get_absolute_url() for each in live}
    return [
        Reading(link, addresses.get(link.brief or 0, link.url), ours=link.brief is not None)
        for link in content.links
        if link.brief is None or link.brief in addresses
    ]
