"""Where a brief stands, in the words of its status panel: what readers see, what waits, why a form was refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from briefs import workflow
from briefs.models import Brief, Revision, Status
from briefs.workflow import Move
from editions.models import Edition, EditionQuerySet
from editions.standing import WORKING
from editions.standing import standing as editions_standing

RECORD_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ToDo:
    """Why a form was refused, and the place where that is mended."""

    text: str
    href: str
    field: str = ""


def standing(brief: Brief, user: User) -> dict[str, Any]:
    """What the templates of a brief's form say about it. The same few queries for every brief."""
    record = list(editions_of(brief).order_by("-live_from")) if brief.pk else []
    newest = revisions_of(brief).first() if brief.pk else None
    now = timezone.now()
    live = next((edition for edition in record if edition.is_live(now)), None)
    moves = workflow.moves(brief, user)
    return {
        "live": live,
        "newest": newest,
        "record": record[:RECORD_SHOWN],
        "stands": editions_standing(record, now),
        "goes_out": min((e for e in record if e.is_pending(now)), key=lambda e: e.live_from, default=None),
        "edits_waiting": live is not None and brief.status in WORKING,
        "was_pasted": bool(brief.pk) and brief.sources.exists(),
        "may_publish": Move.PUBLISH in moves,
        "may_withdraw": Move.WITHDRAW in moves
        and any(e.live_until is None or e.live_until > now for e in record),
        "was_withdrawn": brief.status == Status.WITHDRAWN,
    }


def editions_of(brief: Brief) -> EditionQuerySet:
    """The public record of a brief, newest first, without the words."""
    editions = Edition.objects.filter(brief=brief).select_related("published_by", "withdrawn_by")
    return editions.defer("content").order_by("-number")


def live_edition(brief: Brief) -> Edition | None:
    """What readers see of a brief now, without the words."""
    return editions_of(brief).live().first()


def revisions_of(brief: Brief) -> QuerySet[Revision]:
    """The saved versions of a brief, newest first, without the words."""
    return brief.revisions.select_related("saved_by").defer("content").order_by("-number")


def complaints(form: Any, formsets: list[Any]) -> list[ToDo]:
    """Why the form was refused, a line an error, each leading to its field."""
    found = list(_complaints(form, ""))
    for shown in formsets:
        found += [ToDo(text, "") for text in shown.formset.non_form_errors()]
        for index, part in enumerate(shown.formset.forms):
            found += _complaints(part, f"{capfirst(shown.opts.one)} {index + 1}, ")
    return found


def _complaints(form: Any, where: str) -> Iterator[ToDo]:
    for name, errors in form.errors.items():
        for text in errors:
            place = "" if name == NON_FIELD_ERRORS else form[name].id_for_label
            label = "" if name == NON_FIELD_ERRORS else form[name].label
            yield ToDo(f"{where}{label}: {text}".removeprefix(": "), f"#{place}", place)
