"""The desk's own pages: its navigation, and its front page."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Q
from django.template.context import RequestContext
from django.urls import reverse

from briefs.admin.standing import with_edits_waiting
from briefs.models import Brief, Status
from editions.models import Edition

register = template.Library()

SHOWN = 6
# The tables that staff go to, in the order of their days, with the word for each.
PLACES = {
    "Brief": "Briefs",
    "Expert": "Experts",
    "Issue": "Issues",
    "Edition": "Public record",
    "ReaderPhrase": "Paste phrases",
    "User": "People",
    "Group": "Groups",
}


@register.inclusion_tag("admin/nav.html", takes_context=True)
def desk_nav(context: RequestContext) -> dict[str, Any]:
    """Links to what this person may see, the present one marked."""
    apps = context.get("available_apps") or []
    models = {model["object_name"]: model for app in apps for model in app["models"]}
    here = context["request"].path
    return {
        "places": [
            {"name": name, "url": url, "here": here.startswith(url)}
            for model, name in PLACES.items()
            if model in models and (url := models[model]["admin_url"])
        ],
        "front": reverse("admin:index"),
        "at_front": here == reverse("admin:index"),
    }


@register.simple_tag
def desk_front() -> dict[str, Any]:
    """What the front page shows: drafts, live briefs with edits that wait, and what was published last."""
    briefs = with_edits_waiting(Brief.objects.all())
    published = Edition.objects.select_related("brief", "published_by").defer("content")
    return {
        "drafts": briefs.filter(status=Status.DRAFT).select_related("created_by")[:SHOWN],
        "waiting": briefs.filter(Q(edits_waiting=True), status=Status.PUBLISHED)[:SHOWN],
        "published": published.order_by("-live_from", "-pk")[:SHOWN],
    }
