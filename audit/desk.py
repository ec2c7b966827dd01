"""What the audit log says of tables that are edited in the admin."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest

from audit import log
from audit.models import Act
from audit.sturdy import Sturdy


class Logged(Sturdy):
    """An admin whose additions, changes and deletions stand in the audit log, in the same transaction.

    `told` names the fields of which the log keeps the value before and after, each with the word for such a change.
    """

    told: Mapping[str, Act] = {}

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        message: list[dict[str, Any]] = super().construct_change_message(request, form, formsets, add)
        values = {
            name: {"before": plain(form.initial.get(name)), "after": plain(form.cleaned_data.get(name))}
            for name in form.changed_data
            if name in self.told
        }
        return [*message, {"values": values}] if values and not add else message

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        log.note(Act.ADDED, who(request), obj, words=message if isinstance(message, str) else "")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        values = values_in(message)
        if message:
            act = next((self.told[name] for name in values), Act.CHANGED)
            log.note(act, who(request), obj, words=readable(message), **values)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Model]) -> Any:
        for row in queryset:
            log.note(Act.DELETED, who(request), row)
        return super().log_deletions(request, queryset)  # type: ignore[arg-type]


def who(request: HttpRequest) -> User:
    """The admin lets nobody in who is not signed in."""
    return request.user  # type: ignore[return-value]


def values_in(message: Any) -> dict[str, Any]:
    parts = message if isinstance(message, list) else []
    return next((part["values"] for part in parts if "values" in part), {})


def readable(message: Any) -> str:
    """What the admin tells of a change, as a sentence."""
    return str(
        LogEntry(
            change_message=message if isinstance(message, str) else json.dumps(message)
        ).get_change_message()
    )


def plain(value: Any) -> Any:
    """A field's value as JSON can hold it and a reader can read it."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(str(each) for each in value)
    return str(value)
