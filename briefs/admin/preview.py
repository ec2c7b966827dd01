"""The page of a brief before anyone saves or publishes it: from the form as it stands."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from briefs.admin.binding import bind
from briefs.content import Content
from briefs.forms.content import content_of
from briefs.models import Brief
from editions.reading import unpublished


def urls(model_admin: ModelAdmin[Brief]) -> list[URLPattern]:
    def view(request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return answer(model_admin, request, pk)

    wrapped = model_admin.admin_site.admin_view(view)
    return [
        path("preview/", wrapped, name="briefs_brief_preview_new"),
        path("<int:pk>/preview/", wrapped, name="briefs_brief_preview"),
    ]


def answer(model_admin: Any, request: HttpRequest, pk: int | None) -> HttpResponse:
    """The whole page of what the form says. Asked for without a form, it leads back to the form."""
    brief = model_admin.get_object(request, str(pk)) if pk else None
    allowed = model_admin.has_change_permission if brief else model_admin.has_add_permission
    if not (allowed(request, brief) if brief else allowed(request)):
        raise PermissionDenied("You may not change this brief.")
    if request.method != "POST":
        name, where = ("change", [brief.pk]) if brief else ("add", [])
        return HttpResponseRedirect(reverse(f"admin:briefs_brief_{name}", args=where))
    return page(request, content_of(*bind(model_admin, request, brief)).content)


@never_cache
def page(request: HttpRequest, content: Content) -> HttpResponse:
    """The page of words that are not public, kept by no browser and no search engine."""
    shown = render(request, "editions/brief.html", context(content))
    shown["X-Robots-Tag"] = "noindex, nofollow"
    return shown


def context(content: Content) -> dict[str, Any]:
    return {"article": unpublished(content, timezone.now())}
