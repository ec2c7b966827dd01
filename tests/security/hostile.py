"""A newsroom in which every field holds words that would run a script: in each, all of `PAYLOADS` stand somewhere.

The rows are written past the forms, which would refuse some of it; and where they are published the copy desk must be
made to look away.
"""

import dataclasses
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from audit import log
from audit.models import Act
from briefs import roles
from briefs.content import Content, Link, Picture, Quote, Section, Tag, new_key
from briefs.drafting import record
from briefs.imaging import receive
from briefs.models import Brief, Comment
from briefs.richtext import CleanHTML, without_controls
from briefs.writing import write
from editions.introductions import PinnedBrief
from editions.models import Edition, Introduction
from editions.publishing import publish
from experts.models import Expert
from issues.models import Issue
from tests import cast, pictures
from tests.security.payloads import PAYLOADS, parcels

WORDS = [without_controls(each) for each in PAYLOADS]
TITLES, NAMES, SHORT = (
    parcels(290, WORDS),
    parcels(150, WORDS),
    parcels(60, [w for w in WORDS if len(w) <= 60]),
)


def newsroom() -> list[Edition]:
    """Everything, published; the first three editions are long ones, the others carry titles."""
    ada = cast.person("ada", roles.ADMINISTRATOR)
    User.objects.filter(pk=ada.pk).update(first_name=SHORT[0], last_name=NAMES[-1])
    for place, name in enumerate(NAMES):
        User.objects.create(username=f"{place}{name}"[:150], first_name=name, email=f"{place}@example.org")
    every = " ".join(WORDS)
    issues = [
        Issue.objects.create(name=name, slug=f"s{place}", description=every)
        for place, name in enumerate(parcels(100, WORDS))
    ]
    experts = [
        Expert.objects.create(name=name, slug=f"e{place}", title=name, organisation=name, biography=every)
        for place, name in enumerate(NAMES)
    ]
    picture = receive(pictures.upload(pictures.drawn()), ada)
    briefs = [long(place, issues, experts, picture.digest) for place in range(3)]
    briefs += [short(title, label, issues) for title, label in zip(TITLES, SHORT, strict=False)]
    editions = [publish(brief, ada) for brief in briefs]
    talk(briefs[0], ada)
    Introduction.objects.create(issue=issues[0], text=" ".join(WORDS), key_points=" ".join(WORDS))
    PinnedBrief.objects.create(issue=issues[0], brief=briefs[1], place=0)
    for words in TITLES:
        told: dict[str, Any] = {words: {"before": words, "after": [words]}}
        log.note(Act.CHANGED, ada, briefs[0], words=words, **told)
    return editions


def long(place: int, issues: list[Issue], experts: list[Expert], digest: str) -> Brief:
    """A brief with a third of it all in its parts."""
    names, titles = NAMES[place::3], TITLES[place::3]
    third = experts[place::3]
    every = CleanHTML(" ".join(WORDS))
    content = cast.content(
        titles[0], slug=f"long-{place}", label=SHORT[place], developments=every, links=list(map(link, titles))
    )
    content = dataclasses.replace(
        content,
        quotes=tuple(
            Quote(new_key(), CleanHTML(name), who.pk, name, name)
            for who, name in zip(third, names, strict=True)
        ),
        sections=tuple(Section(new_key(), words, CleanHTML(words)) for words in titles),
        issues=tuple(Tag(issue.pk, issue.name) for issue in issues[place::3]),
        image=Picture(digest, 800, 600, alt=titles[1], credit=titles[2][:200]),
    )
    brief = saved(content)
    record(
        write(brief, dataclasses.replace(content, title=titles[3], label=SHORT[5 + place])),
        None,
        titles[2][:200],
    )
    brief.revisions.update(name=names[0][:80])
    return brief


def link(words: str) -> Link:
    return Link(new_key(), words, f"https://example.org/?{words}", authors=(words,), source=words[:200])


def short(title: str, label: str, issues: list[Issue]) -> Brief:
    content = cast.content(title, label=label, developments=title, slug=f"short-{Brief.objects.count()}")
    return saved(dataclasses.replace(content, issues=(Tag(issues[0].pk, issues[0].name),)))


def saved(content: Content) -> Brief:
    brief = write(Brief(), content)
    record(brief, None)
    return brief


def talk(brief: Brief, ada: User) -> None:
    part = brief.quotes.all()[0].key
    for words in TITLES:
        said = {"brief": brief, "author": ada, "text": words, "written_at": timezone.now(), "about": words}
        first = Comment.objects.create(part=part, **said)
        Comment.objects.create(thread=first, part=part, **said)
