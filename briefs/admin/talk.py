"""Comments at the desk: beside a brief's form, where no word of the form is lost, and on a page of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST

from briefs import commenting, mailing
from briefs.commenting import NotSaid, Place
from briefs.models import Brief, Comment
from briefs.richtext import without_controls

REFUSED = 422
OFFERED = 8
FRAGMENT = "admin/briefs/brief/talk_threads.html"
GONE = "About a part that was removed"
ACTS: dict[str, tuple[Callable[[Brief, int, User], None], str]] = {
    "resolve": (commenting.resolve, "Resolved."),
    "reopen": (commenting.reopen, "Open again."),
    "delete": (commenting.take_back, "Deleted."),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The threads about one part of a brief, as the desk shows them; `part` is empty for the whole brief."""

    part: str
    name: str
    words: str = ""
    gone: bool = False
    open: list[Comment] = field(default_factory=list)
    resolved: list[Comment] = field(default_factory=list)


def urls(model_admin: Any) -> list[URLPattern]:
    """The addresses of this part of the desk, under that of the briefs."""
    view, page = model_admin.admin_site.admin_view, CommentsPage(model_admin)
    return [
        path("comments/people/", view(page.people), name="briefs_brief_people"),
        path("<int:pk>/comments/", view(page.comments), name="briefs_brief_comments"),
        path(
            "<int:pk>/comments/<int:comment>/", view(require_POST(page.settle)), name="briefs_brief_comment"
        ),
    ]


def panel(request: HttpRequest, brief: Brief | None) -> dict[str, Any]:
    """What this part's piece of a brief's form needs to be drawn; `brief` is None for a new one."""
    return {"talk": board(request, brief) if brief else None}


def board(request: HttpRequest, brief: Brief) -> dict[str, Any]:
    """All that was said of a brief, for its templates. Three queries, however much that is."""
    places = commenting.places(brief)
    threads = list(brief.comments.threads().with_answers())
    groups = grouped(threads, places)
    return {
        "brief": brief,
        "groups": groups,
        "places": places,
        "open": sum(len(group.open) for group in groups),
        "stamp": stamp(threads, places),
        "may_speak": request.user.has_perm("briefs.change_brief"),
        "longest": commenting.LONGEST,
        "blank": Group("__part__", "__name__"),
    }


def grouped(threads: list[Comment], places: list[Place]) -> list[Group]:
    """The threads by what they are about, in the order of the page; last come those whose part is gone."""
    groups = {"": Group("", "The whole brief")}
    groups |= {place.key: Group(place.key, str(place), place.words) for place in places}
    gone = Group("gone", GONE, gone=True)
    for thread in threads:
        group = groups.get(thread.part, gone)
        (group.open if thread.resolved_at is None else group.resolved).append(thread)
    return [group for group in [*groups.values(), gone] if group.open or group.resolved]


def stamp(threads: list[Comment], places: list[Place]) -> str:
    """A word that is another one as soon as the board would look otherwise."""
    state = [(t.pk, t.resolved_at, [each.pk for each in t.replies.all()]) for t in threads]
    return hashlib.sha256(repr((state, places)).encode()).hexdigest()[:16]


class CommentsPage:
    """What is asked and done about comments: by the form's script, which takes JSON, or by a plain page."""

    def __init__(self, model_admin: Any) -> None:
        self.model_admin = model_admin

    def comments(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows on GET; keeps a new comment or an answer on POST."""
        brief = self.brief(request, pk)
        if request.method == "POST":
            return self.act(request, brief, lambda user: self.say(request, brief, user))
        if request.accepts("text/html"):
            return self.page(request, brief)
        shown = board(request, brief)
        if request.GET.get("seen") == shown["stamp"]:
            return HttpResponse(status=204)
        return self.answer(request, shown)

    def settle(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        """Resolves, reopens or deletes a comment."""
        brief, asked = self.brief(request, pk), request.POST.get("act", "")

        def do(user: User) -> str:
            if asked not in ACTS:
                raise NotSaid("Choose whether to resolve, reopen or delete it.")
            act, done = ACTS[asked]
            act(brief, comment, user)
            return done

        return self.act(request, brief, do)

    def people(self, request: HttpRequest) -> HttpResponse:
        """Colleagues whose username or name begins with what stands in `q`, for the list under an @."""
        if not request.user.has_perm("briefs.change_brief"):
            raise PermissionDenied
        asked = without_controls(request.GET.get("q", ""))[:150]
        fits = (
            Q(username__istartswith=asked)
            | Q(first_name__istartswith=asked)
            | Q(last_name__istartswith=asked)
        )
        found = commenting.colleagues().filter(fits)[:OFFERED]
        return JsonResponse(
            {"people": [{"username": each.username, "name": each.get_full_name()} for each in found]}
        )

    def brief(self, request: HttpRequest, pk: int) -> Brief:
        brief = Brief.objects.filter(pk=pk).first()
        if brief is None:
            raise Http404("There is no such brief.")
        if not self.model_admin.has_view_or_change_permission(request, brief):
            raise PermissionDenied
        return brief

    def say(self, request: HttpRequest, brief: Brief, user: User) -> str:
        """Keeps what was sent, and says whom it reaches."""
        sent = request.POST
        thread = sent.get("thread", "")
        if thread and not (thread.isascii() and thread.isdigit()):
            raise NotSaid("The form did not say which thread this answers. Open the comments again.")
        said = commenting.say(
            brief, user, sent.get("text", ""), sent.get("part", ""), int(thread[:20]) if thread else None
        )
        return f"Said.{whom(said, user)}"

    def act(self, request: HttpRequest, brief: Brief, do: Callable[[User], str]) -> HttpResponse:
        """The answer to something done, or the reason why not, with what was typed still there."""
        plain = request.accepts("text/html")
        try:
            done = do(cast(User, request.user))
        except NotSaid as refusal:
            if not plain:
                return JsonResponse({"error": str(refusal)}, status=REFUSED)
            return self.page(request, brief, status=REFUSED, refused=str(refusal), typed=request.POST)
        if not plain:
            return self.answer(request, board(request, brief), done)
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:briefs_brief_comments", args=[brief.pk]))

    def answer(self, request: HttpRequest, shown: dict[str, Any], said: str = "") -> HttpResponse:
        html = render_to_string(FRAGMENT, {"talk": shown}, request)
        answer = {"html": html, "open": shown["open"], "stamp": shown["stamp"], "said": said}
        return JsonResponse(answer, headers={"Cache-Control": "no-store"})

    def page(self, request: HttpRequest, brief: Brief, status: int = 200, **more: Any) -> HttpResponse:
        more |= {"talk": board(request, brief)}
        answer = self.model_admin.page(request, "comments", brief, f"Comments on “{brief}”", **more)
        answer.status_code = status
        return cast(HttpResponse, answer)


def whom(said: Comment, by: User) -> str:
    """The end of a sentence about a comment: who gets a mail about it, and who has no address for one."""
    others = [each for each in said.mentions.all() if each != by]
    told = get_text_list([mailing.named(each) for each in others if each.email], "and")
    untold = get_text_list([mailing.named(each) for each in others if not each.email], "and")
    sentences = [f"A mail goes to {told}." if told else "", f"{untold}: no mail address." if untold else ""]
    return "".join(f" {sentence}" for sentence in sentences if sentence)
