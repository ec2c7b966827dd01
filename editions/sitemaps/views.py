"""The addresses of sitemaps and robots.txt. Each takes one instant, and tells of what is live then."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from editions.freshness import conditional
from editions.site import Site
from editions.sitemaps import documents, pages

FIXED = ("home", "briefs", "issues", "matrix", "experts", "quotes")
MOST = 50_000  # addresses that the protocol allows in a file
XML = "application/xml; charset=utf-8"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which sitemaps there are."""
    at, site = timezone.now(), Site.of(request)
    parts = pages.parts(at)
    # Without a live brief no issue and no expert has anything to show.
    others = ["sitemap_pages", *(["sitemap_issues", "sitemap_experts"] if parts else [])]
    named = [(reverse(name), None) for name in others]
    numbered = [(reverse("sitemap_briefs", args=[part.number]), part.changed) for part in parts]
    listed: list[documents.Page] = [(site.absolute(path), when) for path, when in [*named, *numbered]]
    until = min((part.changed + pages.LATELY for part in parts if part.changed), default=None)
    return conditional(request, at, listed, lambda: xml(documents.index(listed)), until)


@require_safe
def briefs(request: HttpRequest, number: str) -> HttpResponse:
    """The briefs of one range of keys. 404 for a range in which none is live."""
    at, site = timezone.now(), Site.of(request)
    editions = pages.briefs(int(number), at)
    keys = list(editions.values_list("pk", flat=True))
    if not keys:
        raise Http404

    def draw() -> HttpResponse:
        found = ((site.absolute(each.get_absolute_url()), each.live_from) for each in editions)
        return xml(documents.urlset(found))

    return conditional(request, at, keys, draw)


@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    return listing(request, pages.issues)


@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    return listing(request, pages.experts)


def listing(request: HttpRequest, find: Any) -> HttpResponse:
    """The pages of all that `find` gives, each with when it last changed. 404 when there are none."""
    at, site = timezone.now(), Site.of(request)
    listed = [(site.absolute(each.get_absolute_url()), last) for each, last in find(at)[:MOST]]
    if not listed:
        raise Http404
    return conditional(request, at, listed, lambda: xml(documents.urlset(listed)))


@require_safe
def fixed(request: HttpRequest) -> HttpResponse:
    """The pages that are always there."""
    site = Site.of(request)
    listed: list[documents.Page] = [(site.absolute(reverse(name)), None) for name in FIXED]
    return conditional(request, timezone.now(), listed, lambda: xml(documents.urlset(listed)))


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What was first public in the last two days."""
    at, site = timezone.now(), Site.of(request)
    stories = pages.news(at)
    state = [[each.address, each.title, each.published, each.language] for each in stories]
    until = min((each.published + pages.NEWS_LASTS for each in stories), default=None)
    return conditional(request, at, state, lambda: xml(documents.news(stories, site)), until)


@cache_control(public=True, no_cache=True)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may fetch, and where the sitemaps are."""
    context = {"site": Site.of(request)}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


def xml(document: str) -> HttpResponse:
    return HttpResponse(document, content_type=XML)
