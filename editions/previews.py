"""One version of a brief, shown to an outsider who was given its address. Nothing else of the desk is had here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefs import sharing
from editions.reading import unpublished

PRIVATE = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The version that a token opens. Every token that opens none gets the same answer, whatever became of it."""
    at = timezone.now()
    link = sharing.find(token, at)
    if link is None:
        return render_private(request, "editions/no_preview.html", {}, status=404)
    if is_look(request):
        sharing.count_view(link, at)
    article = unpublished(link.revision.value(), at)
    return render_private(request, "editions/preview.html", {"article": article, "link": link})


def is_look(request: HttpRequest) -> bool:
    """Whether this is someone who opens the page, as far as that can be told.

    HEAD is not, nor what a browser fetches ahead, nor a fetch that is no navigation (Fetch Metadata, W3C), nor a
    colleague at the desk. A mail scanner that asks the way a browser does is counted.
    """
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    navigates = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return request.method == "GET" and navigates and not ahead and not request.user.is_authenticated


def render_private(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """A page that no search engine may keep, no cache may hold, and no link gives away."""
    answer = render(request, template, context, status=status)
    for name, value in PRIVATE.items():
        answer[name] = value
    return answer
