"""Pasting a brief: the page that takes a text, and the addresses of the page where it is reviewed."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from briefs.admin.source import SourcePage
from briefs.importing import texts
from briefs.importing.bringing_in import BroughtInBefore, NothingUnderstood, bring_in
from briefs.models import Brief, Source

REFUSED = 422


def urls(model_admin: Any) -> list[URLPattern]:
    """The addresses of the two pages, for the brief's own ModelAdmin to mount before its own."""
    view = model_admin.admin_site.admin_view
    return [
        path("paste/", view(PastePage(model_admin).answer), name="briefs_brief_paste"),
        path("<int:pk>/source/", view(SourcePage(model_admin).answer), name="briefs_brief_source"),
    ]


class PasteForm(forms.Form):
    """A text, typed or in a file; `cleaned_data["text"]` is whichever it was.

    The text is a plain field, because a CharField would refuse the stray control characters that pastes hold.
    """

    text = forms.Field(
        required=False,
        label="The text",
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "autofocus": True}),
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="Or a text file",
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
    )

    def clean(self) -> dict[str, Any]:
        given, file = (self.cleaned_data.get("text") or "").strip(), self.cleaned_data.get("file")
        if given and file is not None:
            self.add_error("file", "Give a text or a file, not both: which of the two is the brief?")
        elif file is not None:
            self.take(file)
        elif not given:
            self.add_error("text", "Paste a text here, or choose a .txt file.")
        return self.cleaned_data

    def take(self, file: Any) -> None:
        """Let the file's text stand in the field, where it stays when it is refused for something else."""
        try:
            text = texts.read(file, file.size)
        except texts.Unreadable as refusal:
            self.add_error("file", f"{file.name}: {refusal}")
        else:
            self.cleaned_data["text"] = text
            self.data = {"text": text}


class PastePage:
    """`paste/`: shows the form, and makes a draft of what it is given."""

    def __init__(self, model_admin: Any) -> None:
        self.model_admin = model_admin

    def answer(self, request: HttpRequest) -> HttpResponse:
        if not self.model_admin.has_add_permission(request):
            raise PermissionDenied("You may not write briefs.")
        if request.method != "POST":
            return self.page(request, PasteForm())
        form = PasteForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, form)
        try:
            brought = bring_in(form.cleaned_data["text"], cast(User, request.user), "again" in request.POST)
        except BroughtInBefore as before:
            return self.page(request, form, before=before.source)
        except (texts.Unreadable, NothingUnderstood) as refusal:
            form.add_error("text", str(refusal))
            return self.page(request, form)
        return self.brought_in(request, brought.source)

    def brought_in(self, request: HttpRequest, source: Source) -> HttpResponse:
        self.model_admin.log_addition(request, source.brief, "Read from a pasted text.")
        messages.success(request, "The draft is saved. See below what became of each line of the text.")
        return HttpResponseRedirect(reverse("admin:briefs_brief_source", args=[source.brief.pk]))

    def page(self, request: HttpRequest, form: PasteForm, before: Source | None = None) -> HttpResponse:
        more = {"form": form, "before": before}
        answer = self.model_admin.page(request, "paste", Brief(), "Paste a brief", **more)
        answer.status_code = REFUSED if form.errors or before else 200
        return cast(HttpResponse, answer)
