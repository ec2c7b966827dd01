"""The pages of briefs: the newest, lists of them by what they are about, and each for itself.

Every view takes one instant, and shows what is live at that instant.
"""

import datetime
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions.facets import issue_counts
from editions.filters import FIELDS, BriefFilter
from editions.models import Edition
from editions.paging import Page
from editions.reading import Withdrawn, article, stands_at

ON_HOME = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest brief at large, those before it in brief, and what they are about. Filters live at /briefs/."""
    if any(field in request.GET for field in (*FIELDS, "after")):
        return redirect(f"{reverse('briefs')}?{request.GET.urlencode()}", permanent=True)
    live = Edition.objects.live(timezone.now())
    newest = list(live.newest_first().prefetch_related("issues")[:ON_HOME])
    context = {"lead": newest[:1], "latest": newest[1:], "counts": issue_counts(live)}
    return render(request, "editions/home.html", context)


@require_safe
def briefs(request: HttpRequest) -> HttpResponse:
    """The briefs that fit a filter, newest first, and what else they are about."""
    at = timezone.now()
    wanted = BriefFilter.parse(request.GET, at)
    page = Page.read(wanted, at, request.GET, wanted.address(), beside="issues")
    total, problems = wanted.editions(at).count(), wanted.problems + page.problems
    context = {
        "wanted": wanted,
        "page": page,
        "problems": problems,
        "total": total,
        "choices": wanted.choices(total, at),
    }
    return render(request, "editions/briefs.html", context, status=400 if problems else 200)


@require_safe
def brief(request: HttpRequest, year: str, month: str, day: str, slug: str) -> HttpResponse:
    """A brief. An address that it had once, or that has only its date wrong, leads to the present one for good."""
    at = timezone.now()
    try:
        edition = stands_at(real_date(year, month, day), slug, at)
    except Withdrawn:
        return render(request, "410.html", status=410)
    except Edition.DoesNotExist:
        raise Http404 from None
    if request.path != unquote(edition.get_absolute_url()):
        return redirect(edition, permanent=True)
    return render(request, "editions/brief.html", {"article": article(edition, at)})


def real_date(year: str, month: str, day: str) -> datetime.date | None:
    """The date that three numbers make; None where there is no such day."""
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
