"""Where a brief stands, in the words of its status panel: what readers see, what waits, what is still missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.text import capfirst

from briefs import workflow
from briefs.models import Brief, Revision, Status
from briefs.readiness import Reason
from briefs.workflow import Move
from editions.models import Edition
from editions.publishing import hindrances

RECORD_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that keeps a brief from being published, and the place where it is mended."""

    text: str
    href: str
    field: str = ""


def standing(brief: Brief, user: User) -> dict[str, Any]:
    """What the templates of a brief's form say about it. The same few queries for every brief."""
    record = list(editions_of(brief)[:RECORD_SHOWN]) if brief.pk else []
    newest = revisions_of(brief).first() if brief.pk else None
    live = next((edition for edition in record if edition.live_until is None), None)
    moves = workflow.moves(brief, user)
    return {
        "live": live,
        "newest": newest,
        "record": record,
        "edits_waiting": live is not None and newest is not None and live.digest != newest.digest,
        "todo": [to_do(reason, brief) for reason in hindrances(brief)] if brief.pk else [],
        "was_pasted": bool(brief.pk) and brief.sources.exists(),
        "may_publish": Move.PUBLISH in moves,
        "may_withdraw": Move.WITHDRAW in moves,
        "was_withdrawn": brief.status == Status.WITHDRAWN,
    }


def editions_of(brief: Brief) -> QuerySet[Edition]:
    """The public record of a brief, newest first, without the words."""
    return brief.editions.select_related("published_by", "withdrawn_by").defer("content").order_by("-number")


def live_edition(brief: Brief) -> Edition | None:
    """What readers see of a brief now, without the words."""
    return editions_of(brief).filter(live_until__isnull=True).first()


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


def to_do(reason: Reason, brief: Brief) -> ToDo:
    if reason.field == "source":
        return ToDo(reason.text, reverse("admin:briefs_brief_source", args=[brief.pk]))
    return ToDo(reason.text, f"#id_{reason.field}", f"id_{reason.field}")


def with_edits_waiting(briefs: QuerySet[Brief]) -> QuerySet[Brief]:
    """`briefs`, each with `edits_waiting`: whether its page says something else than its newest revision."""
    live = Edition.objects.filter(brief=OuterRef("pk"), live_until__isnull=True).order_by("-number")
    newest = Revision.objects.filter(brief=OuterRef("pk")).order_by("-number")
    return briefs.annotate(
        live_digest=Subquery(live.values("digest")[:1]), newest_digest=Subquery(newest.values("digest")[:1])
    ).annotate(edits_waiting=Q(live_digest__isnull=False) & ~Q(live_digest=F("newest_digest")))
