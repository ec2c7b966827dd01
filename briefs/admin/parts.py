"""A brief's parts on its form: quotations, background sections, related links, each a card that can be moved."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field, ForeignKey, QuerySet, URLField
from django.forms import ModelChoiceField, URLInput
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format

from briefs.forms.parts import ChooseOne, ChosenRow, LinkForm, PartForm, PartFormSet
from briefs.models import Brief, Part, RelatedLink, Section
from experts.models import Expert, ExpertQuote

MOST = 200  # parts of one kind, so that a forged number can't keep the server busy


class ChooseExpert(ChooseOne):
    """An expert, with what is printed under a quotation when they are picked."""

    @classmethod
    def describe(cls, row: Expert) -> str:
        return f"{row.name} — {row.title}" if row.title else row.name

    @classmethod
    def about(cls, row: Expert) -> dict[str, str]:
        return {"data-name": row.name, "data-title": row.title}

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        printed = reverse("admin:experts_expert_printed", args=[0])
        return super().build_attrs(base_attrs, extra_attrs) | {"data-printed": printed}


class ChooseBrief(ChooseOne):
    """One of our briefs, with its day and whether readers see it."""

    @classmethod
    def describe(cls, row: Brief) -> str:
        day = date_format(row.date, "j F Y") if row.date else "no date"
        return f"{row} — {day}, {row.get_status_display().lower()}"


class ChoicesView(AutocompleteJsonView):
    """What the two widgets offer while someone types, in the words that they show what was chosen in."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        widget = ChooseBrief if isinstance(obj, Brief) else ChooseExpert
        return super().serialize_result(obj, to_field_name) | {"text": widget.describe(obj)}

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        return issubclass(self.model_admin.model, Brief | Expert) and super().has_perm(request, obj)


def without_links(field: Any) -> Any:
    """A form's field without the links that the admin puts beside a choice of rows."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_add_related = field.widget.can_change_related = False
        field.widget.can_delete_related = field.widget.can_view_related = False
    return field


class PartInline(admin.StackedInline):  # type: ignore[type-arg]
    """A kind of part. `one` names it to editors, `gist` is the field that tells one from another while they are moved,
    `empty` stands where none has been written yet.
    """

    form = PartForm
    formset = PartFormSet
    template = "admin/edit_inline/cards.html"
    extra = 0
    formfield_overrides = {URLField: {"widget": URLInput}}
    one = ""
    gist = ""
    empty = ""
    choices: dict[str, type[ChooseOne]] = {}

    def get_formset(self, request: HttpRequest, obj: Brief | None = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **{"max_num": MOST, "absolute_max": MOST, **kwargs})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Part]:
        return super().get_queryset(request).select_related(*self.choices)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name in self.choices:
            kwargs |= {
                "widget": self.choices[db_field.name](db_field, self.admin_site),
                "form_class": ChosenRow,
            }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Beside an expert's name stand links to add someone and to correct an entry; no others, here or elsewhere."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return field if db_field.name == "expert" else without_links(field)


class QuoteInline(PartInline):
    model = ExpertQuote
    verbose_name_plural = "expert analysis"
    one = "quotation"
    gist = "name"
    empty = "No quotations yet. Most briefs quote two or three experts."
    choices = {"expert": ChooseExpert}
    fieldsets = [(None, {"fields": ["text", "expert", ("name", "title"), "position"]})]


class SectionInline(PartInline):
    model = Section
    verbose_name_plural = "background"
    one = "background section"
    gist = "heading"
    empty = "No background yet. A section has a heading of its own and tells what led here."
    fieldsets = [(None, {"fields": ["heading", "body", "position"]})]


class LinkInline(PartInline):
    model = RelatedLink
    form = LinkForm
    fk_name = "brief"
    verbose_name_plural = "related reading"
    one = "related link"
    gist = "title"
    empty = "No related reading yet. Link to earlier briefs, or to pieces elsewhere."
    choices = {"target": ChooseBrief}
    fieldsets = [(None, {"fields": ["title", "target", "url", ("authors", "source"), "position"]})]
