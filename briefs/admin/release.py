"""The button that says what it does: publishing a brief now, or at a time that is told before it is pressed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from briefs import workflow
from briefs.admin import moves
from briefs.admin.when import WhenForm, typed, with_query
from briefs.clock import FIRST, SECOND, city, told
from briefs.models import Brief
from briefs.richtext import without_controls
from briefs.workflow import Move, NotAllowed, ReasonNeeded
from editions.models import Edition
from editions.publishing import NotReady, cancel, publish

PREFIX = "out"
SAID, WHY = f"{PREFIX}-said", f"note_{Move.PUBLISH}"
HOUR = datetime.timedelta(hours=1)
MORNING = datetime.time(6)
LONGEST = 700  # what an address may carry of a reason


def when_form(given: Mapping[str, Any], form: str = "brief_form") -> WhenForm:
    """What was typed on the brief's form about when it goes out."""
    return WhenForm(
        {name: typed(given, name) for name in given if name.startswith(PREFIX)}, prefix=PREFIX, form=form
    )


def sent(request: HttpRequest) -> Mapping[str, Any]:
    return request.POST if request.method == "POST" else request.GET


def button(form: WhenForm, live: bool, again: bool) -> dict[str, str]:
    """What the button says, what that means, and the instant (ISO) of it, which is empty for now."""
    at = form.cleaned_data.get("at") if form.is_valid() else None
    if at is not None:
        means = f"Readers see it from {told(at)} on."
        return {"label": f"Schedule for {told(at)}", "said": at.isoformat(), "means": means}
    if form.errors:
        return {"label": "Schedule…", "said": "", "means": ""}
    which = "edits " if live else "again " if again else ""
    return {
        "label": f"Publish {which}now",
        "said": "",
        "means": f"The hour in {city()}. Left empty, it goes out at once.",
    }


def pressed(request: HttpRequest, brief: Brief) -> str:
    """Publish or schedule what was just saved, and return the address to go to.

    A time that the button did not name (the page's script never ran) is told first, on a page of its own.
    Raises PermissionDenied: then the save is undone with the transaction.
    """
    form, why = when_form(request.POST), moves.note_of(request, Move.PUBLISH)
    if not form.is_valid():
        problem = f"Not scheduled. {form.problem()} Your text is saved."
        messages.error(request, problem + moves.with_note(why))
        return with_query(moves.address(brief), form.typed())
    at = form.cleaned_data["at"]
    if at is not None and request.POST.get(SAID) != at.isoformat():
        refuse(request)
        if len(why) > LONGEST:
            cut = "Your reason is a long one, so only its beginning is written below."
            messages.warning(request, cut + moves.with_note(why))
        shown = form.typed() | ({WHY: why[:LONGEST]} if why else {})
        return with_query(reverse("admin:briefs_brief_publish", args=[brief.pk]), shown)
    return go_out(request, brief, at, why, form.typed())


def go_out(
    request: HttpRequest, brief: Brief, at: datetime.datetime | None, why: str, shown: dict[str, str]
) -> str:
    """Publish `brief` at that instant (None: now), tell what came of it, and return the address to go to."""
    back = with_query(moves.address(brief), shown)
    live = brief.editions.live().values_list("pk", flat=True).first()
    try:
        edition = publish(brief, cast(User, request.user), at, why)
    except ReasonNeeded as objection:
        moves.ask_for_reason(request, brief, Move.PUBLISH, objection)
        return f"{with_query(moves.address(brief), shown | {'reason': Move.PUBLISH.value})}#reason"
    except NotAllowed as refusal:
        messages.error(request, moves.refused(refusal, why))
        return back
    except NotReady as missing:
        messages.warning(request, not_ready(missing) + moves.with_note(why), "not-published")
        return back
    tell(request, edition, unchanged=edition.pk == live)
    return moves.address(brief)


def not_ready(missing: NotReady) -> str:
    """What can't be mended in the text is said at once; the rest is listed beside it."""
    outside = [reason.text for reason in missing.reasons if reason.field == "embargo"]
    listed = "" if len(outside) == len(missing.reasons) else "; what is still missing is listed here"
    return " ".join(["Not published.", *outside, f"Your text is saved{listed}."])


def tell(request: HttpRequest, edition: Edition, unchanged: bool) -> None:
    if unchanged:
        messages.info(request, "Nothing has changed since the page was published.")
        return
    if edition.is_pending(timezone.now()):
        messages.success(request, f"Scheduled. Readers see it from {told(edition.live_from)} on.")
        return
    page = format_html('<a href="{}">{}</a>', edition.get_absolute_url(), edition.title)
    messages.success(request, format_html("Published. Readers see {} now.", page))
    following = edition.brief.editions.pending().defer("content").first()
    if following is not None:
        messages.warning(
            request,
            f"Edition {following.number}, scheduled before, replaces it on {told(following.live_from)}.",
        )


def refuse(request: HttpRequest) -> None:
    if not request.user.has_perm(workflow.MOVES[Move.PUBLISH].permission):
        raise PermissionDenied("You may not publish briefs. Ask a publisher.")


class ReleasePages:
    """The pages around the button: what a typed time means, the question before it, and taking it back."""

    def __init__(self, model_admin: ModelAdmin[Brief]) -> None:
        self.model_admin: Any = model_admin

    def find(self, request: HttpRequest, pk: int) -> Brief:
        """The brief, for a publisher alone."""
        refuse(request)
        brief = self.model_admin.get_object(request, str(pk))
        if brief is None:
            raise Http404("There is no such brief.")
        return cast(Brief, brief)

    def when(self, request: HttpRequest) -> HttpResponse:
        """`when/`: what the typed day and hour mean, for the script of the form; `preset` types them."""
        refuse(request)
        form = when_form(preset(request.GET.get("preset", "")) or request.GET)
        shown = button(form, "live" in request.GET, "again" in request.GET)
        answer = shown | form.typed() | {"problem": form.problem(), "occasions": form.occasions}
        return JsonResponse(answer)

    @transaction.atomic
    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`publish/`: says on GET what will happen and when, does it on POST. The time stands in the address."""
        brief = self.find(request, pk)
        given = sent(request)
        form, why = when_form(given), without_controls(given.get(WHY, "")).strip()
        if not form.is_valid():
            messages.error(request, f"Not scheduled. {form.problem()}{moves.with_note(why)}")
            return HttpResponseRedirect(with_query(moves.address(brief), form.typed()))
        at = form.cleaned_data["at"]
        if request.method == "POST":
            return HttpResponseRedirect(go_out(request, brief, at, why, form.typed()))
        return self.ask(request, brief, form, why)

    def ask(self, request: HttpRequest, brief: Brief, form: WhenForm, why: str) -> HttpResponse:
        shown = button(form, brief.editions.live().exists(), again=False)
        objection = workflow.against_four_eyes(Move.PUBLISH, brief, cast(User, request.user))
        more = {
            "shown": shown,
            "when": form,
            "typed": form.typed(),
            "objection": objection,
            "why": why,
            "why_name": WHY,
        }
        title = f"{shown['label']}?"
        return cast(HttpResponse, self.model_admin.page(request, "timing_publish", brief, title, **more))

    @transaction.atomic
    def cancel(self, request: HttpRequest, pk: int, edition: int) -> HttpResponse:
        """`editions/…/cancel/`: asks on GET, takes the scheduled edition back on POST."""
        brief = self.find(request, pk)
        pending = Edition.objects.filter(brief=brief, pk=edition).defer("content").first()
        if pending is not None and request.method != "POST" and pending.is_pending(timezone.now()):
            title, more = (
                "Cancel what is scheduled?",
                {"edition": pending, "goes_out": told(pending.live_from)},
            )
            return cast(HttpResponse, self.model_admin.page(request, "timing_cancel", brief, title, **more))
        self.take_back(request, pending)
        return HttpResponseRedirect(moves.address(brief))

    def take_back(self, request: HttpRequest, pending: Edition | None) -> None:
        if pending is None:
            messages.error(request, "Someone cancelled this already.")
            return
        when = told(pending.live_from)
        try:
            cancel(pending, cast(User, request.user))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, f"Cancelled: what was to go out on {when} does not. Its words stay here."
            )


def preset(name: str) -> dict[str, str]:
    """What the button of that name types: an hour from now, or tomorrow morning; nothing for any other name."""
    now = timezone.localtime()
    if name == "hour":
        at = timezone.localtime(now.astimezone(datetime.UTC) + HOUR)
    elif name == "morning":
        at = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), MORNING, now.tzinfo)
    else:
        return {}
    values = {"day": f"{at:%Y-%m-%d}", "hour": f"{at:%H:%M}", "which": SECOND if at.fold else FIRST}
    return {f"{PREFIX}-{field}": value for field, value in values.items()}
