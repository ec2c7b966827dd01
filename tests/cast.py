"""Who and what the tests tell of: Wren writes, Edda edits, Piet publishes, Rhea reads and has no account.

`make_brief` gives a draft that lacks nothing, `published` its edition. What a test does not name is filled in with
words of our own; issues and experts are known by name and made when they are first mentioned.
"""

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, User

from briefs import roles
from briefs.content import Content, Link, Quote, Section, Tag, new_key
from briefs.drafting import record
from briefs.models import Brief
from briefs.richtext import CleanHTML
from briefs.writing import write
from editions.models import Edition
from editions.publishing import publish
from experts.models import Expert
from issues.models import Issue

PASSWORD = "a-long-walk-home"
DAY = datetime.date(2024, 3, 14)
TITLE = "Grain Ships Return to the Odesa Approaches"
WORDS = "<p>Four ships entered the corridor before noon. A fifth waits for its insurer.</p>"

Said = tuple[str, str, str]  # the words, the speaker's name, the title that day


@dataclass(frozen=True, slots=True)
class Cast:
    wren: User
    edda: User
    piet: User


def people() -> Cast:
    """The newsroom: a writer, an editor and a publisher, each in the group of that name, who sign in with PASSWORD."""
    return Cast(person("wren", roles.WRITER), person("edda", roles.EDITOR), person("piet", roles.PUBLISHER))


def person(name: str, *groups: str) -> User:
    """Staff of that name, in those groups; the same person when asked again."""
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(name, password=PASSWORD, first_name=name.title(), is_staff=True)
        user.groups.set(Group.objects.filter(name__in=groups))
    return user


def issue(name: str) -> Issue:
    return Issue.objects.known(name) or Issue.objects.create(name=name)


def expert(name: str, title: str = "Senior Fellow") -> Expert:
    return Expert.objects.known(name) or Expert.objects.create(name=name, title=title)


def content(
    title: str = TITLE,
    *,
    date: datetime.date | None = DAY,
    label: str = "Flash Brief",
    slug: str = "",
    developments: str = WORDS,
    quotes: Sequence[Said] = (("<p>Insurance is the harbour.</p>", "Mara Quist", "Senior Fellow"),),
    sections: Sequence[tuple[str, str]] = (("How the Corridor Works", "<p>Ships keep to the coast.</p>"),),
    links: Sequence[Link] = (),
    issues: Sequence[str] = ("Ukraine",),
    language: str = "",
    original: Brief | None = None,
) -> Content:
    """The value of a brief that lacks nothing; experts and issues are given by name."""
    return Content(
        label,
        date,
        title,
        slug,
        CleanHTML(developments),
        tuple(
            Quote(new_key(), CleanHTML(text), expert(name, held).pk, name, held)
            for text, name, held in quotes
        ),
        tuple(Section(new_key(), heading, CleanHTML(body)) for heading, body in sections),
        tuple(links),
        tuple(Tag(each.pk, each.name) for each in map(issue, issues)),
        language=language,
        original=original.pk if original else None,
    )


def make_brief(title: str = TITLE, *, by: User | None = None, **parts: Any) -> Brief:
    """A saved draft, fit to publish, with its first revision. `parts` are those of `content`."""
    brief = write(Brief(created_by=by), content(title, **parts))
    record(brief, by)
    return brief


def change(brief: Brief, by: User | None = None, **fields: object) -> Brief:
    """The brief with other words in its own fields, such as title="…", saved at the desk; its page stays as it is."""
    for name, value in fields.items():
        setattr(brief, name, value)
    brief.save()
    record(brief, by)
    return brief


def published(
    title: str = TITLE, *, at: datetime.datetime | None = None, by: User | None = None, **parts: Any
) -> Edition:
    """The edition of a new brief, live from `at` (aware; now when left out; a later instant is a scheduled one)."""
    return publish(make_brief(title, by=by, **parts), by, at)


def link_to(brief: Brief, title: str = "") -> Link:
    """Related reading that leads to a brief of ours."""
    return Link(new_key(), title or brief.title, brief=brief.pk)


def link_out(title: str, url: str = "", authors: Sequence[str] = (), source: str = "") -> Link:
    """Related reading elsewhere; without `url`, a title whose address was lost."""
    return dataclasses.replace(Link(new_key(), title, url), authors=tuple(authors), source=source)
