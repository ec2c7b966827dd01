"""From a saved version of a brief to the edition that shows it and the rows by which readers find it, all unsaved."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from briefs.content import Content
from briefs.models import Brief, Image, Revision
from editions.models import (
    Edition,
    EditionImage,
    EditionIssue,
    EditionLink,
    EditionQuote,
    EditionTranslation,
)
from editions.searching import EditionText, text_of
from editions.spoken import QuoteText, words_said


@dataclass(frozen=True, slots=True)
class Frozen:
    """An edition and its index rows, made but not yet saved."""

    edition: Edition
    issues: list[EditionIssue]
    quotes: list[EditionQuote]
    links: list[EditionLink]
    images: list[EditionImage]
    text: EditionText
    said: list[QuoteText]
    translations: list[EditionTranslation]

    def rows(self) -> Iterator[tuple[type[Model], Sequence[Any]]]:
        """The index rows, a kind after the other; a kind of which there is none is left out."""
        for kind in (
            self.issues,
            self.quotes,
            self.links,
            self.images,
            [self.text],
            self.said,
            self.translations,
        ):
            if kind:
                yield type(kind[0]), kind


def freeze(
    brief: Brief, revision: Revision, number: int, live_from: datetime.datetime, by: User | None
) -> Frozen:
    """The edition that shows `revision` of `brief`, with its index rows, unsaved; for `publish` and for bulk loading.

    The revision must be of a brief that `briefs.readiness` finds fit.
    """
    content = revision.value()
    edition = edition_of(revision, content, number, live_from)
    edition.brief, edition.published_by = brief, by
    return index(edition, content)


def edition_of(revision: Revision, content: Content, number: int, live_from: datetime.datetime) -> Edition:
    """The edition, without its index rows, that shows `revision`, which says `content`."""
    if content.date is None:
        raise ValueError("A brief without a date can't be published.")
    return Edition(
        brief_id=revision.brief_id,
        number=number,
        revision=revision,
        label=content.label,
        date=content.date,
        slug=content.slug,
        title=content.title,
        content=revision.content,
        digest=revision.digest,
        live_from=live_from,
    )


def index(edition: Edition, content: Content) -> Frozen:
    """`edition` with the rows by which its words, issues, quotations and links to other briefs are found.
    Where it has its key already, the rows hold that alone.
    """
    whose = {"edition_id": edition.pk} if edition.pk else {"edition": edition}
    place = {**whose, "date": edition.date, "brief_id": edition.brief_id}
    quotes = [
        EditionQuote(
            key=quote.key,
            position=position,
            expert_id=quote.expert,
            name=quote.name,
            title=quote.title,
            text=quote.text,
            **place,
        )
        for position, quote in enumerate(content.quotes)
        if quote.expert
    ]
    return Frozen(
        edition,
        [EditionIssue(issue_id=tag.issue, **place) for tag in content.issues],
        quotes,
        [EditionLink(**whose, key=link.key, target_id=link.brief) for link in content.links if link.brief],
        [EditionImage(**whose, image=image) for image in Image.objects.filter(digest=content.image.digest)]
        if content.image
        else [],
        text_of(edition, whose, content),
        [QuoteText(quote=quote, words=words_said(quote.text)) for quote in quotes],
        [EditionTranslation(**whose, original_id=content.original)] if content.original else [],
    )
