"""The house rules at the desk: one page, with nothing to add and nothing to delete."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from audit.desk import Logged
from audit.models import Act
from briefs.models import DeskRules


@admin.register(DeskRules)
class DeskRulesAdmin(Logged):
    """Until someone sets them, the rules are the defaults, and no row holds them."""

    fields = ["four_eyes"]
    told = {"four_eyes": Act.RULES}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> DeskRules | None:
        return DeskRules.now() if object_id == "1" else None

    def changelist_view(  # there is one page, not a list
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:briefs_deskrules_change", args=[1]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["show_save_and_continue"] = False  # there is nowhere else to go
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: DeskRules) -> HttpResponse:
        messages.success(request, "Saved. The rules hold from now on.")
        return HttpResponseRedirect(request.path)
