"""What a brief is written in and what it translates, on its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q

from briefs import languages
from briefs.forms.parts import ChooseOne
from briefs.models import Brief

LANGUAGE_FIELDS = ["language", "original"]


class LanguageField(forms.ChoiceField):
    """One of the languages that are offered, or the one that the brief has although it is offered no longer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=languages.choices, required=False, **kwargs)

    def offer(self, tag: str) -> None:
        if tag and tag not in dict(languages.choices()):
            self.choices = [*languages.choices(), (tag, languages.told(tag))]


class LanguageForm(forms.ModelForm):  # type: ignore[type-arg]
    """A brief has one translation in each language, and no translation is translated in its turn."""

    language = LanguageField(help_text=Brief._meta.get_field("language").help_text)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, original = self.fields.get("language"), self.fields.get("original")
        if isinstance(language, LanguageField):
            language.offer(self.instance.language)
        widget = getattr(original.widget, "widget", original.widget) if original else None
        if isinstance(widget, ChooseOne):
            widget.chosen = self._chosen_original(original)

    def _chosen_original(self, field: Any) -> Callable[[str], Model | None]:
        def chosen(sent: str) -> Model | None:
            try:
                found: Model | None = field.to_python(sent)
            except ValidationError:
                return None
            return found

        return chosen

    def clean_original(self) -> Brief | None:
        """Whoever picks a translation means what it translates."""
        chosen: Brief | None = self.cleaned_data["original"]
        original = chosen.original if chosen and chosen.original else chosen
        if original is None or self.instance.pk is None:
            return original
        if original == self.instance:
            raise ValidationError(
                "A brief cannot be a translation of itself."
                if chosen == original
                else f"“{chosen}” is a translation of this brief already. Choose there, not here."
            )
        if self.instance.translations.exists():
            raise ValidationError(
                f"Other briefs are translations of this one. Let those be translations of “{original}” first."
            )
        return original

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        original, language = cleaned.get("original"), cleaned.get("language", self.instance.language)
        if original and "original" not in self.errors:
            self._refuse_second(Q(pk=original.pk) | Q(original=original), language)
        elif self.instance.pk and "language" in self.changed_data:
            self._refuse_second(Q(original=self.instance), language)
        return cleaned

    def _refuse_second(self, others: Q, language: str) -> None:
        second = Brief.objects.filter(others, language=language).exclude(pk=self.instance.pk).first()
        if second is not None:
            self.add_error(
                "language",
                f"“{second}” says the same in {languages.told(language)} already. Choose another language, "
                "or another brief that this one translates.",
            )
