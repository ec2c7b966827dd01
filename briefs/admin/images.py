"""The lead image: taken in as soon as its file is chosen, so that autosave and preview know it before the save."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from briefs.models import Brief
from editions import uploading


def urls(model_admin: "ModelAdmin[Brief]") -> list[URLPattern]:
    """The address that pictures are sent to."""

    @require_POST
    def take_in(request: HttpRequest) -> HttpResponse:
        if not (model_admin.has_add_permission(request) or model_admin.has_change_permission(request)):
            raise PermissionDenied("You may not change briefs.")
        return uploading.take_in(request)

    return [path("images/", model_admin.admin_site.admin_view(take_in), name="briefs_brief_images")]


def panel(request: HttpRequest, brief: Brief | None) -> dict[str, Any]:
    """The brief's picture, as the page's script shows it."""
    return {"lead_image": uploading.shown(brief.image) if brief and brief.image else None}
