"""A brief as readers get it: which edition stands at an address, and what its page shows beside its own words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from briefs.content import Content, Link, Quote
from editions.models import Edition, EditionQuerySet
from experts.models import Expert
from issues.models import Issue


class Withdrawn(Exception):
    """A brief stood at this address once and is public no longer."""


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
    """Everything on a brief's page: the edition's own words, and around them the names and addresses of today."""

    edition: Edition
    content: Content
    voices: list[Voice]
    related: list[Reading]
    issues: list[Issue]


def stands_at(date: datetime.date | None, slug: str, at: datetime.datetime) -> Edition:
    """The live edition that an address leads to at the instant `at` (aware); its own address may be another by now.

    `date` is None for a date that does not exist. The brief that stands at the address goes before the one that stood
    there last, and that before a brief with this slug on another day, if there is only one.
    Raises Withdrawn, or Edition.DoesNotExist for an address at which nothing public ever stood.
    """
    live = Edition.objects.live(at)
    ever = Edition.objects.filter(slug=slug, live_from__lte=at)
    stood = ever.filter(date=date) if date else ever.none()
    if here := stood.live(at).first():
        return here
    if last := stood.order_by("-live_from").first():
        return present(last, live)
    elsewhere = live.filter(brief__in=ever.values("brief"))[:2]
    if len(elsewhere) != 1:
        raise Edition.DoesNotExist
    return elsewhere[0]


def present(past: Edition, live: EditionQuerySet) -> Edition:
    """The edition that readers get of the same brief now. Raises Withdrawn when there is none."""
    found = live.filter(brief=past.brief_id).first()
    if found is None:
        raise Withdrawn
    return found


def article(edition: Edition, at: datetime.datetime) -> Article:
    """What the page of `edition` shows at the instant `at` (aware). Four queries, however much that is."""
    content = edition.value()
    experts = {row.key: row.expert for row in edition.quote_rows.select_related("expert")}
    voices = [Voice(quote, experts.get(quote.key)) for quote in content.quotes]
    return Article(edition, content, voices, related(edition, content, at), list(edition.issues.all()))


def related(edition: Edition, content: Content, at: datetime.datetime) -> list[Reading]:
    """The related links to print: one to a brief of ours only while that is live, and with its present address."""
    targets = dict(edition.link_rows.values_list("key", "target"))
    live = Edition.objects.live(at).filter(brief__cited_by_rows__edition=edition).defer("content")
    addresses = {each.brief_id: each.get_absolute_url() for each in live}
    ours = {key: addresses[brief] for key, brief in targets.items() if brief in addresses}
    return [
        Reading(link, ours.get(link.key, link.url), ours=link.brief is not None)
        for link in content.links
        if link.brief is None or link.key in ours
    ]
