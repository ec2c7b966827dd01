"""The archive of quotations, and each quotation at its own address.

Every view takes one instant, and shows what is live at that instant.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from editions.models import EditionQuote
from editions.paging import Page
from editions.quotation import Dropped, quotation, stands_at
from editions.quoting import QuoteFilter
from editions.reading import Expired, Withdrawn
from editions.suggesting import suggestion

BRIEFS_A_PAGE = 10


class QuotesPage(Page):
    """A page of the archive: the quotations of fewer briefs than a list of briefs has, for they are read in full."""

    size = BRIEFS_A_PAGE


@cache_control(public=True, no_cache=True)
@require_safe
def quotes(request: HttpRequest) -> HttpResponse:
    """The quotations that fit a filter, newest first, under their briefs, and what narrows them further.

    A question that names an issue or expert by a former address is led to the present one for good.
    """
    at = timezone.now()
    wanted = QuoteFilter.parse(request.GET, at)
    if wanted.moved:
        return redirect(f"{request.path}?{wanted.moved}", permanent=True)
    page = QuotesPage.read(wanted, at, request.GET, wanted.address(), wanted.beside)
    total, problems = wanted.total(at), wanted.problems + page.problems
    context = {
        "wanted": wanted,
        "page": page,
        "suggestion": suggestion(wanted, total, at),
        "problems": problems,
        "total": total,
        "choices": wanted.choices(total, at),
        "voices": wanted.voices(at),
    }
    return render(request, "editions/quotes.html", context, status=400 if problems else 200)


@cache_control(public=True, no_cache=True)
@require_safe
def quote(request: HttpRequest, key: str) -> HttpResponse:
    """A quotation as the present edition of its brief has it; 410 in words for one that was public once."""
    at = timezone.now()
    try:
        row = stands_at(key, at)
    except Withdrawn as gone:
        return render(request, "editions/quote_gone.html", {"expired": isinstance(gone, Expired)}, status=410)
    except Dropped as gone:
        return render(request, "editions/quote_gone.html", {"edition": gone.edition}, status=410)
    except EditionQuote.DoesNotExist:
        raise Http404 from None
    found = quotation(row, at)
    attribution = found.attributed(settings.NEWSROOM_NAME, request.build_absolute_uri(row.get_absolute_url()))
    return render(request, "editions/quote.html", {"quotation": found, "attribution": attribution})
