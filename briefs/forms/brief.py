"""The desk's form of a brief: what an editor may write into it; its parts are in `briefs.forms.parts`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from briefs.forms.image import ImageForm
from briefs.forms.language import LANGUAGE_FIELDS, LanguageForm
from briefs.models import Brief, BriefIssue, PhraseKind, ReaderPhrase, Revision, Status
from issues.choosing import KnowsFormerKeys, present
from issues.models import Issue

_ROW = re.compile(r"[0-9]{1,18}")
_MOVED = {
    Status.DRAFT: "It went back to being a draft after you opened it.",
    Status.REVIEW: "It was submitted for review after you opened it.",
    Status.APPROVED: "It was approved after you opened it.",
    Status.PUBLISHED: "It was published after you opened it: readers see it now.",
    Status.WITHDRAWN: "It was withdrawn after you opened it: readers no longer see it.",
}


class Suggesting(forms.TextInput):
    """A line of text with suggestions that it is free to leave."""

    def __init__(self, suggestions: Callable[[], Iterable[str]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        listed = f"{name}-suggestions"
        box = super().render(name, value, (attrs or {}) | {"list": listed, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}">', ((text,) for text in self.suggestions()))
        return format_html('{}<datalist id="{}">{}</datalist>', box, listed, options)


class ChooseIssues(KnowsFormerKeys, AutocompleteSelectMultiple):
    """The admin's autocomplete for issues."""

    def __init__(self) -> None:
        super().__init__(BriefIssue.tag.field, admin.site)


class IssuesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Known issues alone, in the order of their names. One that was merged meanwhile means what it was merged into."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Issue.objects.in_order(), widget=ChooseIssues(), **kwargs)

    def clean(self, value: Any) -> QuerySet[Issue]:
        if any(not _ROW.fullmatch(str(each)) for each in value or ()):
            raise ValidationError(
                "Choose issues from the list: one of these is not an issue that Dateline knows."
            )
        try:
            return super().clean(value)
        except ValidationError:
            return super().clean(present(Issue.objects, value or ()))


def known_labels() -> list[str]:
    return list(ReaderPhrase.objects.filter(kind=PhraseKind.LABEL).values_list("text", flat=True))


class BriefForm(LanguageForm, ImageForm):
    """A brief's own fields, and the version and status that they were opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    merge_open = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label="Why (optional)",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"form": "brief_form", "autocomplete": "off"}),
        help_text="Kept with this version, for whoever reads the history.",
    )
    issues = IssuesField(
        required=False,
        help_text="Readers find the brief under each of these. Start typing a name; editors keep the list.",
    )

    class Meta:
        model = Brief
        fields = ["label", "date", "title", "slug", "developments", "issues", *LANGUAGE_FIELDS]
        widgets = {
            "label": Suggesting(known_labels),
            "date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "title": forms.Textarea(attrs={"rows": 2, "class": "desk-title"}),
        }
        error_messages = {
            "slug": {"invalid": "Use letters, numbers and hyphens alone, for example ships-return-to-port."},
            "date": {"invalid": "There is no such day. Write it as 2024-03-14."},
        }

    newer: Revision | None = None
    moved = ""
    replayed: dict[str, Any] = {}  # what was sent earlier, when the form is drawn with it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs if args else self.replayed | kwargs))
        self.newest = self.instance.newest_revision() if self.instance.pk else None
        if "version" in self.fields:
            self.initial["version"] = self.newest.number if self.newest else 0
            self.initial["status_seen"] = self.instance.status

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._refuse_unseen_move()
        self._refuse_lost_update()
        self._refuse_taken_address()
        return self.cleaned_data

    def _refuse_unseen_move(self) -> None:
        """Moves make no revision. The form that is shown again carries the new status, so the next press counts."""
        status = Status(self.instance.status)
        if self.instance.pk and self.cleaned_data.get("status_seen") != status:
            shown: Any = self.data.copy()  # type: ignore[attr-defined]
            shown[self.add_prefix("status_seen")] = status.value
            self.data = shown
            self.moved = (
                f"{_MOVED[status]} Nothing of yours has been saved yet; press again if you still mean to."
            )
            self.add_error(None, self.moved)

    def _refuse_lost_update(self) -> None:
        """Nobody's words are overwritten unseen: what both say is put together, and who pressed looks at it first."""
        if self.newest is not None and self.newest.number != self.cleaned_data.get("version"):
            self.newer = self.newest
            raise ValidationError(
                "Someone saved this brief after you opened it, so nothing of yours has been saved yet."
            )
        if unsettled := self.cleaned_data.get("merge_open"):
            raise ValidationError(unsettled)

    def _refuse_taken_address(self) -> None:
        slug, date = self.cleaned_data.get("slug"), self.cleaned_data.get("date")
        if slug and date:
            other = Brief.objects.filter(slug=slug, date=date).exclude(pk=self.instance.pk).first()
            if other is not None:
                self.add_error(
                    "slug", f"“{other}” of the same day has this address already. Change one of the two."
                )
