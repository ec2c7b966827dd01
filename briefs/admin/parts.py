"""A brief's parts on its form: quotations, background sections, related links, each a card that can be moved."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.urls import reverse

from briefs.forms import ChooseOne, PartForm, PartFormSet
from briefs.models import Part, RelatedLink, Section
from experts.models import Expert, ExpertQuote


class ChooseExpert(ChooseOne):
    """An expert, with what is printed under a quotation when they are picked."""

    def about(self, row: Expert) -> dict[str, str]:
        return {"data-name": row.name, "data-title": row.title}

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        printed = reverse("admin:experts_expert_printed", args=[0])
        return super().build_attrs(base_attrs, extra_attrs) | {"data-printed": printed}


class PartInline(admin.StackedInline):  # type: ignore[type-arg]
    """A kind of part. `one` names it to editors, `gist` is the field that tells one from another while they are moved,
    `empty` stands where none has been written yet.
    """

    form = PartForm
    formset = PartFormSet
    template = "admin/edit_inline/cards.html"
    extra = 0
    one = ""
    gist = ""
    empty = ""
    choices: dict[str, type[ChooseOne]] = {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Part]:
        return super().get_queryset(request).select_related(*self.choices)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField:
        if db_field.name in self.choices:
            kwargs["widget"] = self.choices[db_field.name](db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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
    fk_name = "brief"
    verbose_name_plural = "related reading"
    one = "related link"
    gist = "title"
    empty = "No related reading yet. Link to earlier briefs, or to pieces elsewhere."
    choices = {"target": ChooseOne}
    fieldsets = [(None, {"fields": ["title", "target", "url", ("authors", "source"), "position"]})]
