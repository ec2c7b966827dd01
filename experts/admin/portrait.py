"""The portrait on a person's form: chosen, pointed at and described as a brief's lead image is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from briefs.picture_fields import HELP, ChosenImage, PictureField, PictureInput, chosen
from editions import uploading
from experts.models import PORTRAIT, Expert

FIELDS = (
    "portrait",
    "portrait_upload",
    "portrait_alt",
    "portrait_credit",
    ("portrait_focus_x", "portrait_focus_y"),
)


NOBODY = Expert()  # of whose picture nothing is said


class PortraitForm(forms.ModelForm):  # type: ignore[type-arg]
    """The form of a person, with a picture that may be sent along or ahead."""

    portrait = ChosenImage()
    portrait_upload = PictureField(
        required=False, label="Picture", widget=PictureInput, help_text=f"{HELP} It is shown as a square."
    )
    portrait_focus_x = forms.IntegerField(
        label="Focus from the left", min_value=0, max_value=100, required=False
    )
    portrait_focus_y = forms.IntegerField(
        label="Focus from the top", min_value=0, max_value=100, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["portrait"] = chosen(self, cleaned, "portrait")
        for name in PORTRAIT[1:]:
            if cleaned["portrait"] is None or cleaned.get(name) is None:
                cleaned[name] = getattr(NOBODY, name)
        return cleaned


def urls(model_admin: ModelAdmin[Expert]) -> list[URLPattern]:
    """The address that portraits are sent to."""

    @require_POST
    def take_in(request: HttpRequest) -> HttpResponse:
        if not (model_admin.has_add_permission(request) or model_admin.has_change_permission(request)):
            raise PermissionDenied("You may not change experts.")
        return uploading.take_in(request)

    return [path("portraits/", model_admin.admin_site.admin_view(take_in), name="experts_expert_portraits")]


def panel(expert: Expert | None) -> dict[str, Any]:
    """The person's picture, as the page's script shows it."""
    return {"portrait": uploading.shown(expert.portrait) if expert and expert.portrait else None}
