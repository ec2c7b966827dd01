"""Words that were kept and not saved, offered to their author again: looked at, brought back, or thrown away."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from briefs.admin import preview
from briefs.admin.binding import bind, replay
from briefs.content import new_key
from briefs.forms.content import content_of
from briefs.models import Autosave, Brief
from briefs.unsaved import is_token

MOST = 5


def urls(model_admin: ModelAdmin[Brief]) -> list[URLPattern]:
    def look(request: HttpRequest, kept: int) -> HttpResponse:
        return look_at(model_admin, request, kept)

    wrap = model_admin.admin_site.admin_view
    return [
        path("unsaved/<int:kept>/", wrap(require_safe(look)), name="briefs_brief_kept"),
        path("unsaved/<int:kept>/back/", wrap(require_POST(bring_back)), name="briefs_brief_bring_back"),
        path("unsaved/<int:kept>/away/", wrap(require_POST(throw_away)), name="briefs_brief_throw_away"),
    ]


def mine(request: HttpRequest) -> QuerySet[Autosave]:
    return Autosave.objects.of(cast(User, request.user)).select_related("brief")


def offers(request: HttpRequest, brief: Brief | None) -> list[Autosave]:
    """What this person typed into the brief, or into a new one, and neither saved nor has on the screen. One query."""
    if request.method == "POST" or brought_back(request):
        return []
    return list(mine(request).filter(brief=brief).defer("fields")[:MOST])


def look_at(model_admin: Any, request: HttpRequest, kept: int) -> HttpResponse:
    """The page of words that were kept."""
    words = get_object_or_404(mine(request), pk=kept)
    replay(request, words.fields)
    return preview.page(request, content_of(*bind(model_admin, request, words.brief)).content)


def bring_back(request: HttpRequest, kept: int) -> HttpResponse:
    """Open the form with the words in it, by a name of its own: the one they were typed into may still be open."""
    words = get_object_or_404(mine(request), pk=kept)
    name = new_key()
    if not mine(request).filter(pk=kept, form=words.form).update(form=name):
        messages.info(request, "These words were brought back a moment ago, in another tab.")
        return HttpResponseRedirect(form_of(words.brief))
    return HttpResponseRedirect(f"{form_of(words.brief)}?unsaved={name}")


def throw_away(request: HttpRequest, kept: int) -> HttpResponse:
    words = get_object_or_404(mine(request), pk=kept)
    brief = words.brief
    words.delete()
    messages.success(request, "Thrown away: the words that were not saved.")
    return HttpResponseRedirect(form_of(brief))


def open_with_words(request: HttpRequest, object_id: str | None) -> None:
    """Have the form that is about to be drawn hold the words that its address names, if they are this person's."""
    asked = request.GET.get("unsaved", "") if request.method == "GET" else ""
    words = mine(request).filter(form=asked).first() if is_token(asked) else None
    if words is not None and str(words.brief_id or "") == (object_id or ""):
        replay(request, words.fields)
        request.brought_back = words  # type: ignore[attr-defined]
    elif asked:
        messages.info(request, "These words are not here any more: they were saved or thrown away.")


def brought_back(request: HttpRequest) -> Autosave | None:
    """The words that the form of this page holds unsaved, if it was asked to."""
    return getattr(request, "brought_back", None)


def form_of(brief: Brief | None) -> str:
    return (
        reverse("admin:briefs_brief_change", args=[brief.pk]) if brief else reverse("admin:briefs_brief_add")
    )
