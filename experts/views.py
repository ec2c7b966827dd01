"""The pages of experts: who is quoted, and each person with every quotation.

Every view takes one instant, and shows what is live at that instant: an expert without a live quotation has no page.
"""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions.facets import expert_counts, quoted
from editions.filters import BriefFilter
from editions.models import Edition, EditionQuote
from editions.paging import Page


@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    """Everyone whom a live brief quotes."""
    live = Edition.objects.live(timezone.now())
    return render(request, "experts/experts.html", {"counts": expert_counts(live)})


@require_safe
def expert(request: HttpRequest, slug: str) -> HttpResponse:
    """A person: who they are today, and each quotation with the title they had that day, newest first."""
    at = timezone.now()
    found = get_object_or_404(quoted(at), slug=slug)
    wanted = BriefFilter(expert=found)
    said = Prefetch(
        "quote_rows", EditionQuote.objects.filter(expert=found).order_by("position"), to_attr="said"
    )
    page = Page.read(wanted, at, request.GET, found.get_absolute_url(), beside=said)
    total = wanted.editions(at).count()
    context = {
        "expert": found,
        "wanted": wanted,
        "page": page,
        "total": total,
        "quotations": EditionQuote.objects.live(at).filter(expert=found).count(),
        "choices": wanted.choices(total, at),
    }
    return render(request, "experts/expert.html", context, status=400 if page.problems else 200)
