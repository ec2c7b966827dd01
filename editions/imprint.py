"""A brief as it was published: what its page shows, and by whom, where and when.

Every other form of a brief, and what is said of it to machines, is made of this.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Self

from django.db.models import QuerySet

from briefs import languages
from briefs.content import Content
from briefs.languages import Language
from editions.models import Edition
from editions.pictures import sources
from editions.reading import Article, article
from editions.site import Site
from issues.prepared import prepared


@dataclass(frozen=True, slots=True)
class Imprint:
    """A live edition with its page, at a site. `updated` is None while the brief says what it said at first (aware);
    `original` is the address of the brief that this one translates, "" for none that is live.
    """

    article: Article
    edition: Edition
    site: Site
    published: datetime.datetime
    updated: datetime.datetime | None
    original: str = ""

    @classmethod
    def of(cls, edition: Edition, at: datetime.datetime, site: Site) -> Self:
        """The imprint of an edition that is live at `at` (aware). Five queries, and one for a translation."""
        found = article(edition, at)
        return cls(found, edition, site, *changes(edition, at), site.absolute(original(found.content, at)))

    @property
    def content(self) -> Content:
        return self.article.content

    @property
    def language(self) -> Language:
        return languages.meant(self.content.language)

    @property
    def address(self) -> str:
        return self.site.absolute(self.edition.get_absolute_url())

    def facts(self) -> Hashable:
        """All that the page of the brief says, in values; the digest stands for the words of the edition."""
        article, edition = self.article, self.edition
        picture = self.content.image
        return (
            (edition.digest, edition.get_absolute_url(), self.published, self.updated, self.original),
            tuple(voice.expert and voice.expert.get_absolute_url() for voice in article.voices),
            tuple((reading.link.key, reading.address) for reading in article.related),
            tuple((issue.name, issue.get_absolute_url()) for issue in article.issues),
            tuple(article.versions),
            picture and sources(picture, private=False),
        )

    @property
    def pdf(self) -> str:
        return self.form("pdf")

    def form(self, ending: str) -> str:
        """The address of another form of the page."""
        return self.site.absolute(form_address(self.edition, ending))


def form_address(edition: Edition, ending: str) -> str:
    return f"{edition.get_absolute_url().removesuffix('/')}.{ending}"


def original(content: Content, at: datetime.datetime) -> str:
    """Where the brief stands at `at` (aware) that `content` translates; "" when it translates none that is live."""
    if content.original is None:
        return ""
    found = _live(content.original, at)
    return found[0].get_absolute_url() if found else ""


@prepared
def _live(brief: int, at: datetime.datetime) -> QuerySet[Edition]:
    return Edition.objects.live(at).filter(brief=brief).defer("content")[:1]


def changes(edition: Edition, at: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime | None]:
    """When readers first saw the brief, and since when they see the words of `at` (aware), if those are others.

    One query. A brief that was withdrawn and came back unchanged is as old as it was.
    """
    stood = _stood(edition.brief_id, at) or [(edition.live_from, edition.digest)]
    since = stood[-1][0]
    for live_from, digest in reversed(stood):
        if digest != edition.digest:
            return stood[0][0], since
        since = live_from
    return stood[0][0], None


@prepared
def _stood(brief: int, at: datetime.datetime) -> QuerySet[Edition, tuple[datetime.datetime, str]]:
    record = Edition.objects.filter(brief=brief, live_from__lte=at).order_by("live_from")
    return record.values_list("live_from", "digest")
