"""What bounds a brief's time before readers: the page that comes down by itself, and the embargo."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from briefs import workflow
from briefs.admin import moves
from briefs.admin.when import MustSayWhen
from briefs.clock import city, told
from briefs.models import Brief
from briefs.workflow import Move, NotAllowed
from editions import embargo
from editions.models import Edition
from editions.publishing import expire

FORBIDDEN, REFUSED = 403, 422
CLEAR = "_clear"


class LimitPage(ABC):
    """A page with a day and an hour, which sets one bound of a brief or, pressed so, clears it."""

    template: str
    title: str
    permission: str
    form: type[MustSayWhen] = MustSayWhen

    def __init__(self, model_admin: ModelAdmin[Brief]) -> None:
        self.model_admin: Any = model_admin

    @abstractmethod
    def present(self, brief: Brief) -> datetime.datetime | None:
        """The bound as it is now."""

    @abstractmethod
    def set(self, brief: Brief, at: datetime.datetime, by: User, reason: str) -> str:
        """Set the bound, and answer with the sentence that says so."""

    @abstractmethod
    def clear(self, brief: Brief, by: User, reason: str) -> str:
        """Take the bound away, and answer with the sentence that says so."""

    @transaction.atomic
    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows the form on GET; on POST acts, or shows again what was typed and says what is wrong with it."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied("You may not set when this brief is public.")
        brief = self.model_admin.get_object(request, str(pk))
        if brief is None:
            raise Http404("There is no such brief.")
        if request.method != "POST":
            return self.page(request, brief, self.form(initial=self.initial(brief)))
        return self.act(request, brief, self.form(request.POST))

    def act(self, request: HttpRequest, brief: Brief, form: MustSayWhen) -> HttpResponse:
        if not form.is_valid() and CLEAR not in request.POST:
            return self.page(request, brief, form, REFUSED)
        by, reason = cast(User, request.user), form.cleaned_data.get("reason", "")
        try:
            with transaction.atomic():
                done = (
                    self.clear(brief, by, reason)
                    if CLEAR in request.POST
                    else self.set(brief, form.cleaned_data["at"], by, reason)
                )
        except (NotAllowed, PermissionDenied) as refusal:
            form.errors.clear()
            form.add_error(None, str(refusal))
            return self.page(request, brief, form, REFUSED if isinstance(refusal, NotAllowed) else FORBIDDEN)
        messages.success(request, done)
        return HttpResponseRedirect(moves.address(brief))

    def initial(self, brief: Brief) -> dict[str, Any]:
        at = self.present(brief)
        local = timezone.localtime(at) if at else None
        return {"day": local.date(), "hour": local.time()} if local else {}

    def page(self, request: HttpRequest, brief: Brief, form: MustSayWhen, status: int = 200) -> HttpResponse:
        more = {"form": form, "city": city(), "present": self.present(brief)}
        answer = self.model_admin.page(request, self.template, brief, self.title, **more)
        answer.status_code = status
        return cast(HttpResponse, answer)


class ExpiryPage(LimitPage):
    """`expiry/`: when the page comes down by itself."""

    template = "timing_expiry"
    title = "When the page comes down by itself"
    permission = workflow.MOVES[Move.WITHDRAW].permission

    def present(self, brief: Brief) -> datetime.datetime | None:
        return comes_down(list(brief.editions.not_ended().defer("content")))

    def set(self, brief: Brief, at: datetime.datetime, by: User, reason: str) -> str:
        expire(brief, by, at)
        return f"The page comes down by itself on {told(at)}."

    def clear(self, brief: Brief, by: User, reason: str) -> str:
        expire(brief, by, None)
        return "The page stands until someone takes it down."


class EmbargoForm(MustSayWhen):
    """Until when nobody may publish, and why it ends earlier than was said before."""

    reason = forms.CharField(
        required=False,
        max_length=2000,
        label="Why it ends early",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed to lift the embargo or to make it shorter. The audit log keeps it.",
    )


class EmbargoPage(LimitPage):
    """`embargo/`: until when nobody may publish the brief."""

    template = "timing_embargo"
    title = "Embargo"
    permission = embargo.SET
    form = EmbargoForm

    def present(self, brief: Brief) -> datetime.datetime | None:
        return brief.embargo_until if embargo.in_force(brief, timezone.now()) else None

    def set(self, brief: Brief, at: datetime.datetime, by: User, reason: str) -> str:
        embargo.set_embargo(brief, at, by, reason)
        return f"Under embargo: nobody publishes it before {told(at)}."

    def clear(self, brief: Brief, by: User, reason: str) -> str:
        embargo.lift(brief, by, reason)
        return "The embargo is lifted. The log keeps your reason."


def comes_down(standing: list[Edition]) -> datetime.datetime | None:
    """When the page comes down by itself, of a brief's editions that have not ended; None when it stays."""
    last = max(standing, key=lambda edition: edition.live_from, default=None)
    return last.live_until if last is not None and last.withdrawn_at is None else None
