"""Preview links for outsiders: made, listed and revoked, beside a brief's form and on a page of their own."""

from __future__ import annotations

import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from briefs import sharing
from briefs.admin.unsaved import name_of
from briefs.models import Brief, PreviewLink, Revision
from briefs.richtext import without_controls
from briefs.sharing import NotShared

REFUSED = 422
FRAGMENT = "admin/briefs/brief/sharing_links.html"
SHOWN = 50
OTHER = "other"
LASTING = [
    ("1", "1 day"),
    ("3", "3 days"),
    ("7", "1 week"),
    ("30", "30 days"),
    (OTHER, "until a moment of my choice"),
]


def urls(model_admin: Any) -> list[URLPattern]:
    """The addresses of this part of the desk, under that of the briefs."""
    view, page = model_admin.admin_site.admin_view, PreviewsPage(model_admin)
    return [
        path("<int:pk>/previews/", view(page.previews), name="briefs_brief_previews"),
        path("<int:pk>/previews/<int:link>/", view(require_POST(page.revoke)), name="briefs_brief_revoke"),
    ]


def panel(request: HttpRequest, brief: Brief | None) -> dict[str, Any]:
    """What this part's piece of a brief's form needs to be drawn; `brief` is None for a new one."""
    shown = brief is not None and request.user.has_perm("briefs.change_brief")
    return {"sharing": board(request, brief) if brief is not None and shown else None}


class ShareForm(forms.Form):
    """Which version, for whom, and for how long; `end()` is the end as an instant."""

    prefix = "share"

    version = forms.TypedChoiceField(
        coerce=int,
        error_messages={
            "required": "Choose which version to show.",
            "invalid_choice": "This brief has no such version. Choose one from the list.",
        },
    )
    recipient = forms.CharField(
        label="For whom",
        required=False,
        max_length=120,
        help_text="A name to know the link by. It stands on the preview, too.",
    )
    lasting = forms.ChoiceField(
        label="How long it lasts",
        choices=LASTING,
        initial="3",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose how long it lasts."),
    )
    until = forms.DateTimeField(
        label="Its last moment",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "There is no such moment. Write it as 2024-03-14 09:30."},
    )

    def __init__(self, brief: Brief, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        versions = brief.revisions.select_related("saved_by").defer("content").order_by("-number")
        self.fields["version"].choices = [(each.number, described(each)) for each in versions]  # type: ignore[attr-defined]

    def clean_recipient(self) -> str:
        return without_controls(self.cleaned_data["recipient"])

    def clean(self) -> dict[str, Any]:
        until_given = self.cleaned_data.get("until") or "until" in self.errors
        if self.cleaned_data.get("lasting") == OTHER and not until_given:
            self.add_error("until", "Say until when.")
        return self.cleaned_data

    def end(self) -> datetime.datetime:
        lasting: str = self.cleaned_data["lasting"]
        if lasting == OTHER:
            return cast(datetime.datetime, self.cleaned_data["until"])
        return timezone.now() + datetime.timedelta(days=int(lasting))


def described(revision: Revision) -> str:
    """A version as the list of versions names it."""
    saved = date_format(timezone.localtime(revision.saved_at), "j M, H:i")
    by = revision.saved_by
    who = f" by {name_of(by)}" if by else ""
    name = f", “{revision.name}”" if revision.name else ""
    return f"{revision.number}{name}, saved {saved}{who}"


def board(request: HttpRequest, brief: Brief, form: ShareForm | None = None) -> dict[str, Any]:
    """The preview links of a brief and the form for a new one, for its templates. Two queries."""
    may_share, now = request.user.has_perm(sharing.PERMISSION), timezone.now()
    found = PreviewLink.objects.filter(revision__brief=brief).defer("revision__content")
    links = list(found.select_related("revision", "made_by", "revoked_by")[:SHOWN])
    given = {"version": asked} if (asked := request.GET.get("version")) else {}
    return {
        "brief": brief,
        "open": [link for link in links if link.is_open(now)],
        "ended": [link for link in links if not link.is_open(now)],
        "may_share": may_share,
        "form": (form or ShareForm(brief, initial=given)) if may_share else None,
    }


class PreviewsPage:
    """What is asked and done about preview links: by the form's script, which takes JSON, or by a plain page."""

    def __init__(self, model_admin: Any) -> None:
        self.model_admin = model_admin

    def previews(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lists them on GET; makes one on POST, and this answer alone holds its address."""
        brief = self.brief(request, pk)
        if request.method != "POST":
            return self.answer(request, brief)
        form = ShareForm(brief, request.POST)
        if form.is_valid():
            try:
                return self.made(request, brief, form)
            except NotShared as refusal:
                form.add_error(refusal.field, str(refusal))
        elif not request.user.has_perm(sharing.PERMISSION):
            raise PermissionDenied
        return self.answer(request, brief, form, status=REFUSED)

    def made(self, request: HttpRequest, brief: Brief, form: ShareForm) -> HttpResponse:
        wanted = form.cleaned_data
        user = cast(User, request.user)
        link, token = sharing.share(brief, wanted["version"], user, form.end(), wanted["recipient"])
        address = request.build_absolute_uri(reverse("preview", args=[token]))
        return self.answer(request, brief, made=link, address=address)

    def revoke(self, request: HttpRequest, pk: int, link: int) -> HttpResponse:
        brief = self.brief(request, pk)
        try:
            sharing.revoke(brief, link, cast(User, request.user))
        except NotShared as refusal:
            raise Http404(str(refusal)) from None
        if not request.accepts("text/html"):
            return self.answer(request, brief)
        messages.success(request, "Revoked. The link shows nothing any more.")
        return HttpResponseRedirect(reverse("admin:briefs_brief_previews", args=[brief.pk]))

    def brief(self, request: HttpRequest, pk: int) -> Brief:
        brief = Brief.objects.filter(pk=pk).first()
        if brief is None:
            raise Http404("There is no such brief.")
        if not request.user.has_perm("briefs.change_brief"):
            raise PermissionDenied
        return brief

    def answer(
        self,
        request: HttpRequest,
        brief: Brief,
        form: ShareForm | None = None,
        status: int = 200,
        **made: Any,
    ) -> HttpResponse:
        context = {"sharing": board(request, brief, form), **made}
        if not request.accepts("text/html"):
            html = render_to_string(FRAGMENT, context, request)
            said = "The link is made. Copy its address now." if made else "Revoked." if not form else ""
            answer: HttpResponse = JsonResponse({"html": html, "said": said}, status=status)
        else:
            title = f"Preview links of “{brief}”"
            answer = self.model_admin.page(request, "previews", brief, title, **context)
            answer.status_code = status
        answer["Cache-Control"] = "private, no-store"
        return answer
