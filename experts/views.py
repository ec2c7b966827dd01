"""The pages of experts: who is quoted, and each person with every quotation.

Every view takes one instant, and shows what is live at that instant: an expert without a live quotation has no page.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from editions import voices
from editions.facets import quoted
from editions.filters import BriefFilter
from editions.paging import Page
from editions.quoting import QuoteFilter
from issues.addresses import moved


@cache_control(public=True, no_cache=True)
@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    """Everyone whom a live brief quotes, under the letters of their family names."""
    letters = voices.index(timezone.now())
    people = sum(len(each.speakers) for each in letters)
    return render(request, "experts/experts.html", {"letters": letters, "people": people})


@cache_control(public=True, no_cache=True)
@require_safe
def expert(request: HttpRequest, slug: str) -> HttpResponse:
    """A person: who they are today and were over time, what they speak on, and each quotation with the title they had
    that day, newest first.

    An address that they had before leads to the present one for good.
    """
    at = timezone.now()
    found = quoted(at).select_related("portrait").filter(slug=slug).first()
    if found is None:
        return moved(request, quoted(at).formerly_at([slug]).get(slug))
    said = QuoteFilter(expert=found)
    page = Page.read(said, at, request.GET, found.get_absolute_url(), said.beside)
    career, wanted = voices.career(said, at), BriefFilter(expert=found, families=said.families)
    context = {
        "expert": found,
        "wanted": wanted,
        "page": page,
        "total": wanted.total(at),
        "quotations": career.total,
        "career": career,
        "said": said,
        "choices": said.choices(career.total, at),
    }
    return render(request, "experts/expert.html", context, status=400 if page.problems else 200)
