"""Puts the newsroom in, by the doors that everybody uses: the reader, the writer and the publisher."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from io import StringIO
from typing import TypeVar

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from briefs.composing import compose
from briefs.content import Content, Link, Quote, Section
from briefs.drafting import record
from briefs.imaging import receive
from briefs.importing.bringing_in import bring_in, understand
from briefs.management.demo import steps
from briefs.management.demo.accounts import account
from briefs.management.demo.newsroom import (
    DemoBrief,
    DemoExpert,
    DemoIssue,
    DemoOpening,
    State,
    dated,
    newsroom,
)
from briefs.management.demo.portraits import monogram
from briefs.models import Brief, ReaderPhrase, Revision
from briefs.prose import BULLET
from briefs.richtext import from_paragraphs
from briefs.writing import write
from editions.models import Edition, Introduction, PinnedBrief
from experts.models import Expert, ExpertAlias
from issues.models import Issue, IssueAlias

NOTE = "Demo newsroom: addresses of the related links"
CHANGED_AFTER = datetime.timedelta(hours=3)
Keyed = TypeVar("Keyed", Quote, Section, Link)


def is_loaded() -> bool:
    """Whether the newsroom was put in before, whatever the desk has made of it since."""
    return Revision.objects.filter(note=NOTE).exists()


@transaction.atomic
def load(briefs: Iterable[DemoBrief], today: datetime.date) -> None:
    """Put in issues, experts and these briefs, wholly or not at all."""
    call_command("load_issues", stdout=StringIO())
    for issue in newsroom().issues:
        load_issue(issue)
    for expert in newsroom().experts:
        load_expert(expert)
    load_phrases()
    loaded: dict[str, Brief] = {}
    for brief in briefs:
        day = today - datetime.timedelta(days=brief.day)
        loaded[brief.text] = load_brief(brief, day, loaded.get(brief.translates))
    for opening in newsroom().openings:
        load_opening(opening)


@transaction.atomic
def load_archive_issues() -> None:
    """Make the issues that the archive needs beside the newsroom's."""
    for name in newsroom().archive["issues"]:
        load_issue(DemoIssue(name))


def load_issue(told: DemoIssue) -> None:
    """Make the issue, unless its name is known."""
    if Issue.objects.known(told.name):
        return
    parent = Issue.objects.known(told.parent) if told.parent else None
    issue = Issue.objects.create(name=told.name, description=told.description, parent=parent)
    free = [name for name in told.aliases if Issue.objects.known(name) is None]
    IssueAlias.objects.bulk_create(IssueAlias(issue=issue, name=name) for name in free)


def load_opening(told: DemoOpening) -> None:
    """Let the issue's page open with these words and briefs, unless the desk gave it others."""
    issue = Issue.objects.known(told.issue)
    if issue is None or Introduction.objects.filter(issue=issue).exists():
        return
    points = from_paragraphs([BULLET + point for point in told.key_points])
    Introduction.objects.create(issue=issue, text=from_paragraphs(told.introduction), key_points=points)
    briefs = {
        edition.title: edition.brief_id for edition in Edition.objects.live().filter(title__in=told.pinned)
    }
    shown = [briefs[title] for title in told.pinned if title in briefs]
    PinnedBrief.objects.bulk_create(
        PinnedBrief(issue=issue, brief_id=brief, place=place) for place, brief in enumerate(shown, 1)
    )


def load_expert(told: DemoExpert) -> None:
    """Make the expert with the present title, unless the name is known."""
    if Expert.objects.known(told.name):
        return
    expert = Expert.objects.create(
        name=told.name,
        title=told.title,
        organisation=newsroom().organisation,
        biography=from_paragraphs([told.biography]),
    )
    if told.portrait:
        expert.portrait = receive(monogram(told.name), None)
        expert.portrait_alt, expert.portrait_credit = f"Monogram of {told.name}", newsroom().organisation
        expert.save()
    free = [name for name in told.aliases if Expert.objects.known(name) is None]
    ExpertAlias.objects.bulk_create(ExpertAlias(expert=expert, name=name) for name in free)


def load_phrases() -> None:
    """Teach the reader of pasted texts the headings of other languages."""
    for kind, phrases in newsroom().phrases.items():
        for text in phrases:
            ReaderPhrase.objects.get_or_create(kind=kind, text=text)


def load_brief(told: DemoBrief, date: datetime.date, original: Brief | None = None) -> Brief:
    """Paste the brief's text, give its links their addresses, and bring it where it stands in the demo."""
    writer = account("writer")
    at = timezone.make_aware(datetime.datetime.combine(date, told.at))
    text = dated(told.written(), date)
    brief = bring_in(text, writer, again=True, language=told.language).source.brief
    write(brief, replace(addressed(compose(brief)), original=original.pk if original else None))
    record(brief, writer, NOTE)
    for step in steps.STEPS[told.state]:
        step(brief, told, at)
    backdate(brief, at)
    if told.state is State.EDITED:
        change(Brief.objects.get(pk=brief.pk), dated(told.written(edited=True), date), at + CHANGED_AFTER)
    return brief


def addressed(content: Content) -> Content:
    """`content` with the addresses that its text could not carry."""
    known = newsroom().reports
    return replace(
        content, links=tuple(replace(link, url=known.get(link.title, link.url)) for link in content.links)
    )


def change(brief: Brief, text: str, at: datetime.datetime) -> None:
    """Make the working copy say `text`; parts that stand where they stood stay the same parts."""
    now, then = addressed(understand(text).content), compose(brief)
    changed = replace(
        now,
        slug=then.slug,
        quotes=as_before(now.quotes, then.quotes),
        sections=as_before(now.sections, then.sections),
        links=as_before(now.links, then.links),
    )
    record(write(brief, changed), account("editor"))
    brief.revisions.filter(pk=brief.revisions.latest("number").pk).update(saved_at=at)
    Brief.objects.filter(pk=brief.pk).update(changed_at=at)


def as_before(now: tuple[Keyed, ...], then: tuple[Keyed, ...]) -> tuple[Keyed, ...]:
    kept = tuple(replace(part, key=old.key) for part, old in zip(now, then, strict=False))
    return kept + now[len(then) :]


def backdate(brief: Brief, at: datetime.datetime) -> None:
    """Let the desk's own dates tell of the day that the demo pretends, not of the minute of loading."""
    at = min(at, timezone.now())
    Brief.objects.filter(pk=brief.pk).update(created_at=at, changed_at=at)
    brief.revisions.update(saved_at=at)
    brief.sources.update(pasted_at=at)
