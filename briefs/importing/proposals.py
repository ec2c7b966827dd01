"""What a reading leaves to people: who the new speakers are, which issues strange words mean, whether lines may go.

A speaker's proposal is open while a quotation of theirs in the brief has no expert, whoever mended it and where; an
issue's until someone says what became of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from briefs import drafting
from briefs.importing.outcome import Fate
from briefs.models import Source
from experts.models import Expert, ExpertQuote
from issues.models import Issue

LEFT_OUT = ""


class Settled(Exception):
    """Someone has decided this already, or there never was such a proposal."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person quoted whom the newsroom does not know, by the proposal's number in its source."""

    number: int
    name: str
    title: str
    quotes: int
    namesakes: bool


@dataclass(frozen=True, slots=True)
class StrangeIssue:
    """Words of an issues line that are no issue, by the proposal's number in its source."""

    number: int
    text: str
    lines: list[int]


def speakers(source: Source) -> list[Speaker]:
    """The people who still have no expert. One query."""
    waiting = set(source.brief.quotes.filter(expert__isnull=True).values_list("key", flat=True))
    found = enumerate(source.proposals.get("speakers", []))
    return [
        Speaker(number, who["name"], who["title"], len(open_quotes), who["namesakes"])
        for number, who in found
        if (open_quotes := waiting.intersection(who["quotes"]))
    ]


def issues(source: Source) -> list[StrangeIssue]:
    """The words that nobody has decided about."""
    found = enumerate(source.proposals.get("issues", []))
    return [StrangeIssue(n, issue["text"], issue["lines"]) for n, issue in found if "became" not in issue]


@transaction.atomic
def add_expert(source: Source, number: int, by: User | None) -> Expert:
    """A new expert of the name and title that the text gives, under the quotations that have none. Raises Settled."""
    held, speaker = _speaker(source, number)
    expert = Expert.objects.create(name=speaker.name, title=speaker.title)
    _link(held, number, expert, by)
    return expert


@transaction.atomic
def pick_expert(source: Source, number: int, expert: Expert, by: User | None) -> None:
    """Put someone known under the quotations; the name and title printed stay as they are. Raises Settled."""
    held, _ = _speaker(source, number)
    _link(held, number, expert, by)


@transaction.atomic
def choose_issue(source: Source, number: int, issue: Issue | None, by: User | None) -> None:
    """Say which issue the words mean; None leaves them out. Raises Settled."""
    held = _lock(source)
    strange = next((one for one in issues(held) if one.number == number), None)
    if strange is None:
        raise Settled
    held.proposals["issues"][number]["became"] = issue.name if issue else LEFT_OUT
    if issue is not None:
        held.brief.issues.add(issue)
        drafting.record(held.brief, by)
    _settle_lines(held, strange.lines)
    held.save(update_fields=["proposals", "lines", "not_understood"])


@transaction.atomic
def accept(source: Source, by: User) -> bool:
    """Note that `by` has read the lines not understood and leaves them out; False when there was nothing to accept."""
    held = _lock(source)
    if not held.not_understood or held.accepted_at is not None:
        return False
    held.accepted_by, held.accepted_at = by, timezone.now()
    held.save(update_fields=["accepted_by", "accepted_at"])
    return True


def _lock(source: Source) -> Source:
    """The source as it is now. Its row is locked, so that of two who decide at once the second is told."""
    return Source.objects.select_for_update(of=("self",)).select_related("brief").get(pk=source.pk)


def _speaker(source: Source, number: int) -> tuple[Source, Speaker]:
    held = _lock(source)
    found = next((one for one in speakers(held) if one.number == number), None)
    if found is None:
        raise Settled
    return held, found


def _link(source: Source, number: int, expert: Expert, by: User | None) -> None:
    keys = source.proposals["speakers"][number]["quotes"]
    ExpertQuote.objects.filter(brief=source.brief, key__in=keys, expert__isnull=True).update(expert=expert)
    drafting.record(source.brief, by)


def _settle_lines(source: Source, numbers: list[int]) -> None:
    """Lines of which nothing is open any more are issues lines like others."""
    on_lines = [issue for issue in source.proposals["issues"] if issue["lines"] == numbers]
    if not all("became" in issue for issue in on_lines):
        return
    for line in source.lines:
        if line["n"] in numbers:
            line |= {"as": str(Fate.ISSUES), "why": " ".join(map(_outcome, on_lines))}
    source.not_understood = sum(line["as"] == Fate.UNKNOWN for line in source.lines)


def _outcome(issue: dict[str, Any]) -> str:
    became = issue["became"]
    return f"“{issue['text']}” was taken for {became}." if became else f"“{issue['text']}” was left out."
