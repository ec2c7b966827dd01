"""Bringing a text in: from words to a draft with its source. The paste page and the command both come through here."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from briefs import drafting
from briefs.content import Content, Link
from briefs.importing import own_form, reader, texts
from briefs.importing.outcome import Reading
from briefs.importing.vocabulary import Vocabulary
from briefs.models import Brief, Source
from briefs.richtext import without_controls
from briefs.writing import write
from editions.models import Edition

NOTE = "Read from a pasted text"
MOST_PARTS = 200  # a brief's form shows them all at once


class NothingUnderstood(Exception):
    """No line of the text was understood, so there is nothing to make a brief of."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(
            "Nothing in this text looks like a brief: there is no date, no heading that the reader knows, no quotation "
            "with a speaker. Headings can be taught to it under “Phrases for the paste reader”."
        )
        self.reading = reading


class BroughtInBefore(Exception):
    """The same text, apart from spaces and line ends, became a brief before: `source.brief`."""

    def __init__(self, source: Source, reading: Reading) -> None:
        super().__init__(
            f"This text was brought in before, on {source.pasted_at:%-d %B %Y}: "
            f"“{source.brief}”, brief {source.brief.pk}."
        )
        self.source = source
        self.reading = reading


@dataclass(frozen=True, slots=True)
class Brought:
    """A text that is in: its source row, whose `brief` is the new draft, and how it was read."""

    source: Source
    reading: Reading


def understand(text: str) -> Reading:
    """How `text` reads with what the newsroom knows now. Writes nothing.

    Raises briefs.importing.texts.Unreadable for a text that is empty or too much for a brief, and NothingUnderstood.
    """
    reading = _read(texts.check(text), Vocabulary.load())
    if reading.understood_nothing():
        raise NothingUnderstood(reading)
    if (parts := reading.parts()) > MOST_PARTS:
        raise texts.Unreadable(
            f"This text has {parts:,} quotations, sections and links. "
            f"A brief has a few; the desk has room for {MOST_PARTS}."
        )
    return reading


def _read(text: str, vocabulary: Vocabulary) -> Reading:
    if own_form.is_own(text):
        return own_form.read(text, reader.digest(text), vocabulary)
    return _with_own_briefs(reader.read(text, vocabulary))


def earlier(text: str) -> Source | None:
    """The source of a brief that the same text became before; the newest of several."""
    return Source.objects.filter(digest=reader.digest(text)).select_related("brief").first()


def bring_in(text: str, by: User | None, again: bool = False, language: str = "") -> Brought:
    """Make a draft of `text`, with its source and first revision. `by` is None for the operator at the command line.
    The reader does not guess what it is written in: `language` says so, "" for the language of the site, unless the
    text itself does.

    Raises what `understand` raises, and BroughtInBefore unless `again`; then nothing has changed.
    """
    try:
        return _bring_in(text, by, again, language)
    except IntegrityError:
        # Someone took the address between our look and our write: look once more.
        return _bring_in(text, by, again, language)


@transaction.atomic
def _bring_in(text: str, by: User | None, again: bool, language: str) -> Brought:
    reading = understand(text)
    _wait_for_the_same(reader.digest(text))
    before = None if again else earlier(text)
    if before is not None:
        raise BroughtInBefore(before, reading)
    brief = write(
        Brief(created_by=by),
        dataclasses.replace(reading.content, language=reading.content.language or language),
    )
    source = Source.objects.create(
        brief=brief,
        text="\n".join(map(without_controls, text.splitlines())),
        digest=reader.digest(text),
        lines=[line.to_json() for line in reading.lines],
        notes=list(reading.notes),
        proposals=reading.proposals(),
        not_understood=len(reading.not_understood()),
        pasted_by=by,
    )
    drafting.record(brief, by, NOTE)
    return Brought(source, reading)


def _wait_for_the_same(digest: str) -> None:
    """Of those who bring in one text at once, be it a button pressed twice, the later wait until the first is in.

    SQLite lets one transaction write at a time anyway. On PostgreSQL no row stands for a text that is not in yet, so
    they wait for a number that the text gives, until the end of the transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])


def _with_own_briefs(reading: Reading) -> Reading:
    """`reading`, with the links that lost their address and bear the title of one public brief leading there."""
    titles = {link.title for link in reading.content.links if not link.url}
    public: dict[str, set[int]] = {}
    for title, brief in Edition.objects.live().filter(title__in=titles).values_list("title", "brief"):
        public.setdefault(title, set()).add(brief)
    ours = {title: briefs.pop() for title, briefs in public.items() if len(briefs) == 1}
    links = tuple(_led(link, ours) for link in reading.content.links)
    notes = tuple(
        f"“{link.title}” is a brief of ours, so the link leads there." for link in links if link.brief
    )
    content: Content = dataclasses.replace(reading.content, links=links)
    return dataclasses.replace(reading, content=content, notes=reading.notes + notes)


def _led(link: Link, ours: dict[str, int]) -> Link:
    return link if link.url else dataclasses.replace(link, brief=ours.get(link.title))
