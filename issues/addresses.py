"""Web addresses that outlive the form: once a page has one, links to it keep working."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect

from issues.lasting import Lasting

STAYS = "The address stays as it is, so that links to this page keep working. To change it, press Rename."


class LastingAddress:
    """For a ModelAdmin whose rows have a `slug`: it is chosen when the row is added, and shown alone from then on."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)  # type: ignore[misc]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        told = {"help_texts": {"slug": STAYS}} if obj else {}
        return super().get_form(request, obj, change, **told, **kwargs)  # type: ignore[misc]


def moved(request: HttpRequest, row: Lasting | None) -> HttpResponsePermanentRedirect:
    """The way from a former address of `row` to its present one, with the query string. Raises Http404 for None."""
    if row is None:
        raise Http404
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(row.get_absolute_url() + (f"?{query}" if query else ""))
