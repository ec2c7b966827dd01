"""Signing off: the buttons of the moves that are allowed, what each does, and who is waited for by when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from audit.models import Entry
from briefs import workflow
from briefs.admin.when import FURTHEST
from briefs.assigning import assign, colleagues, set_due
from briefs.models import Brief
from briefs.richtext import without_controls
from briefs.workflow import MOVES, Move, NotAllowed, ReasonNeeded

# The moves that the form's own buttons make. Publishing and withdrawing are acts of the public record.
DONE = {
    Move.SUBMIT: "Submitted for review. It waits for an editor now.",
    Move.RECALL: "Taken back: it is a draft again.",
    Move.SEND_BACK: "Sent back.",
    Move.APPROVE: "Approved. It waits for a publisher now.",
}
SIGNED_OFF = [MOVES[move].act for move in DONE]
ALL_THE_SAME = {Move.APPROVE: "Approve all the same", Move.PUBLISH: "Publish all the same"}


@dataclass(frozen=True, slots=True)
class Button:
    """A move that this person may make now. `ask` is what must be said with it, `main` marks the expected one."""

    move: Move
    ask: str = ""
    main: bool = False


class Colleague(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name() or obj.get_username())


class PlanForm(forms.Form):
    """Who is waited for, and when the brief should go out, in the newsroom's time zone."""

    assigned_to = Colleague(
        colleagues(),
        required=False,
        empty_label="Anyone whose part it is",
        label="Waiting for",
        show_hidden_initial=True,
        error_messages={"invalid_choice": "This colleague can't work on briefs. Choose someone else."},
    )
    due_at = forms.DateTimeField(
        required=False,
        label="Due",
        show_hidden_initial=True,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": "This is no day and time. Write it as 2024-03-14T09:30."},
    )

    def clean_due_at(self) -> datetime.datetime | None:
        """A day at the ends of the calendar has no instant in UTC, and no brief is due then."""
        due: datetime.datetime | None = self.cleaned_data["due_at"]
        if due is not None and abs(due - timezone.now()) > FURTHEST:
            raise forms.ValidationError("That is more than ten years away. Check the year.")
        return due


def urls(model_admin: ModelAdmin[Brief]) -> list[URLPattern]:
    """The addresses of this part of the desk, under that of the briefs."""

    def plan(request: HttpRequest, object_id: str) -> HttpResponse:
        return plan_view(model_admin, request, object_id)

    wrapped = model_admin.admin_site.admin_view(require_POST(plan))
    return [path("<path:object_id>/plan/", wrapped, name="briefs_brief_plan")]


def panel(request: HttpRequest, brief: Brief | None) -> dict[str, Any]:
    """What this part's piece of a brief's form needs to be drawn; `brief` is None for a new one."""
    user = cast(User, request.user)
    may_plan = brief is not None and user.has_perm("briefs.assign_brief")
    return {
        "move_buttons": buttons(brief or Brief(), user),
        "reason": reason_wanted(request, brief),
        "signed_off": last_signed_off(brief) if brief else None,
        "plan": PlanForm(initial={"assigned_to": brief.assigned_to_id, "due_at": brief.due_at})
        if brief and may_plan
        else None,
    }


def buttons(brief: Brief, user: User) -> list[Button]:
    """The moves of the form's own buttons, of which the last that needs no note is the expected one."""
    allowed = [move for move in workflow.moves(brief, user) if move in DONE]
    expected = {Move.SUBMIT, Move.APPROVE}
    return [Button(move, MOVES[move].ask, move in expected) for move in allowed]


def last_signed_off(brief: Brief) -> Entry | None:
    """What was done last to bring the brief from hand to hand, told by the audit log. One query."""
    about = Entry.objects.filter(kind="briefs.brief", key=str(brief.pk), act__in=SIGNED_OFF)
    return about.first()


def reason_wanted(request: HttpRequest, brief: Brief | None) -> dict[str, Any] | None:
    """What a house rule has against the move that was pressed just now, and the button that goes past it."""
    asked = request.GET.get("reason", "")
    if brief is None or asked not in ALL_THE_SAME:
        return None
    move, user = Move(asked), cast(User, request.user)
    objection = workflow.against_four_eyes(move, brief, user) if move in workflow.moves(brief, user) else ""
    return {"move": move, "objection": objection, "button": ALL_THE_SAME[move]} if objection else None


def press(request: HttpRequest, brief: Brief) -> str:
    """Make the move whose button was pressed, after what was typed is saved, and return the address to go to.

    Raises PermissionDenied: then the save is undone with the transaction.
    """
    pressed = request.POST.get("_move", "")
    move = Move(pressed) if pressed in DONE else None
    if move is None:
        messages.error(request, "There is no such move. Your text is saved.")
        return address(brief)
    note = note_of(request, move)
    try:
        workflow.make(move, brief, cast(User, request.user), note)
    except ReasonNeeded as objection:
        return ask_for_reason(request, brief, move, objection)
    except NotAllowed as refusal:
        messages.error(request, refused(refusal, note))
    else:
        messages.success(request, DONE[move])
    return address(brief)


def ask_for_reason(request: HttpRequest, brief: Brief, move: Move, objection: ReasonNeeded) -> str:
    """The address at which the form asks why the house rule should be passed over."""
    messages.warning(
        request, f"Your text is saved, but not yet {MOVES[move].target.label.lower()}: {objection}"
    )
    return f"{address(brief)}?reason={move}#reason"


def refused(refusal: NotAllowed, note: str) -> str:
    return f"{refusal} Your text is saved.{with_note(note)}"


def with_note(note: str) -> str:
    """The end of a sentence about a move that was not made: the note that went with it, so that it is not lost."""
    return f" Your note was: “{note}”" if note else ""


def note_of(request: HttpRequest, move: Move) -> str:
    """What was typed to go with this move."""
    return without_controls(request.POST.get(f"note_{move}", "")).strip()


def address(brief: Brief) -> str:
    return reverse("admin:briefs_brief_change", args=[brief.pk])


@transaction.atomic
def plan_view(model_admin: ModelAdmin[Brief], request: HttpRequest, object_id: str) -> HttpResponse:
    """`plan/`: sets who is waited for and when it is due, and nothing else. Answers JSON to those who ask for it."""
    brief = model_admin.get_object(request, unquote(object_id))
    if brief is None:
        raise Http404("There is no such brief.")
    if not request.user.has_perm("briefs.assign_brief"):
        raise PermissionDenied("You may not say who is waited for.")
    form = PlanForm(request.POST)
    if not form.is_valid():
        return told(
            request, brief, " ".join(str(text) for errors in form.errors.values() for text in errors), 422
        )
    try:
        held = planned(form, brief, cast(User, request.user))
    except NotAllowed as refusal:
        return told(request, brief, str(refusal), 422)
    return told(request, held, plan_in_words(held), 200)


def planned(form: PlanForm, brief: Brief, by: User) -> Brief:
    """Only what this person changed is set, so that a page opened long ago undoes nobody's plan."""
    if "assigned_to" in form.changed_data:
        brief = assign(brief, form.cleaned_data["assigned_to"], by)
    if "due_at" in form.changed_data:
        brief = set_due(brief, form.cleaned_data["due_at"], by)
    return brief


def plan_in_words(brief: Brief) -> str:
    who = str(brief.assigned_to.get_full_name() or brief.assigned_to) if brief.assigned_to else "anyone"
    due = date_format(timezone.localtime(brief.due_at), "D j M, H:i") if brief.due_at else "no day set"
    return f"Set. It waits for {who}; due: {due}."


def told(request: HttpRequest, brief: Brief, sentence: str, status: int) -> HttpResponse:
    if "application/json" in request.headers.get("accept", ""):
        return JsonResponse({"said": sentence}, status=status)
    (messages.success if status == 200 else messages.error)(request, sentence)
    return HttpResponseRedirect(address(brief))
