"""The lead image on a brief's form: a file that is taken in at once, and what is said of it."""

from __future__ import annotations

from typing import Any

from django import forms

from briefs.models import Brief
from briefs.picture_fields import HELP, ChosenImage, PictureField, PictureInput, chosen

IMAGE_FIELDS = (
    "image",
    "image_upload",
    ("image_alt", "image_decorative"),
    "image_credit",
    ("image_focus_x", "image_focus_y"),
)
SAID = ("image_alt", "image_decorative", "image_credit", "image_focus_x", "image_focus_y")
NOTHING = Brief()  # says nothing of a picture that it does not have


class ImageForm(forms.ModelForm):  # type: ignore[type-arg]
    """The part of a brief's form that is about its lead image."""

    image = ChosenImage()
    image_upload = PictureField(
        required=False,
        label="Picture",
        widget=PictureInput,
        help_text=HELP,
    )
    image_focus_x = forms.IntegerField(
        label="Focus from the left", min_value=0, max_value=100, required=False
    )
    image_focus_y = forms.IntegerField(label="Focus from the top", min_value=0, max_value=100, required=False)

    def clean_image_focus_x(self) -> int:
        return self._focus("image_focus_x")

    def clean_image_focus_y(self) -> int:
        return self._focus("image_focus_y")

    def _focus(self, name: str) -> int:
        given = self.cleaned_data.get(name)
        return 50 if given is None else int(given)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["image"] = chosen(self, cleaned, "image")
        if cleaned["image"] is None:
            cleaned |= {name: getattr(NOTHING, name) for name in SAID}
        return cleaned
