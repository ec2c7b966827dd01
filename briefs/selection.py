"""The rows that someone ticked on a list of the desk, before an action is done to them."""

import re
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from audit.desk import Logged

_ROW = re.compile(r"[0-9]{1,18}")


class TickedRows(Logged):
    """An admin whose actions pass over ticked rows that are no numbers; the stock admin fails on them."""

    def response_action(  # type: ignore[override]  # the stubs tell of a later Django
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponseBase | None:
        sent = request.POST.copy()
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        sent.setlist(ACTION_CHECKBOX_NAME, [row for row in ticked if _ROW.fullmatch(str(row))])
        request.POST = sent  # type: ignore[assignment]
        return super().response_action(request, queryset)
