"""The other spellings of one name, as a form holds them."""

from collections.abc import Iterator
from typing import Any

from django.forms import BaseInlineFormSet

from issues.names import fold


class Spellings(BaseInlineFormSet):  # type: ignore[type-arg]
    """The spellings in one form, each of them once. The database knows those that are saved; this knows the others."""

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self._kept():
            name = form.cleaned_data["name"]
            if fold(name) in seen:
                form.add_error(
                    "name", f"“{name}” stands here twice: case and accents make no difference. Remove one."
                )
            seen.add(fold(name))

    def _kept(self) -> Iterator[Any]:
        for form in self.forms:
            if form not in self.deleted_forms and getattr(form, "cleaned_data", {}).get("name"):
                yield form
