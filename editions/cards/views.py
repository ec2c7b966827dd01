"""The addresses of cards: a card is handed out while its page is public and says what the card says.

Every view takes one instant. An address with other words in its name, or of another size, than there is now leads to
the present card; that of a page which is not public is as unknown, or as gone, as the page.
"""

from __future__ import annotations

from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from editions.cards import addresses
from editions.cards.addresses import Placed
from editions.cards.keeping import picture_of
from editions.facets import quoted
from editions.models import Edition, EditionQuote
from editions.quotation import Dropped
from editions.quotation import stands_at as quotation_at
from editions.reading import Expired, Withdrawn, stands_at
from editions.site import for_any_page
from editions.views import real_date
from issues.lasting import LastingQuerySet, Row
from issues.models import Issue


@require_safe
def brief(request: HttpRequest, slug: str, size: str, **named: str) -> HttpResponseBase:
    day = real_date(named["year"], named["month"], named["day"])
    try:
        edition = stands_at(day, slug, timezone.now())
    except Withdrawn as gone:
        return render(request, "410.html", {"expired": isinstance(gone, Expired)}, status=410)
    except Edition.DoesNotExist:
        raise Http404 from None
    return handed_out(request, addresses.of_brief(edition, edition.value()), size)


@require_safe
def quotation(request: HttpRequest, key: str, digest: str, size: str) -> HttpResponseBase:
    try:
        row = quotation_at(key, timezone.now())
    except (Withdrawn, Dropped) as gone:
        expired = isinstance(gone, Expired)
        return render(request, "editions/quote_gone.html", {"expired": expired}, status=410)
    except EditionQuote.DoesNotExist:
        raise Http404 from None
    return handed_out(request, addresses.of_quotation(row.edition.value(), row), size)


@require_safe
def issue(request: HttpRequest, slug: str, digest: str, size: str) -> HttpResponseBase:
    return handed_out(request, addresses.of_issue(standing(Issue.objects.all(), slug)), size)


@require_safe
def expert(request: HttpRequest, slug: str, digest: str, size: str) -> HttpResponseBase:
    return handed_out(request, addresses.of_expert(standing(quoted(timezone.now()), slug)), size)


@require_safe
def page(request: HttpRequest, name: str, digest: str, size: str) -> HttpResponseBase:
    return handed_out(request, addresses.of_page(name), size)


@require_safe
def newsroom(request: HttpRequest, digest: str, size: str) -> HttpResponseBase:
    return handed_out(request, addresses.of_newsroom(), size)


def standing(rows: LastingQuerySet[Row], slug: str) -> Row:
    """Whose address is, or was once, `slug`. Raises Http404."""
    if found := rows.filter(slug=slug).first() or rows.formerly_at([slug]).get(slug):
        return found
    raise Http404


def handed_out(request: HttpRequest, placed: Placed, size: str) -> HttpResponseBase:
    """The card, if the request names it as it is now; else the way to it."""
    present = placed.address(size)
    if request.path != unquote(present):
        return redirect(present)
    etag = f'"{placed.card.digest()}-{size}"'
    answer = get_conditional_response(request, etag=etag) or HttpResponse(
        picture_of(placed.card, size), content_type="image/png"
    )
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, no-cache"  # every use is asked for, so that a card goes with its page
    return for_any_page(answer)
