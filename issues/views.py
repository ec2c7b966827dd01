"""The pages of issues: all of them with their counts, each with its briefs, and which come up together.

Every view takes one instant, and shows what is live at that instant.
"""

import datetime
from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from editions import coverage, drawing
from editions.clicking import Choice
from editions.facets import issue_tree
from editions.filters import BriefFilter
from editions.matrix import matrix as matrix_of
from editions.models import Edition, with_issues
from editions.paging import Page
from issues.addresses import moved
from issues.families import Families
from issues.models import Issue

TOGETHER = 8


@cache_control(public=True, no_cache=True)
@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    """Every issue, each under its parent, with the number of live briefs about it."""
    return render(request, "issues/issues.html", {"tree": issue_tree(timezone.now())})


@cache_control(public=True, no_cache=True)
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """How many briefs are on two issues at once, and on one issue month by month."""
    asked = request.GET.get("page", "1")
    shown = (
        matrix_of(timezone.now(), int(asked))
        if asked.isascii() and asked.isdigit() and len(asked) < 5
        else None
    )
    if shown is None:
        raise Http404
    return render(request, "issues/matrix.html", {"matrix": shown})


@cache_control(public=True, no_cache=True)
@require_safe
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """An issue: what it is, how it is covered, and the live briefs about it, newest first.

    An address that it had before leads to the present one for good.
    """
    at = timezone.now()
    found = Issue.objects.select_related("parent", "introduction").filter(slug=slug).first()
    if found is None:
        return moved(request, Issue.objects.formerly_at([slug]).get(slug))
    wanted = BriefFilter(issues=(found,))
    page = Page.read(wanted, at, request.GET, found.get_absolute_url(), with_issues)
    total = wanted.total(at)
    choices = wanted.choices(total, at)
    context = {
        "issue": found,
        "wanted": wanted,
        **relatives(found, wanted.families),
        "page": page,
        "total": total,
        "choices": choices,
        **({} if page.after else opening(found, wanted, choices, at)),
    }
    return render(request, "issues/issue.html", context, status=400 if page.problems else 200)


def relatives(issue: Issue, families: Families) -> dict[str, list[Issue]]:
    """The issues that `issue` belongs to, the widest first, and those right under it, by name. One query."""
    wider, narrower = families.line(issue.pk)[:0:-1], families.children.get(issue.pk, [])
    found = Issue.objects.in_bulk([*wider, *narrower])
    children = sorted((found[key] for key in narrower if key in found), key=attrgetter("name"))
    return {"wider": [found[key] for key in wider if key in found], "children": children}


def opening(
    issue: Issue, wanted: BriefFilter, choices: list[Choice], at: datetime.datetime
) -> dict[str, Any]:
    """What the first page of an issue shows before the list."""
    covered = coverage.timeline(wanted, at)
    own = wanted.families.below(issue.pk)
    together = [choice for choice in choices if choice.issue.pk not in own][:TOGETHER]
    return {
        "introduction": getattr(issue, "introduction", None),
        "pinned": coverage.pinned(issue, Edition.objects.live(at)),
        "timeline": covered,
        "bars": drawing.bars(covered.recent),
        "together": together,
        "voices": coverage.voices(wanted, at),
    }
