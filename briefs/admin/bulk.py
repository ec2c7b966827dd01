"""Changing many briefs at once: choose, see what will change and what won't, do it, undo it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from briefs import assigning, workflow
from briefs.admin.filters import naming
from briefs.bulk import MOST, Assigning, Submitting, Tagging, Task, carry_out, mark_of, undo
from briefs.many import BulkAct, BulkRow, Kind, Outcome
from briefs.models import Brief
from briefs.workflow import NotAllowed
from issues.models import Issue

RECENT = 50
NOBODY = "0"
TOO_MANY = f"That is more than {MOST:,} briefs. Narrow the list, and change them in several steps."
_SEEN = re.compile(r"([0-9]{1,18})\.([0-9]{1,9}\.[a-z]{1,20}\.[0-9]{1,18})")
_KEY = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Group:
    """Briefs of which the same is to be said."""

    why: str
    briefs: list[Any]


class BulkChanges(admin.ModelAdmin):  # type: ignore[type-arg]
    """The part of the brief's admin that changes many at once."""

    actions = ["add_issue", "remove_issue", "assign_them", "submit_them"]

    @admin.action(description="Add an issue…", permissions=["change"])
    def add_issue(self, request: HttpRequest, queryset: QuerySet[Brief]) -> HttpResponse | None:
        return self.start(request, queryset, Kind.TAG)

    @admin.action(description="Remove an issue…", permissions=["change"])
    def remove_issue(self, request: HttpRequest, queryset: QuerySet[Brief]) -> HttpResponse | None:
        return self.start(request, queryset, Kind.UNTAG)

    @admin.action(description="Assign to someone…", permissions=["assign"])
    def assign_them(self, request: HttpRequest, queryset: QuerySet[Brief]) -> HttpResponse | None:
        return self.start(request, queryset, Kind.ASSIGN)

    @admin.action(description="Submit for review…", permissions=["change"])
    def submit_them(self, request: HttpRequest, queryset: QuerySet[Brief]) -> HttpResponse | None:
        return self.start(request, queryset, Kind.SUBMIT)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """What changes briefs first, and deleting them last."""
        offered = super().get_actions(request)
        return dict(sorted(offered.items(), key=lambda action: action[0] == "delete_selected"))

    def has_assign_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("briefs.assign_brief")

    def bulk_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("bulk/look/", wrap(require_POST(self.look_view)), name="briefs_brief_bulk_look"),
            path("bulk/do/", wrap(require_POST(self.do_view)), name="briefs_brief_bulk_do"),
            path("bulk/", wrap(require_GET(self.acts_view)), name="briefs_brief_bulk_acts"),
            path("bulk/<int:pk>/", wrap(require_GET(self.act_view)), name="briefs_brief_bulk_act"),
            path("bulk/<int:pk>/undo/", wrap(require_POST(self.undo_view)), name="briefs_brief_bulk_undo"),
        ]

    def start(self, request: HttpRequest, queryset: QuerySet[Brief], kind: Kind) -> HttpResponse | None:
        """Asks which issue or whom; there is nothing to ask before submitting."""
        briefs = _standing(queryset.order_by("-changed_at", "-pk"))
        if len(briefs) > MOST:
            messages.error(request, TOO_MANY)
            return None
        if kind == Kind.SUBMIT:
            return self.look(request, Submitting(), briefs)
        return self.choose(request, kind, briefs)

    def choose(
        self, request: HttpRequest, kind: Kind, briefs: list[Brief], refused: str = ""
    ) -> HttpResponse:
        context = {
            "kind": kind,
            "seen": _seen(briefs),
            "briefs": briefs,
            "choices": _choices(kind, briefs),
            "refused": refused,
            "back": _back(request),
            "across": request.POST.get("select_across") == "1",
            "action": request.POST.get("action", ""),
        }
        title = f"{kind.label}: {len(briefs):,} brief{'' if len(briefs) == 1 else 's'}"
        answer = self.bulk_page(request, "bulk_choose", title, context)
        answer.status_code = 422 if refused else 200
        return answer

    def look_view(self, request: HttpRequest) -> HttpResponse:
        """The dry run: what will change, and what won't and why."""
        self.require_view(request)
        kind, keys = _asked(request)
        if not keys or kind is None:
            messages.error(request, "No briefs were chosen. Tick some in the list first.")
            return HttpResponseRedirect(_list(request))
        if len(keys) > MOST:
            messages.error(request, TOO_MANY)
            return HttpResponseRedirect(_list(request))
        briefs = _standing(Brief.objects.filter(pk__in=keys).order_by("-changed_at", "-pk"))
        task = _task(kind, request.POST.get("subject", ""))
        if task is None:
            return self.choose(request, kind, briefs, "Choose from the list first.")
        return self.look(request, task, briefs, gone=len(keys) - len(briefs))

    def look(self, request: HttpRequest, task: Task, briefs: list[Brief], gone: int = 0) -> HttpResponse:
        _permit(request, task)
        objections = task.objections(briefs)
        changing = [brief for brief in briefs if brief.pk not in objections]
        context = {
            "task": task,
            "seen": _seen(changing),
            "changing": _grouped((task.consequence(brief), brief) for brief in changing),
            "left": _grouped((objections[b.pk], b) for b in briefs if b.pk in objections),
            "total": len(changing),
            "gone": gone,
            "back": _back(request),
            "act": BulkAct(kind=task.kind, subject=task.subject, words=task.words),
        }
        return self.bulk_page(request, "bulk_look", "See what will change", context)

    def do_view(self, request: HttpRequest) -> HttpResponse:
        self.require_view(request)
        kind, keys = _asked(request)
        task = _task(kind, request.POST.get("subject", "")) if kind else None
        if task is None or not keys or len(keys) > MOST:
            messages.error(
                request, TOO_MANY if len(keys) > MOST else "Nothing was chosen, so nothing changed."
            )
            return HttpResponseRedirect(_list(request))
        act = carry_out(task, keys, cast(User, request.user))
        done = act.rows.filter(outcome=Outcome.DONE).count()
        link = format_html(
            '<a href="{}">Undo, or see which</a>', reverse("admin:briefs_brief_bulk_act", args=[act.pk])
        )
        tell = messages.success if done else messages.warning
        tell(request, format_html("{} {}", _told(act, done, len(keys)), link))
        return HttpResponseRedirect(_list(request))

    def acts_view(self, request: HttpRequest) -> HttpResponse:
        self.require_view(request)
        done = Count("rows", Q(rows__outcome__in=[Outcome.DONE, Outcome.UNDONE, Outcome.KEPT]))
        acts = BulkAct.objects.select_related("by", "undone_by").annotate(done=done)[:RECENT]
        return self.bulk_page(request, "bulk_acts", "Recent bulk changes", {"acts": acts})

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require_view(request)
        act = _find(pk)
        rows = list(act.rows.all())
        groups = [
            (outcome.label, _grouped((row.why, row) for row in rows if row.outcome == outcome))
            for outcome in Outcome
        ]
        task = _task(Kind(act.kind), str(act.subject or NOBODY))
        may = task is not None and request.user.has_perm(task.permission)
        context = {
            "act": act,
            "groups": groups,
            "may_undo": may and act.may_be_undone(),
            "done": _count(rows),
        }
        return self.bulk_page(request, "bulk_act", str(act), context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        act = _find(pk)
        try:
            undo(act, _task(Kind(act.kind), str(act.subject or NOBODY)), cast(User, request.user))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            back, kept = (act.rows.filter(outcome=o).count() for o in (Outcome.UNDONE, Outcome.KEPT))
            left = f" {kept:,} left, because something has happened since." if kept else ""
            messages.success(request, f"Undone: {back:,} put back.{left}")
        return HttpResponseRedirect(reverse("admin:briefs_brief_bulk_act", args=[pk]))

    def require_view(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    def bulk_page(
        self, request: HttpRequest, template: str, title: str, more: dict[str, Any]
    ) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **more}
        return TemplateResponse(request, f"admin/briefs/brief/{template}.html", context)


def _standing(briefs: QuerySet[Brief]) -> list[Brief]:
    """As many of these as may be changed at once, and one more, each with the number of its newest version."""
    keys = list(briefs.values_list("pk", flat=True)[: MOST + 1])
    found = Brief.objects.annotate(version=Max("revisions__number")).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _seen(briefs: list[Any]) -> str:
    """Which briefs these are, and how they stand, for a form to carry."""
    return " ".join(
        f"{brief.pk}.{mark_of({'version': brief.version or 0, **workflow.stands(brief)})}" for brief in briefs
    )


def _asked(request: HttpRequest) -> tuple[Kind | None, dict[int, str]]:
    """What is to be done, and to which briefs, with the mark that each had; what makes no sense is left out."""
    kind = request.POST.get("kind", "")
    found = (_SEEN.fullmatch(word) for word in request.POST.get("briefs", "").split()[: 2 * MOST])
    return Kind(kind) if kind in Kind.values else None, {int(each[1]): each[2] for each in found if each}


def _task(kind: Kind, subject: str) -> Task | None:
    """The task, or None when its issue or person is not there."""
    key = int(subject) if _KEY.fullmatch(subject) else 0
    if kind == Kind.SUBMIT:
        return Submitting()
    if kind == Kind.ASSIGN:
        person = assigning.colleagues().filter(pk=key).first()
        return Assigning(person) if person or subject == NOBODY else None
    issue = Issue.objects.filter(pk=key).first()
    return Tagging(issue, kind) if issue else None


def _choices(kind: Kind, briefs: list[Brief]) -> list[tuple[str, str]]:
    if kind == Kind.ASSIGN:
        people = [(str(person.pk), naming(person)) for person in assigning.colleagues()]
        return [*people, (NOBODY, "Nobody in particular")]
    issues = Issue.objects.in_order()
    if kind == Kind.UNTAG:
        issues = issues.filter(brief_rows__content_object__in=[brief.pk for brief in briefs]).distinct()
    return [(str(issue.pk), issue.name) for issue in issues]


def _permit(request: HttpRequest, task: Task) -> None:
    if not request.user.has_perm(task.permission):
        raise PermissionDenied(f"You may not do this to briefs: {task.kind.label.lower()}.")


def _grouped(said: Any) -> list[Group]:
    """Briefs by what is said of them, the largest group first."""
    in_order = sorted(said, key=lambda each: each[0])
    groups = itertools.groupby(in_order, key=lambda each: each[0])
    return sorted(
        (Group(why, [brief for _, brief in each]) for why, each in groups), key=lambda g: -len(g.briefs)
    )


def _back(request: HttpRequest) -> str:
    """The filters of the list that one came from."""
    return str(request.POST.get("back", request.META.get("QUERY_STRING", "")))[:2000]


def _list(request: HttpRequest) -> str:
    address, back = reverse("admin:briefs_brief_changelist"), _back(request)
    return f"{address}?{back}" if back else address


def _told(act: BulkAct, done: int, asked: int) -> str:
    left = f" {asked - done:,} left as they were." if asked > done else ""
    return f"{act}: {done:,} brief{'' if done == 1 else 's'} changed.{left}"


def _find(pk: int) -> BulkAct:
    act = BulkAct.objects.select_related("by", "undone_by").filter(pk=pk).first()
    if act is None:
        raise Http404("There was no such change.")
    return act


def _count(rows: list[BulkRow]) -> int:
    return sum(row.outcome == Outcome.DONE for row in rows)
