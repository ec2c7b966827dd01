"""How a page shows where its address is passed on: Open Graph, which every service reads."""

from __future__ import annotations

import datetime
import re
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, NodeList
from django.template.loader_tags import BlockNode
from django.urls import reverse
from django.utils.safestring import SafeString

from editions.cards import addresses
from editions.cards.addresses import Placed
from editions.cards.drawing import SIZES
from editions.imprint import Imprint, changes
from editions.quotation import Quotation
from experts.models import Expert
from issues.models import Issue

register = template.Library()
_HREF = re.compile(r'href="([^"]+)"')


@register.inclusion_tag("components/described.html", takes_context=True)
def describe(
    context: Context,
    brief: Imprint | None = None,
    quotation: Quotation | None = None,
    issue: Issue | None = None,
    expert: Expert | None = None,
) -> dict[str, Any]:
    """The page in the words of its blocks `title`, `description` and `canonical`, with a card of its subject.

    A page without a canonical address is nothing to pass on: a preview, an error.
    """
    found = _HREF.search(said_in(context, "canonical"))
    if found is None:
        return {}
    if brief:
        placed = addresses.of_brief(brief.edition, brief.content)
        dates = (brief.published, brief.updated)
        return about(context, found[1], placed, "article") | dated(*dates, brief.article.issues)
    if quotation:
        edition = quotation.edition
        placed = addresses.of_quotation(edition.value(), quotation.row)
        dates = changes(edition, edition.live_from)
        return about(context, found[1], placed, "article") | dated(*dates, quotation.issues)
    if issue:
        return about(context, found[1], addresses.of_issue(issue))
    if expert:
        return about(context, found[1], addresses.of_expert(expert), "profile")
    return about(context, found[1], addresses.of_page(context["request"].resolver_match.url_name))


def about(context: Context, page: str, placed: Placed, kind: str = "website") -> dict[str, Any]:
    """What every page tells; `page` is its address as it stands in the page, escaped already."""
    return {
        "site": settings.NEWSROOM_NAME,
        "kind": kind,
        "title": said_in(context, "title"),
        "description": said_in(context, "description"),
        "page": SafeString(page),
        "image": context["request"].build_absolute_uri(placed.address()),
        "size": SIZES["wide"],
        "alt": placed.card.alt(),
    }


def dated(
    published: datetime.datetime, updated: datetime.datetime | None, issues: list[Issue]
) -> dict[str, Any]:
    """What an article tells beside: when it came, since when its words are what they are, what it is about."""
    return {"published": published, "modified": updated or published, "issues": issues}


def said_in(context: Context, block: str) -> SafeString:
    """What a block of the page says, as the page says it."""
    return SafeString(BlockNode(block, NodeList()).render(context).strip())


@register.inclusion_tag("components/embedding.html")
def embedding(request: HttpRequest, address: str) -> dict[str, Any]:
    """Where programs learn how to embed the page at `address`."""
    asked = urlencode({"url": request.build_absolute_uri(address)})
    return {"oembed": request.build_absolute_uri(f"{reverse('oembed')}?{asked}")}
