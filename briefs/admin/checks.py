"""The copy desk beside the form: what the checks find in the text as it is typed."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from briefs import copydesk
from briefs.composing import compose
from briefs.models import Brief

_KEY = re.compile(r"[0-9a-f]{64}")


def urls(model_admin: ModelAdmin[Brief]) -> list[URLPattern]:
    """The addresses of this part of the desk, under that of the briefs."""
    view = model_admin.admin_site.admin_view(require_POST(partial(advice, model_admin)))
    return [path("<path:object_id>/advice/", view, name="briefs_brief_advice")]


def panel(request: HttpRequest, brief: Brief | None) -> dict[str, Any]:
    """What this part's piece of a brief's form needs to be drawn; `brief` is None for a new one."""
    rows = copydesk.findings(compose(brief), None, brief) if brief else []
    return {
        "findings": rows,
        "to_mend": [_linked(row, brief) for row in rows if row["blocking"]],
        "to_consider": [_linked(row, brief) for row in rows if not row["blocking"] and not row["dismissed"]],
        "right_as_it_is": [_linked(row, brief) for row in rows if row["dismissed"]],
    }


def _linked(row: dict[str, Any], brief: Brief | None) -> dict[str, Any]:
    """A finding with the address of its place, which is on the form except for the pasted text's."""
    if row["field"] == "source" and brief:
        return row | {"href": reverse("admin:briefs_brief_source", args=[brief.pk])}
    place = f"id_{row['field']}"
    shown = row["words"] if row["words"] not in row["text"] else ""
    return row | {"href": f"#{place}", "goto": place, "shown": shown}


def advice(model_admin: ModelAdmin[Brief], request: HttpRequest, object_id: str) -> HttpResponse:
    """Set advice aside (`aside`, its key), or have it given again (`again`)."""
    brief = model_admin.get_object(request, unquote(object_id))
    if brief is None:
        raise Http404("There is no such brief.")
    if not model_admin.has_change_permission(request, brief):
        raise PermissionDenied("You may not change this brief.")
    aside = "aside" in request.POST
    key = request.POST.get("aside" if aside else "again", "")
    if not _KEY.fullmatch(key):
        return HttpResponseBadRequest(
            "This names no advice of the copy desk. Load the page again and choose there."
        )
    copydesk.set_aside(brief, key, cast(User, request.user), aside)
    if request.accepts("text/html"):
        return HttpResponseRedirect(reverse("admin:briefs_brief_change", args=[brief.pk]) + "#todo")
    return JsonResponse({"key": key, "dismissed": aside})
