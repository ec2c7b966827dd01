"""A brief's versions: looked at, named, compared and restored."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from briefs.admin.showing import Names, shown
from briefs.admin.standing import editions_of, live_edition, revisions_of
from briefs.comparing import compare
from briefs.content import Content
from briefs.models import Brief, Revision
from briefs.restoring import PERMISSION, SavedMeanwhile, as_of_today, named, restore
from briefs.richtext import without_controls
from editions.models import Edition
from editions.reading import unpublished
from issues.colliding import Met, meeting

A_PAGE = 50
QUICK = datetime.timedelta(minutes=10)
LIVE = "live"
LONGEST_NAME = 80
View = Callable[..., HttpResponse]


def urls(model_admin: ModelAdmin[Brief]) -> list[URLPattern]:
    """The addresses of this part of the desk, under that of the briefs."""
    desk = History(model_admin)
    views: dict[str, tuple[View, str]] = {
        "compare/": (desk.compare, "compare"),
        "versions/<int:number>/": (desk.version, "version"),
        "versions/<int:number>/page/": (desk.page_of, "version_page"),
        "versions/<int:number>/name/": (desk.name, "version_name"),
        "versions/<int:number>/restore/": (desk.restore, "restore"),
    }
    return [
        path(
            f"<int:pk>/{rest}",
            never_cache(model_admin.admin_site.admin_view(view)),
            name=f"briefs_brief_{name}",
        )
        for rest, (view, name) in views.items()
    ]


def panel(request: HttpRequest, brief: Brief | None) -> dict[str, Any]:
    """What this part's piece of a brief's form needs to be drawn; `brief` is None for a new one."""
    return {}


@dataclass(slots=True)
class Group:
    """Versions that one person saved in quick succession, the newest first; all but the newest are folded away."""

    newest: Revision
    folded: list[Revision] = field(default_factory=list)


def grouped(revisions: Iterable[Revision]) -> list[Group]:
    """`revisions`, the newest first, in groups. One with a note, a name or an edition always stands by itself."""
    groups: list[Group] = []
    for revision in revisions:
        group = groups[-1] if groups else None
        after = (group.folded[-1] if group.folded else group.newest) if group else None
        if group and after and _quick(revision, after):
            group.folded.append(revision)
        else:
            groups.append(Group(revision))
    return groups


def _quick(before: Revision, after: Revision) -> bool:
    plain = not (before.note or before.name or before.editions.all())
    return plain and before.saved_by_id == after.saved_by_id and after.saved_at - before.saved_at <= QUICK


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: how an address names it, what editors call it, and what it says."""

    address: str
    title: str
    saved: datetime.datetime
    content: Content


class History:
    """The pages of a brief's versions."""

    def __init__(self, model_admin: Any) -> None:
        self.admin = model_admin

    def brief(self, request: HttpRequest, pk: int | str) -> Brief:
        brief = self.admin.get_object(request, unquote(str(pk)))
        if brief is None:
            raise Http404("There is no such brief.")
        if not self.admin.has_view_or_change_permission(request, brief):
            raise PermissionDenied
        return cast(Brief, brief)

    def revision(self, brief: Brief, number: int) -> Revision:
        found = brief.revisions.select_related("saved_by").filter(number=min(number, 2**31 - 1)).first()
        if found is None:
            raise Http404("This brief has no such version.")
        return found

    def render(
        self, request: HttpRequest, brief: Brief, page: str, title: str, **context: Any
    ) -> HttpResponse:
        may_restore = request.user.has_perm(PERMISSION)
        return cast(
            HttpResponse, self.admin.page(request, page, brief, title, may_restore=may_restore, **context)
        )

    def versions(self, request: HttpRequest, pk: str) -> HttpResponse:
        """All versions, a page at a time, and the public record."""
        brief = self.brief(request, pk)
        editions = Prefetch("editions", Edition.objects.defer("content").order_by("number"))
        pages = Paginator(revisions_of(brief).prefetch_related(editions), A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        listed = list(page.object_list)
        return self.render(
            request,
            brief,
            "object_history",
            f"History of “{brief}”",
            page_of_versions=page,
            groups=grouped(listed),
            first=listed[0].number if listed else 0,
            newest=brief.newest_revision(),
            before_first=listed[1].number if len(listed) > 1 else 0,
            live=live_edition(brief),
            record=editions_of(brief),
        )

    def version(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One version, whole."""
        brief = self.brief(request, pk)
        revision = self.revision(brief, number)
        return self.render(
            request,
            brief,
            "version",
            str(revision),
            revision=revision,
            content=revision.value(),
            editions=revision.editions.defer("content"),
            newest=brief.newest_revision(),
        )

    def page_of(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One version as its public page would show it, for the desk alone."""
        revision = self.revision(self.brief(request, pk), number)
        article = unpublished(revision.value(), timezone.now())
        return render(request, "editions/brief.html", {"article": article})

    def name(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Give a version a name, or take it away."""
        brief = self.brief(request, pk)
        revision = self.revision(brief, number)
        name = " ".join(without_controls(request.POST.get("name", "")).split())
        if request.method == "POST" and not request.user.has_perm(PERMISSION):
            raise PermissionDenied("You may not name versions of briefs.")
        if len(name) > LONGEST_NAME:
            messages.error(
                request,
                f"This name has {len(name)} characters; {LONGEST_NAME} are the most. It was not kept.",
            )
        elif request.method == "POST":
            brief.revisions.filter(pk=revision.pk).update(name=name)
            said = f"is now called “{name}”" if name else "has no name any more"
            messages.success(request, f"Version {number} {said}.")
        return HttpResponseRedirect(reverse("admin:briefs_brief_version", args=[pk, number]))

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two versions, or one and the live page, side by side: `?from=3&to=live`. Usually the page and the draft."""
        brief = self.brief(request, pk)
        listed = list(revisions_of(brief).values_list("number", "name", "saved_at"))
        live = live_edition(brief)
        newest, oldest = (listed[0][0], listed[-1][0]) if listed else (0, 0)
        before = self.side(brief, request.GET.get("from") or (LIVE if live else str(max(newest - 1, oldest))))
        after = self.side(brief, request.GET.get("to") or str(newest))
        missing = before is None or after is None
        context: dict[str, Any] = {"listed": listed, "live": live, "before": before, "after": after}
        if before is not None and after is not None:
            names = Names.of(before.content, after.content)
            context["shown"] = shown(compare(before.content, after.content), names)
        page = self.render(request, brief, "compare", f"What changed in “{brief}”", **context)
        page.status_code = 404 if missing else 200
        return page

    def side(self, brief: Brief, address: str) -> Side | None:
        """What an address names: the live page, or a version by its number; None when there is no such thing."""
        if address == LIVE:
            edition = brief.editions.live().first()
            return (
                None if edition is None else Side(LIVE, "The live page", edition.live_from, edition.value())
            )
        known = address.isascii() and address.isdigit() and len(address) < 10
        revision = brief.revisions.filter(number=int(address)).first() if known else None
        if revision is None:
            return None
        return Side(address, named(revision).capitalize(), revision.saved_at, revision.value())

    def restore(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Asks on GET, with all that would change; acts on POST."""
        brief = self.brief(request, pk)
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied("You may not restore versions of briefs. Ask a writer.")
        revision = self.revision(brief, number)
        if request.method == "POST":
            return self.restored(request, brief, revision)
        newest = brief.newest_revision()
        today = as_of_today(revision.value(), brief)
        now = newest.value() if newest else Content()
        changes = shown(compare(now, today.content), Names.of(now, today.content))
        return self.render(
            request,
            brief,
            "restore",
            f"Restore {named(revision)}?",
            revision=revision,
            newest=newest,
            losses=today.losses,
            shown=changes,
            live=live_edition(brief),
        )

    def restored(self, request: HttpRequest, brief: Brief, revision: Revision) -> HttpResponse:
        seen = request.POST.get("newest", "")
        newest = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
        try:
            with meeting():
                done = restore(brief, revision.number, cast(User, request.user), newest)
        except SavedMeanwhile as refusal:
            messages.warning(request, str(refusal))
        except Met:
            messages.warning(
                request, "Someone changed what this version names at that very moment. Look, and try again."
            )
        else:
            messages.success(
                request,
                f"Restored {named(revision)}: it is version {done.revision.number} now. What readers see is as it was.",
            )
            for loss in done.losses:
                messages.warning(request, loss)
            return HttpResponseRedirect(reverse("admin:briefs_brief_change", args=[brief.pk]))
        return HttpResponseRedirect(request.path)
