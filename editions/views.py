"""The pages of briefs: the newest, lists of them by what they are about, and each for itself.

Every view takes one instant, and shows what is live at that instant.
"""

import datetime
from typing import Any
from urllib.parse import unquote

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from briefs.imaging import KINDS, file_name
from briefs.wordcount import length
from editions import pictures
from editions.around import around
from editions.drawn import drawn
from editions.filters import FIELDS, BriefFilter
from editions.highlighting import hit
from editions.hits import Total
from editions.imprint import Imprint
from editions.models import Edition, with_issues, with_words
from editions.paging import BestPage
from editions.reading import Expired, Withdrawn, stands_at
from editions.site import Site, for_any_page
from editions.suggesting import suggestion
from issues.prepared import prepared

ON_HOME = 12
ALONE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox"
}  # a picture opened by itself


@cache_control(public=True, no_cache=True)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest brief at large, those before it in brief, and what they are about. Filters live at /briefs/."""
    if any(field in request.GET for field in (*FIELDS, "after")):
        return redirect(f"{reverse('briefs')}?{request.GET.urlencode()}", permanent=True)
    at = timezone.now()
    newest = with_issues(with_words(_newest(at)))
    context = {"lead": newest[:1], "latest": newest[1:], "counts": BriefFilter().counts(at)}
    return render(request, "editions/home.html", context)


@prepared
def _newest(at: datetime.datetime) -> QuerySet[Edition]:
    return Edition.objects.live(at).newest_first().defer("content")[:ON_HOME]


@cache_control(public=True, no_cache=True)
@require_safe
def briefs(request: HttpRequest) -> HttpResponse:
    """The briefs that fit a filter, the newest or those that say it best first, and what else they are about.

    A question that names an issue or expert by a former address is led to the present one for good.
    """
    at = timezone.now()
    wanted = BriefFilter.parse(request.GET, at)
    if wanted.moved:
        return redirect(f"{request.path}?{wanted.moved}", permanent=True)
    phrases = wanted.phrases()
    page = BestPage.read(wanted, at, request.GET, wanted.address(), with_issues)
    hits = page.hits
    total = hits.total if hits else Total(wanted.total(at))
    problems = wanted.problems + page.problems
    meant = suggestion(wanted, total.number, at)
    choices = wanted.choices_of_many(hits) if hits and total.more else wanted.choices(total.number, at)

    def shown() -> dict[str, Any]:
        return {
            "wanted": wanted,
            "page": page,
            "hits": [hit(edition, phrases) for edition in page.editions] if phrases else [],
            "suggestion": meant,
            "problems": problems,
            "total": total,
            "choices": choices,
        }

    if problems:
        return render(request, "editions/briefs.html", shown(), status=400)
    further = tuple(choice.facts() for choice in choices)
    facts = (wanted.facts(), page.facts(), total, meant and meant.facts(), further)
    return drawn(request, "editions/briefs.html", facts, shown)


@cache_control(public=True, no_cache=True)
@require_safe
def brief(request: HttpRequest, year: str, month: str, day: str, slug: str) -> HttpResponse:
    """A brief. An address that it had once, or that has only its date wrong, leads to the present one for good."""
    at = timezone.now()
    edition = sought(request, real_date(year, month, day), slug, at)
    if isinstance(edition, HttpResponse):
        return edition
    if request.path != unquote(edition.get_absolute_url()):
        return redirect(edition, permanent=True)
    imprint = Imprint.of(edition, at, Site.of(request))
    beside = around(imprint.article, edition, at)
    return drawn(
        request,
        "editions/brief.html",
        (imprint.facts(), beside.facts()),
        lambda: {
            "article": imprint.article,
            "imprint": imprint,
            "minutes": length(imprint.content).minutes,
            "around": beside,
        },
    )


def sought(
    request: HttpRequest, date: datetime.date | None, slug: str, at: datetime.datetime
) -> Edition | HttpResponse:
    """The edition that an address leads to, or the page that says that it is gone. Raises Http404."""
    try:
        return stands_at(date, slug, at)
    except Withdrawn as gone:
        return render(request, "410.html", {"expired": isinstance(gone, Expired)}, status=410)
    except Edition.DoesNotExist:
        raise Http404 from None


@require_safe
def image(request: HttpRequest, digest: str, width: str, ending: str) -> HttpResponse:
    """A picture in one of its widths: for readers while a live page shows it, for others with a signed address."""
    public = pictures.is_public(digest, timezone.now())
    if not public and not pictures.opens(request.GET.get("seal", ""), digest):
        raise Http404
    try:
        with default_storage.open(file_name(digest, int(width), ending)) as file:
            answer = HttpResponse(file.read(), content_type=KINDS[ending].media_type, headers=ALONE)
    except FileNotFoundError:
        raise Http404 from None
    answer["Cache-Control"] = "public, no-cache" if public else "private, no-store"
    return for_any_page(answer) if public else answer


def real_date(year: str, month: str, day: str) -> datetime.date | None:
    """The date that three numbers make; None where there is no such day."""
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
