"""The fields by which a form holds a picture: one that was taken in already, a file, or none."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from briefs.imaging import NotAPicture, receive
from briefs.models import Image

UPLOAD = "_upload"
HELP = (
    "A JPEG, PNG or WebP, at least 320 pixels wide; up to 12 megabytes and 40 megapixels. "
    "Where and when it was taken is not kept."
)
_NUMBER = re.compile(r"[0-9]{1,18}")


class ChosenImage(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The image that was taken in already, by its key."""

    def __init__(self) -> None:
        super().__init__(Image.objects.all(), required=False, widget=forms.HiddenInput)

    def clean(self, value: Any) -> Image | None:
        if value and not _NUMBER.fullmatch(str(value)):
            raise ValidationError("There is no such picture. Choose the file again.")
        chosen: Image | None = super().clean(value)
        return chosen


class PictureInput(forms.FileInput):
    """A file, and a box to do without it; the page's script shows the picture and takes a new one in at once.

    The field is called as the one that holds the picture, with `_upload` behind it.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        box = super().render(
            name, value, (attrs or {}) | {"accept": "image/jpeg,image/png,image/webp"}, renderer
        )
        return format_html(
            '<div class="desk-picture" data-picture="{0}">{1}'
            '<label class="desk-picture-none"><input type="checkbox" name="{0}_none"> No picture</label></div>',
            name.removesuffix(UPLOAD),
            box,
        )


class PictureField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> Image | None:
        """The picture that was sent, taken in. Raises ValidationError with a sentence for what is none."""
        sent = super().clean(data, initial)
        try:
            return receive(sent, None) if sent else None
        except NotAPicture as refusal:
            raise ValidationError(str(refusal)) from None


def chosen(form: forms.BaseForm, cleaned: dict[str, Any], name: str) -> Image | None:
    """The picture that a form means in its field `name`: the file that was sent, or none where the box is ticked, or
    the one that was taken in before.
    """
    sent: Image | None = cleaned.get(f"{name}{UPLOAD}")
    if sent is None and form.data.get(form.add_prefix(f"{name}_none")):
        return None
    return sent or cleaned.get(name)
