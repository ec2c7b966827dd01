"""The parts of a brief on its form: quotations, sections, links, and how each keeps its identity on the way.

A part is known by its key, not by its row's number: so a form that was opened before someone else's save still says
which part is which, and a refused save shows every word again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import BaseInlineFormSet, BaseModelFormSet

from briefs.models import Part
from issues.lasting import LastingQuerySet

LAST = 32_000
_KEY = re.compile(r"[0-9a-f]{32}")
_ROW = re.compile(r"[0-9]{1,18}")


class ChooseOne(AutocompleteSelect):
    """The admin's autocomplete for one row of a table, told what is chosen; the stock widget asks the database."""

    url_name = "%s:briefs_brief_choices"
    chosen: Callable[[str], Model | None]  # the row that a key which was sent means

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
        row = next((row for sent in value if (row := self.chosen(sent)) is not None), None)
        if row is not None:
            option = self.create_option(name, row.pk, self.describe(row), selected=True, index=1)
            option["attrs"] |= self.about(row)
            options.append(option)
        return [(None, options, 0)]


class ChosenRow(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of one row of a table. The formset fetches what all its forms chose at once, and tells each of them."""

    found: Callable[[], dict[str, Model]]

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values:
            return None
        row = self.found().get(str(value))
        if row is None:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            )
        return row


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

    def _chosen(self, name: str) -> Callable[[str], Model | None]:
        def chosen(sent: str) -> Model | None:
            field, row = self.fields[name], getattr(self.instance, name)
            if self.is_bound and isinstance(field, ChosenRow):
                return field.found().get(sent)
            return row if row is not None and str(row.pk) == sent else None

        return chosen

    @cached_property
    def changed_data(self) -> list[str]:
        names = super().changed_data
        return names if self.instance.pk else [name for name in names if name not in {"position", "key"}]

    def _get_validation_exclusions(self) -> set[str]:
        """Rows that were found need not be looked for again, one by one."""
        found = {name for name, field in self.fields.items() if isinstance(field, ChosenRow)}
        return super()._get_validation_exclusions() | found  # type: ignore[misc,no-any-return]


class LinkForm(PartForm):
    """A related link leads to one place, which is not the brief itself."""

    class Meta:
        error_messages = {
            "url": {"invalid": "This is no web address. Copy it whole, from https:// on."},
        }

    def _get_validation_exclusions(self) -> set[str]:
        """The rules about addresses are checked below; the database would be asked once for each link."""
        return super()._get_validation_exclusions() | {"url"}

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.lower().startswith(("https://", "http://")):
            raise ValidationError("A web address starts with https:// or http://.")
        return url

    def clean(self) -> dict[str, Any]:
        super().clean()
        target = self.cleaned_data.get("target")
        if target and self.instance.brief.pk and target == self.instance.brief:
            self.add_error("target", "A brief cannot be related reading for itself.")
        if target and self.cleaned_data.get("url"):
            self.add_error(None, "Give a web address or one of our briefs, not both.")
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
        for name, field in form.fields.items():
            if isinstance(field, ChosenRow):
                field.found = partial(self._found, name, field.queryset)
        return form

    @cached_property
    def chosen(self) -> dict[str, dict[str, Model]]:
        return {}

    def _found(self, name: str, rows: Any) -> dict[str, Model]:
        """What the forms chose in their fields of that name, by the key that was sent."""
        if name not in self.chosen:
            sent = {self.data.get(f"{form.prefix}-{name}", "") for form in self.forms}
            keys = [int(key) for key in sent if _ROW.fullmatch(key)]
            today = rows.present if isinstance(rows, LastingQuerySet) else rows.in_bulk
            self.chosen[name] = {str(key): row for key, row in today(keys).items()}
        return self.chosen[name]

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
