"""What stands at the top of an issue's page, on the desk's form: the introduction, key points, and pinned briefs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import ForeignKey, Q
from django.forms import ModelChoiceField
from django.http import HttpRequest

from briefs.models import Brief
from editions.introductions import Introduction, PinnedBrief, readers_see

MOST_PINS = 6
_ROW = re.compile(r"[0-9]{1,18}")


class ChooseBrief(AutocompleteSelect):
    """One of our briefs. A forged value that is no number is passed over; the stock widget fails."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        groups: list[Any] = super().optgroups(name, [key for key in value if _ROW.fullmatch(str(key))], attr)
        return groups


class PinForm(forms.ModelForm):  # type: ignore[type-arg]
    """A pin is chosen among what readers see. One that is there already stays when its brief is taken down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("brief")  # which a form that is only looked at does not have
        if field is not None:
            field.queryset = Brief.objects.filter(Q(pk=self.instance.brief_id) | readers_see())
            field.error_messages["invalid_choice"] = "Readers don't see this brief, so it can't be pinned."

    @cached_property
    def changed_data(self) -> list[str]:
        """A new pin without a brief is none, whatever place it was given."""
        names = super().changed_data
        return names if self.instance.pk or "brief" in names else []

    def _get_validation_exclusions(self) -> set[str]:
        kept = {"brief"} if self.instance.pk and "brief" not in self.changed_data else set[str]()
        return super()._get_validation_exclusions() | kept  # type: ignore[misc,no-any-return]


class Pins(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The pins of one issue; a new one is offered the place after the others."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "place" in form.fields and not form.instance.pk:
            form.fields["place"].initial = (self.total_form_count() if index is None else index) + 1


class IntroductionInline(admin.StackedInline):  # type: ignore[type-arg]
    model = Introduction
    can_delete = False
    classes = ["desk-opening"]


class PinInline(admin.TabularInline):  # type: ignore[type-arg]
    model = PinnedBrief
    form = PinForm
    formset = Pins
    fields = ["place", "brief"]
    extra = 1
    max_num = MOST_PINS

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name == "brief":
            kwargs["widget"] = ChooseBrief(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside the brief stands no second way to the page that it is edited on."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field
