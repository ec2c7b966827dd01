"""A brief's form as the admin would bind it to what a browser sent, now or earlier, without saving it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, QueryDict

from briefs.models import Brief


def replay(request: HttpRequest, fields: list[list[str]]) -> None:
    """Have the brief's form of this request hold these names and values, as if they had been sent with it."""
    sent = QueryDict(mutable=True)
    for name, value in fields:
        sent.appendlist(name, value)
    request.replayed = sent  # type: ignore[attr-defined]


def replayed(request: HttpRequest) -> dict[str, Any]:
    """What binds a form to the words that are replayed; nothing when none are."""
    sent = getattr(request, "replayed", None)
    return {} if sent is None else {"data": sent, "files": {}}


class Replaying(ModelAdmin):  # type: ignore[type-arg]
    """An admin whose form, when it is drawn, may hold what was sent earlier. The form takes it as `replayed`."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.replayed = replayed(request)
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        return super().get_formset_kwargs(request, obj, inline, prefix) | replayed(request)


def bind(model_admin: Any, request: HttpRequest, brief: Brief | None) -> tuple[Any, list[Any]]:
    """The form and the formsets of its parts for what was sent, validated; `brief` is None for a new one.

    The fields are those that this person may write. `brief` takes on what was typed, so give it a copy of its own.
    """
    change = brief is not None
    fields = flatten_fieldsets(model_admin.get_fieldsets(request, brief))
    sent = replayed(request) or {"data": request.POST, "files": request.FILES}
    form = model_admin.get_form(request, brief, change=change, fields=fields)(**sent, instance=brief)
    formsets, _ = model_admin._create_formsets(request, form.instance, change=change)  # noqa: SLF001
    for each in (form, *formsets):
        each.full_clean()
    return form, formsets
