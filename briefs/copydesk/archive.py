"""What the newsroom's archive says of the people and pages that a text speaks of, fetched with a few queries."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Self
from urllib.parse import unquote

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from briefs.content import Content
from briefs.copydesk.people import Names, wanted
from briefs.models import Brief
from briefs.readiness.page import Page
from briefs.richtext import without_controls
from editions.models import Edition, EditionQuote
from editions.standing import Standing, with_standing
from experts.models import Expert, ExpertAlias

MOST_LINKS = 500  # looked up; a database takes only so many values in one question
_HREF = re.compile(r'href="([^"]*)"')
_PAGE = re.compile(r"(?:https?://[^/]+)?/briefs/(\d{4})/(\d\d)/(\d\d)/([^/?#]+)/?(?:[?#].*)?")
Address = tuple[str, str]  # the day in ISO 8601, and the last part of the page's address


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone quoted: the title that their entry gives today, and the one printed last before, with its day."""

    present: str
    printed: str = ""
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A brief of ours that readers saw once and don't any more."""

    title: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Archive:
    """A value, so that checks ask it and not the database. `speakers` and `briefs` are found by primary key."""

    names: Names = field(default_factory=Names)
    speakers: Mapping[int, Speaker] = field(default_factory=dict)
    briefs: Mapping[int, Gone] = field(default_factory=dict)
    addresses: Mapping[Address, int] = field(default_factory=dict)

    @classmethod
    def load(cls, page: Page, brief: Brief) -> Self:
        """What is known of the people and pages that `page` names, leaving out what `brief` itself has published.

        At most five queries, whatever the page says and however large the archive is.
        """
        content = page.content
        addresses = _addresses(content)
        linked = {link.brief for link in content.links if link.brief}
        return cls(
            _names(page), _speakers(content, brief), _gone(linked | set(addresses.values())), addresses
        )

    def gone(self, href: str) -> Gone | None:
        """The brief of ours that once stood at this web address, when it is public no longer."""
        address = address_in(href)
        brief = self.addresses.get(address) if address else None
        return self.briefs.get(brief) if brief else None


def _names(page: Page) -> Names:
    """Of all names, those that any on the page could be a slip for. Names alone are fetched, so that thousands do."""
    known = Expert.objects.order_by().values_list("pk", "name")
    others = ExpertAlias.objects.order_by().values_list("expert_id", "name")
    speakers = frozenset(quote.expert for quote in page.content.quotes if quote.expert)
    return Names.among((*known, *others), wanted(page), speakers)


def _speakers(content: Content, brief: Brief) -> dict[int, Speaker]:
    until = content.date or datetime.date.max
    said = EditionQuote.objects.filter(
        expert=OuterRef("pk"), edition__live_from__lte=timezone.now(), date__lte=until
    )
    # A title in another language is no other title. What is in the site's own language does not name it.
    alike = {"language": content.language} if content.language else {"language__isnull": True}
    said = said.filter(**{f"edition__content__{key}": value for key, value in alike.items()})
    last = said.exclude(brief_id=brief.pk).newest_first()
    quoted = Expert.objects.filter(pk__in={quote.expert for quote in content.quotes if quote.expert})
    told = quoted.order_by().annotate(
        printed=Subquery(last.values("title")[:1]), printed_on=Subquery(last.values("date")[:1])
    )
    rows = told.values_list("pk", "title", "printed", "printed_on")
    return {pk: Speaker(present, printed or "", day) for pk, present, printed, day in rows}


def _addresses(content: Content) -> dict[Address, int]:
    """The briefs that ever stood at the addresses of ours that the text links to."""
    found = (address for href in hrefs(content) if (address := address_in(href)))
    asked = set(islice(dict.fromkeys(found), MOST_LINKS))
    stood = Edition.objects.filter(slug__in={slug for _, slug in asked}).order_by("live_from")
    rows = stood.values_list("date", "slug", "brief_id") if asked else ()
    return {(day.isoformat(), slug): brief for day, slug, brief in rows if (day.isoformat(), slug) in asked}


def _gone(briefs: Iterable[int]) -> dict[int, Gone]:
    rows: Any = with_standing(Brief.objects.filter(pk__in=set(briefs))).order_by()
    ended = rows.filter(standing__in=[Standing.WITHDRAWN, Standing.EXPIRED])
    return {
        pk: Gone(title, Standing(state)) for pk, title, state in ended.values_list("pk", "title", "standing")
    }


def hrefs(content: Content) -> Iterator[str]:
    """Every web address that the content leads to."""
    prose = [content.developments, *(q.text for q in content.quotes), *(s.body for s in content.sections)]
    for text in prose:
        yield from links_in(text)
    yield from (link.url for link in content.links if link.url)


def links_in(markup: str) -> list[str]:
    """The addresses in some clean HTML, which has one way to write them."""
    return [html.unescape(href) for href in _HREF.findall(markup)]


def address_in(href: str) -> Address | None:
    """Day and slug, when an address has the shape of a brief's page, on whatever host."""
    found = _PAGE.fullmatch(href)
    return (f"{found[1]}-{found[2]}-{found[3]}", without_controls(unquote(found[4]))) if found else None
