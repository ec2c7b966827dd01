"""The desk's own pages: its navigation, and its front page."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from briefs.admin.front import front

register = template.Library()

# The tables that staff go to, in the order of their days, with the word for each.
PLACES = {
    "Brief": "Briefs",
    "Expert": "Experts",
    "Issue": "Issues",
    "Edition": "Public record",
}
# Those that few go to, and not every day: folded together where there are several.
RARE = {
    "ReaderPhrase": "Paste phrases",
    "Entry": "Audit log",
    "DeskRules": "House rules",
    "User": "People",
    "Group": "Groups",
}


@register.inclusion_tag("admin/nav.html", takes_context=True)
def desk_nav(context: RequestContext) -> dict[str, Any]:
    """Links to what this person may see, the present one marked."""
    apps = context.get("available_apps") or []
    models = {model["object_name"]: model for app in apps for model in app["models"]}
    here = context["request"].path
    places, rare = links(PLACES, models), links(RARE, models)
    if "Brief" in models:
        places.insert(1, {"name": "Schedule", "url": reverse("admin:briefs_brief_schedule")})
    if len(rare) == 1:
        places, rare = places + rare, []
    at = max((each["url"] for each in places + rare if here.startswith(each["url"])), key=len, default="")
    front_page = reverse("admin:index")
    return {
        "places": places,
        "rare": rare,
        "at": at,
        "at_rare": at in [each["url"] for each in rare],
        "front": front_page,
        "at_front": here == front_page,
    }


def links(names: dict[str, str], models: dict[str, Any]) -> list[dict[str, str]]:
    """A link to each of the tables named that this person may see, as the admin's index tells them."""
    return [
        {"name": name, "url": url}
        for model, name in names.items()
        if model in models and (url := models[model]["admin_url"])
    ]


@register.filter
def ago(at: datetime.datetime) -> str:
    """How long ago that was, in one unit: “3 hours ago”."""
    minute = timezone.now() - datetime.timedelta(minutes=1)
    return "just now" if at > minute else f"{timesince(at, depth=1)} ago"


@register.simple_tag(takes_context=True)
def desk_front(context: RequestContext) -> dict[str, Any]:
    """What the front page shows whoever is signed in."""
    return front(context["request"].user)
