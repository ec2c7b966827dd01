"""How an issue or an expert is chosen at the desk."""

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError

_ROW = re.compile(r"[0-9]{1,18}")


class KnowsFormerKeys:
    """An autocomplete of the admin that shows a choice which was merged meanwhile as what it was merged into.

    A forged value that is no number is passed over; the stock widget fails.
    """

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        keys, stock = [str(each) for each in value if _ROW.fullmatch(str(each))], cast(Any, super())
        groups: list[Any] = stock.optgroups(name, keys, attr)
        offered = {str(option["value"]) for _, options, _ in groups for option in options}
        if offered.issuperset(keys):
            return groups
        today = present(cast(Any, self).choices.queryset, keys)
        return cast(list[Any], stock.optgroups(name, [str(each) for each in today], attr))


class ChooseKnown(KnowsFormerKeys, AutocompleteSelect):
    """One issue or expert."""


class PresentChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One issue or expert. A choice that was merged into another since the page was opened means that other."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            return super().to_python(*present(self.queryset, [value]))


def present(queryset: Any, values: Sequence[Any]) -> list[Any]:
    """The primary keys of what the chosen `values` mean today; a value that means nothing stays as it is."""
    keys = {int(str(value)) for value in values if _ROW.fullmatch(str(value))}
    today = {str(key): row.pk for key, row in queryset.model.objects.present(keys).items()}
    return [today.get(str(value), value) for value in values]
