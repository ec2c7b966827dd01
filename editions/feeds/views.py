"""The addresses of the feeds. Each takes the filters of /briefs/ and one instant, and tells what is live then."""

from __future__ import annotations

import datetime
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from briefs.richtext import without_controls
from editions.feeds.documents import ATOM, JSON, RSS, Feed, Kind
from editions.feeds.gathering import Gathered, gather
from editions.feeds.items import Attachment, attachment, item
from editions.filters import BriefFilter
from editions.freshness import conditional, last_change, tag_of
from editions.kept import Kept
from editions.site import Site

_WRITTEN: Kept[bytes] = Kept(20)  # of some hundred kilobytes each
BEFORE_THE_FIRST = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    return answer(request, ATOM)


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    return answer(request, RSS)


@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    return answer(request, JSON)


def answer(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The newest briefs that fit the filter; 400 and a sentence for what makes no sense."""
    at = timezone.now()
    wanted = BriefFilter.parse(request.GET, at)
    if wanted.moved:
        return redirect(f"{request.path}?{wanted.moved}", permanent=True)
    if wanted.problems:
        sentences = "\n".join(map(str, wanted.problems)) + "\n"
        return HttpResponse(sentences, status=400, content_type="text/plain; charset=utf-8")
    gathered, site = gather(wanted, at), Site.of(request)
    updated = max((each.edition.live_from for each in gathered), default=None) or last_change(at)
    state = [kind.name, wanted.title(), wanted.query(), updated, [each.state() for each in gathered]]

    def draw() -> HttpResponse:
        items = [(each, attachment(each.content.image, site)) for each in gathered]
        # The tag stands for the state and the site; a file may go missing, and a key be given anew, without it.
        said = (tag_of(request, state), tuple((each.edition.digest, image) for each, image in items))
        feed = partial(made, wanted, items, site, kind, updated or BEFORE_THE_FIRST)
        written = _WRITTEN.get(said, lambda: kind.write(feed()).encode())
        return HttpResponse(written, content_type=kind.media_type)

    return conditional(request, at, state, draw)


def made(
    wanted: BriefFilter,
    items: list[tuple[Gathered, Attachment | None]],
    site: Site,
    kind: Kind,
    updated: datetime.datetime,
) -> Feed:
    query = wanted.query()
    title = f"{site.name}: {wanted.title()}" if wanted else site.name
    about = gettext("The newest briefs from %(newsroom)s, whole.") % {"newsroom": site.name}
    return Feed(
        site=site,
        title=without_controls(title),
        description=without_controls(about),
        language=settings.LANGUAGE_CODE,
        address=site.absolute(wanted.address()),
        own=site.absolute(reverse(kind.name) + (f"?{query}" if query else "")),
        updated=updated,
        items=[item(each, image, site) for each, image in items],
    )
