"""Where a brief came from: the draft beside every line of the pasted text, and what is left to decide."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from briefs.composing import compose
from briefs.importing import proposals
from briefs.importing.outcome import Fate
from briefs.importing.vocabulary import Person, Vocabulary
from briefs.models import Brief, Source
from experts.models import Expert
from issues.models import Issue

# How the page calls what became of a line
FATES = {
    Fate.DATE: "Date",
    Fate.LABEL: "Label",
    Fate.TITLE: "Title",
    Fate.HEADING: "Heading",
    Fate.DEVELOPMENTS: "Developments",
    Fate.QUOTE: "Quotation",
    Fate.ATTRIBUTION: "Speaker",
    Fate.SECTION: "Section",
    Fate.LINK: "Related link",
    Fate.ISSUES: "Issues",
    Fate.IGNORED: "Ignored",
    Fate.UNKNOWN: "Not understood",
}
M = TypeVar("M", bound=Model)
MOST_NAMES = 2000  # offered while typing


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the source as the page shows it; `state` is one of used, ignored and unknown."""

    number: int
    text: str
    fate: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class NewSpeaker:
    speaker: proposals.Speaker
    nearest: list[Person]


@dataclass(frozen=True, slots=True)
class NewIssue:
    words: proposals.StrangeIssue
    nearest: list[Issue]


class SourcePage:
    """`<brief>/source/`: shows the reading on GET; on POST adds or picks an expert, names an issue, accepts lines."""

    def __init__(self, model_admin: Any) -> None:
        self.model_admin = model_admin

    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        brief = get_object_or_404(Brief, pk=pk)
        if not self.model_admin.has_view_or_change_permission(request, brief):
            raise PermissionDenied
        source = get_object_or_404(brief.sources.select_related("pasted_by", "accepted_by")[:1])
        if request.method == "POST":
            return self.decide(request, source)
        shown = context(source) | {"may_change": self.model_admin.has_change_permission(request, brief)}
        return cast(
            HttpResponse, self.model_admin.page(request, "source", brief, "Read from a pasted text", **shown)
        )

    def decide(self, request: HttpRequest, source: Source) -> HttpResponse:
        """Do what a button says. What it names must exist; what someone decided meanwhile stays decided."""
        if not self.model_admin.has_change_permission(request, source.brief):
            raise PermissionDenied("You may not change this brief.")
        try:
            self.act(request, source)
        except proposals.Settled:
            messages.warning(request, "That was decided already, here or in the brief's form.")
        return HttpResponseRedirect(reverse("admin:briefs_brief_source", args=[source.brief_id]))

    def act(self, request: HttpRequest, source: Source) -> None:
        said = request.POST
        if "accept" in said:
            self.accept(request, source)
        elif "add" in said:
            self.add(request, source)
        elif "expert" in said or "called" in said:
            self.pick(request, source)
        elif "issue" in said or "leave" in said:
            self.name_issue(request, source)
        else:
            raise Http404("There is no such decision.")

    def accept(self, request: HttpRequest, source: Source) -> None:
        if not proposals.accept(source, editor(request)):
            raise proposals.Settled
        messages.success(request, "Accepted: the lines that were not understood are left out.")

    def add(self, request: HttpRequest, source: Source) -> None:
        if not request.user.has_perm("experts.add_expert"):
            raise PermissionDenied("You may not add experts.")
        expert = proposals.add_expert(source, number(request), editor(request))
        messages.success(request, f"{expert} is an expert of the newsroom now.")

    def pick(self, request: HttpRequest, source: Source) -> None:
        if "expert" in request.POST:
            expert: Expert | None = named(Expert.objects.all(), request.POST["expert"])
        else:
            person = Vocabulary.load().person(request.POST["called"])
            expert = Expert.objects.filter(pk=person.expert).first() if person else None
        if expert is None:
            messages.error(
                request, f"No one expert is called “{request.POST['called']}”. Nothing was changed."
            )
            return
        proposals.pick_expert(source, number(request), expert, editor(request))
        messages.success(request, f"The quotation stands on the page of {expert}; its printed name stays.")

    def name_issue(self, request: HttpRequest, source: Source) -> None:
        if request.POST.get("issue") == "":
            messages.error(request, "Choose an issue from the list, then press “Pick”. Nothing was changed.")
            return
        issue = None if "leave" in request.POST else named(Issue.objects.all(), request.POST["issue"])
        proposals.choose_issue(source, number(request), issue, editor(request))
        messages.success(request, f"The brief is about {issue} now." if issue else "Left out.")


def context(source: Source) -> dict[str, Any]:
    """What the page says of a source: the same few queries for every one."""
    vocabulary = Vocabulary.load()
    lines = [shown(line) for line in source.lines]
    speakers, strange = proposals.speakers(source), proposals.issues(source)
    issues = Issue.objects.in_order() if strange else Issue.objects.none()
    by_key = {issue.pk: issue for issue in issues}
    return {
        "source": source,
        "draft": compose(source.brief),
        "places": places(source),
        "lines": lines,
        "unknown": [line for line in lines if line.state == "unknown"],
        "speakers": [NewSpeaker(who, vocabulary.people_like(who.name)) for who in speakers],
        "names": Expert.objects.order_by("name").values_list("name", flat=True)[:MOST_NAMES]
        if speakers
        else [],
        "strange": [
            NewIssue(
                words,
                [by_key[tag.issue] for tag in vocabulary.issues_like(words.text) if tag.issue in by_key],
            )
            for words in strange
        ],
        "issues": issues,
    }


def shown(line: dict[str, Any]) -> ShownLine:
    fate = Fate(line["as"])
    state = str(fate) if fate in {Fate.IGNORED, Fate.UNKNOWN} else "used"
    return ShownLine(line["n"], line["text"], FATES[fate], state, line.get("why", ""))


def places(source: Source) -> dict[str, list[int]]:
    """The lines that each part came from, by the part's key; of the head and the developments, by their fate."""
    found: dict[str, list[int]] = defaultdict(list)
    for line in source.lines:
        found[line.get("part") or line["as"]].append(line["n"])
    return dict(found)


def editor(request: HttpRequest) -> User:
    return cast(User, request.user)


def number(request: HttpRequest) -> int:
    """The proposal that the button belongs to. Raises Http404 for what is no number."""
    text = request.POST.get("number", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404("There is no such proposal.")
    return int(text)


def named(rows: QuerySet[M], key: str) -> M:
    """The row with that primary key. Raises Http404 for a key that is none."""
    return get_object_or_404(rows, pk=int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None)
