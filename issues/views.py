"""The pages of issues: all of them with their counts, and each with its briefs.

Every view takes one instant, and shows what is live at that instant.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions.facets import issue_tree
from editions.filters import BriefFilter
from editions.models import Edition
from editions.paging import Page
from issues.models import Issue


@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    """Every issue, each under its parent, with the number of live briefs about it."""
    live = Edition.objects.live(timezone.now())
    return render(request, "issues/issues.html", {"tree": issue_tree(live)})


@require_safe
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """An issue: what it is, the wider and the narrower ones, and the live briefs about it, newest first."""
    at = timezone.now()
    found = get_object_or_404(Issue.objects.select_related("parent"), slug=slug)
    wanted = BriefFilter(issues=(found,))
    page = Page.read(wanted, at, request.GET, found.get_absolute_url(), beside="issues")
    total = wanted.editions(at).count()
    context = {
        "issue": found,
        "children": found.children.in_order(),
        "page": page,
        "total": total,
        "choices": wanted.choices(total, at),
    }
    return render(request, "issues/issue.html", context, status=400 if page.problems else 200)
