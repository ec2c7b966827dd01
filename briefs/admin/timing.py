"""When a brief goes out: publishing now or later, cancelling, expiry and embargo; the schedule board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefs import workflow
from briefs.admin.board import Board
from briefs.admin.limits import EmbargoPage, ExpiryPage, comes_down
from briefs.admin.release import SAID, ReleasePages, button, sent, when_form
from briefs.models import Brief, Status
from briefs.workflow import Move
from editions import embargo
from issues.colliding import begun_anew


def urls(model_admin: ModelAdmin[Brief]) -> list[URLPattern]:
    """The addresses of this part of the desk, under that of the briefs."""
    view, release = model_admin.admin_site.admin_view, ReleasePages(model_admin)
    pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
        "schedule/": ("schedule", require_safe(Board(model_admin).answer)),
        "when/": ("when", require_safe(release.when)),
        "<int:pk>/publish/": ("publish", begun_anew(release.publish)),
        "<int:pk>/editions/<int:edition>/cancel/": ("cancel", release.cancel),
        "<int:pk>/expiry/": ("expiry", ExpiryPage(model_admin).answer),
        "<int:pk>/embargo/": ("embargo", EmbargoPage(model_admin).answer),
    }
    return [path(address, view(page), name=f"briefs_brief_{name}") for address, (name, page) in pages.items()]


def panel(request: HttpRequest, brief: Brief | None) -> dict[str, Any]:
    """What this part's piece of a brief's form needs to be drawn; `brief` is None for a new one. One query."""
    now, form = timezone.now(), when_form(sent(request))
    standing = list(_to_come(brief)) if brief else []
    end, live = comes_down(standing), any(each.is_live(now) for each in standing)
    again = brief is not None and brief.status == Status.WITHDRAWN
    return {
        "when": form,
        "when_typed": bool(form.typed()),
        "release": button(form, live, again) | {"said_name": SAID, "live": live, "again": again},
        "waiting": [each for each in standing if each.is_pending(now)],
        "comes_down": end,
        "can_come_down": bool(standing),
        "under_embargo": brief is not None and embargo.in_force(brief, now),
        "may_schedule": request.user.has_perm(workflow.MOVES[Move.PUBLISH].permission),
        "may_embargo": request.user.has_perm(embargo.SET),
    }


def _to_come(brief: Brief) -> Any:
    return brief.editions.not_ended().select_related("published_by").defer("content").order_by("live_from")
