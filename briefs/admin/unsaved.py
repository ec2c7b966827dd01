"""What is typed and not yet saved: after each pause the page sends its form here, and is told what the page needs.

The answers are JSON, and an end of the sign-in is one of them: a script can't follow a redirect to a page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.views.decorators.cache import never_cache

from briefs.admin import brought_back, preview
from briefs.admin.binding import Replaying, bind
from briefs.admin.standing import revisions_of
from briefs.content import new_key
from briefs.copydesk import findings
from briefs.forms.content import FormContent, content_of
from briefs.models import Autosave, Brief, Presence
from briefs.richtext import without_controls
from briefs.unsaved import AlreadySaved, is_token
from briefs.wordcount import length

LARGEST = 2_000_000  # characters of one form
LATEST = 2**31 - 1
NO_WORDS = {"csrfmiddlewaretoken", "keep", "preview"}
SIGNED_OUT = "Your sign-in has ended."
TOO_LARGE = (
    "This brief is too long to be kept while you type: more than two million characters. "
    "Save it now; what you type stays on this page until then."
)
NO_NAME = "This page is too old to keep words while you type. Save them, then reload it."

View = Callable[..., HttpResponse]


def urls(model_admin: ModelAdmin[Brief]) -> list[URLPattern]:
    """The addresses of this part of the desk, under that of the briefs."""
    desk = UnsavedDesk(model_admin)
    return [
        path("unsaved/", desk.for_signed_in(desk.pause), name="briefs_brief_unsaved_new"),
        path("<int:pk>/unsaved/", desk.for_signed_in(desk.pause), name="briefs_brief_unsaved"),
        path("<int:pk>/present/", desk.for_signed_in(desk.present), name="briefs_brief_present"),
        *preview.urls(model_admin),
        *brought_back.urls(model_admin),
    ]


def panel(request: HttpRequest, brief: Brief | None) -> dict[str, Any]:
    """What this part's piece of a brief's form needs to be drawn; `brief` is None for a new one. Two queries."""
    where = [brief.pk] if brief else []
    name = "briefs_brief_unsaved" if brief else "briefs_brief_unsaved_new"
    return {
        "form_token": token(request),
        "brought_back": brought_back.brought_back(request),
        "offers": brought_back.offers(request, brief),
        "present": others(brief, editor(request)) if brief else [],
        "unsaved_url": reverse(f"admin:{name}", args=where),
        "present_url": reverse("admin:briefs_brief_present", args=where) if brief else "",
        "preview_url": reverse(f"admin:briefs_brief_preview{'' if brief else '_new'}", args=where),
    }


def token(request: HttpRequest) -> str:
    """The name of the form on this page: the one it had, or a new one."""
    had = request.POST.get("form_token") or request.GET.get("unsaved", "")
    return had if is_token(had) else new_key()


class UnsavedWords(Replaying):
    """An admin whose form can be opened with words that were kept, and which keeps none that were saved."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        brought_back.open_with_words(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        Autosave.objects.settle(editor(request), request.POST.get("form_token", ""), timezone.now())


class UnsavedDesk:
    """What the script of a brief's form asks for."""

    def __init__(self, model_admin: Any) -> None:
        self.model_admin = model_admin

    def for_signed_in(self, view: View) -> View:
        """`view` for POST; a GET says who is signed in, and gives the token that the next POST needs."""

        def answer(request: HttpRequest, **where: Any) -> HttpResponse:
            if not self.model_admin.admin_site.has_permission(request):
                return refusal(SIGNED_OUT, 401)
            if request.method != "POST":
                return JsonResponse({"signed_in": name_of(editor(request)), "csrf": get_token(request)})
            return view(request, **where)

        return never_cache(answer)

    def pause(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Someone stopped typing: keep the words if asked to, and say what becomes of them."""
        brief = self.model_admin.get_object(request, str(pk)) if pk else None
        if not self.may_write(request, brief):
            return refusal("You may not change this brief.", 403)
        if sum(len(name) + len(value) for name, value in pairs(request)) > LARGEST:
            return refusal(TOO_LARGE, 413)
        if "keep" in request.POST and not is_token(request.POST.get("form_token", "")):
            return refusal(NO_NAME, 400)
        form, formsets = bind(self.model_admin, request, brief)
        said = content_of(form, formsets)
        answer = told(request, said, brief) | {"gone": pk is not None and brief is None}
        if "keep" in request.POST:
            answer |= keep(request, said, form.cleaned_data.get("version"), brief)
        return JsonResponse(answer | around(request, brief, typed="keep" in request.POST))

    def present(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page is still open, or is being left."""
        brief = self.model_admin.get_object(request, str(pk))
        if brief is None:
            return JsonResponse({"gone": True})
        if not self.model_admin.has_view_or_change_permission(request, brief):
            return refusal("You may not see this brief.", 403)
        if "leaving" in request.POST:
            Presence.objects.filter(brief=brief, person=editor(request)).delete()
            return JsonResponse({})
        return JsonResponse(around(request, brief, typed="typed" in request.POST))

    def may_write(self, request: HttpRequest, brief: Brief | None) -> bool:
        if brief is None:
            return bool(self.model_admin.has_add_permission(request))
        return bool(self.model_admin.has_change_permission(request, brief))


def told(request: HttpRequest, said: FormContent, brief: Brief | None) -> dict[str, Any]:
    """What the words themselves give: their length, what the copy desk finds, and their page if it is looked at."""
    shown = "preview" in request.POST
    return {
        "title": said.content.title,
        "counts": counts(said),
        "findings": findings(said.content, said.prefixes, brief),
        "preview": render_to_string("editions/brief.html", preview.context(said.content), request)
        if shown
        else None,
    }


def counts(said: FormContent) -> dict[str, int]:
    """Words by the prefix of the fields that they stand in, in all, and the minutes of reading."""
    long = length(said.content)
    parts = [*zip(said.prefixes["quotes"], long.quotes, strict=True)]
    parts += zip(said.prefixes["sections"], long.sections, strict=True)
    return dict(parts) | {"developments": long.developments, "total": long.total, "minutes": long.minutes}


def keep(request: HttpRequest, said: FormContent, version: int | None, brief: Brief | None) -> dict[str, Any]:
    """Keep the words for their author alone; says when, or that this very form was saved meanwhile."""
    now = timezone.now()
    words: dict[str, Any] = {
        "brief": brief,
        "version": version if version and 0 < version <= LATEST else 0,
        "fields": [list(pair) for pair in pairs(request)],
        "title": said.content.title[:300],
    }
    try:
        Autosave.objects.keep(editor(request), request.POST["form_token"], now, **words)
    except AlreadySaved:
        return {"settled": new_key()}
    return {"saved_at": clock(now)}


def around(request: HttpRequest, brief: Brief | None, *, typed: bool) -> dict[str, Any]:
    """Who else has the brief open, and its newest version; this person is marked as being here."""
    if brief is None:
        return {"present": [], "newest": 0}
    try:
        with transaction.atomic():
            Presence.objects.seen(brief.pk, editor(request), timezone.now(), typed=typed)
    except IntegrityError:
        return {"present": [], "newest": 0, "gone": True}
    newest = revisions_of(brief).first()
    return {
        "present": others(brief, editor(request)),
        "newest": newest.number if newest else 0,
        "newest_by": name_of(newest.saved_by) if newest and newest.saved_by else "Someone",
        "newest_at": clock(newest.saved_at) if newest else "",
    }


def others(brief: Brief, person: User) -> list[dict[str, Any]]:
    now = timezone.now()
    beside = Presence.objects.beside(brief.pk, person, now)
    return [{"name": name_of(each.person), "typing": each.typing(now)} for each in beside]


def pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form and what stands in them, as the browser sent them."""
    return [
        (without_controls(name), without_controls(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in NO_WORDS
    ]


def refusal(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


def clock(at: Any) -> str:
    return time_format(timezone.localtime(at), "H:i")


def name_of(person: Any) -> str:
    """What a colleague is called where there is little room."""
    return str(person.get_short_name() or person.get_username())


def editor(request: HttpRequest) -> User:
    return cast(User, request.user)
