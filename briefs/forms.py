"""The desk's forms: what an editor may write into a brief, and how its parts keep their identity on the way.

A part (quotation, section, link) is known by its key, not by its row's number: so a form that was opened before
someone else's save still says which part is which, and a refused save shows every word again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet, BaseModelFormSet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from briefs.models import Brief, BriefIssue, Part, PhraseKind, ReaderPhrase, Revision, Status
from issues.models import Issue

LAST = 32_000
_KEY = re.compile(r"[0-9a-f]{32}")
_ROW = re.compile(r"[0-9]{1,18}")
_MOVED = {
    Status.DRAFT: "The form did not say where the brief stood when you opened it: it is a draft now.",
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


class ChooseOne(AutocompleteSelect):
    """The admin's autocomplete for one row of a table, told what is chosen; the stock widget asks the database."""

    url_name = "%s:briefs_brief_choices"
    chosen: Callable[[], Model | None]

    @classmethod
    def describe(cls, row: Any) -> str:
        """How `row` is offered and shown, so that it can be told from its namesakes."""
        return str(row)

    @classmethod
    def about(cls, row: Any) -> dict[str, str]:
        """What the page's script is told of the row that is chosen, as attributes of its option."""
        return {}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        options = [self.create_option(name, "", "", selected=False, index=0)]
        row = self.chosen()
        if row is not None and str(row.pk) in value:
            option = self.create_option(name, row.pk, self.describe(row), selected=True, index=1)
            option["attrs"] |= self.about(row)
            options.append(option)
        return [(None, options, 0)]


class ChooseIssues(AutocompleteSelectMultiple):
    """The admin's autocomplete for issues. A forged value that is no number is passed over; the stock widget fails."""

    def __init__(self) -> None:
        super().__init__(BriefIssue.tag.field, admin.site)

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        return super().optgroups(name, [v for v in value if _ROW.fullmatch(str(v))], attr)


class IssuesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Known issues alone, in the order of their names."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Issue.objects.in_order(), widget=ChooseIssues(), **kwargs)

    def clean(self, value: Any) -> QuerySet[Issue]:
        if any(not _ROW.fullmatch(str(each)) for each in value or ()):
            raise ValidationError(
                "Choose issues from the list: one of these is not an issue that Dateline knows."
            )
        return super().clean(value)


def known_labels() -> list[str]:
    return list(ReaderPhrase.objects.filter(kind=PhraseKind.LABEL).values_list("text", flat=True))


class BriefForm(forms.ModelForm):  # type: ignore[type-arg]
    """A brief's own fields, and the version and status that they were opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    save_over = forms.IntegerField(widget=forms.HiddenInput, required=False)
    issues = IssuesField(
        required=False,
        help_text="Readers find the brief under each of these. Start typing a name; editors keep the list.",
    )

    class Meta:
        model = Brief
        fields = ["label", "date", "title", "slug", "developments", "issues"]
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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

    @property
    def saves_over(self) -> bool:
        """Whether the editor opened an older revision, was told of the newest, and chose to replace it."""
        opened, newest = self.cleaned_data.get("version") or 0, self.newest
        return (
            newest is not None
            and opened < newest.number
            and self.cleaned_data.get("save_over") == newest.number
        )

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
        seen = {self.cleaned_data.get("version"), self.cleaned_data.get("save_over")}
        if self.newest is not None and self.newest.number not in seen:
            self.newer = self.newest
            raise ValidationError(
                "Someone saved this brief after you opened it, so nothing of yours has been saved yet."
            )

    def _refuse_taken_address(self) -> None:
        slug, date = self.cleaned_data.get("slug"), self.cleaned_data.get("date")
        if slug and date:
            other = Brief.objects.filter(slug=slug, date=date).exclude(pk=self.instance.pk).first()
            if other is not None:
                self.add_error(
                    "slug", f"“{other}” of the same day has this address already. Change one of the two."
                )


class Position(forms.IntegerField):
    """A place in an order, which the page's script fills in: whatever else stands there means the last place."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        text = str(value)
        return min(int(text), LAST) if _ROW.fullmatch(text) else LAST


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """One part of a brief. A new one in which nothing was written is not kept, wherever it was moved."""

    position = Position(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, ChooseOne):
                widget.chosen = self._chosen(name)

    def _chosen(self, name: str) -> Callable[[], Model | None]:
        return lambda: getattr(self.instance, name)

    @cached_property
    def changed_data(self) -> list[str]:
        names = super().changed_data
        return names if self.instance.pk else [name for name in names if name not in {"position", "key"}]


class LinkForm(PartForm):
    """A related link. Django checks no constraint that speaks of an inline's own parent, so this form does."""

    class Meta:
        error_messages = {
            "url": {"invalid": "This is no web address. Copy it whole, from https:// on."},
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.instance.brief.pk and self.cleaned_data.get("target") == self.instance.brief:
            self.add_error("target", "A brief cannot be related reading for itself.")
        return self.cleaned_data


class PartFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """The parts of one kind, each matched with its row by key."""

    model: type[Part]

    @cached_property
    def rows(self) -> dict[str, Part]:
        return {row.key: row for row in self.queryset or ()}

    @cached_property
    def named(self) -> set[str]:
        return set()

    def get_queryset(self) -> Any:
        """The rows in the order of the forms that hold them, as the admin pairs the two."""
        return [form.instance for form in self.initial_forms] if self.is_bound else super().get_queryset()

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        kwargs["instance"] = self._row(i)
        form = super(BaseModelFormSet, self)._construct_form(i, **kwargs)  # type: ignore[misc]
        form.instance.brief = self.instance
        return form

    def _row(self, i: int) -> Part:
        """The row that the form at index `i` speaks of. A row that is gone begins anew, and so does one named twice."""
        if not self.is_bound:
            rows: Sequence[Part] = self.get_queryset()
            return rows[i] if i < len(rows) else self.model()
        key = self.data.get(f"{self.add_prefix(i)}-key", "")
        if key in self.named or not _KEY.fullmatch(key):
            return self.model()
        self.named.add(key)
        return self.rows.pop(key) if key in self.rows else self.model(key=key)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        del form.fields["id"]
        kept = form.instance.key if form.instance.pk else ""
        form.fields["key"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=kept)

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        """Rows that someone else removed meanwhile, and whose words are still on this screen, come back."""
        saved: list[Any] = super().save_existing_objects(commit)
        gone = [
            form for form in self.initial_forms if form.instance.pk is None and form not in self.deleted_forms
        ]
        return saved + [self.save_new(form, commit) for form in gone]

    def drop_the_others(self) -> None:
        """Remove the rows that the form did not speak of: someone else added them meanwhile.

        They stay when the editor may not delete such parts.
        """
        for row in self.rows.values() if self.can_delete else ():
            self.deleted_objects.append(row)
            row.delete()
