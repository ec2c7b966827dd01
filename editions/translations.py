"""The same brief in other languages: those that readers can see at this instant, each of which leads to all the others.

A translation names its original by key, in its working rows and, once it is published, in its edition. The briefs that
name one original belong together with it, also while the original itself is not public.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from briefs import languages
from briefs.content import Content
from briefs.languages import Language
from editions.dated import public
from editions.models import Edition, EditionTranslation
from issues.prepared import prepared


@dataclass(frozen=True, slots=True)
class Version:
    """A brief in one language, and where it stands. `default` is the one for readers of any other language;
    `brief` is its primary key."""

    language: Language
    title: str
    address: str
    here: bool
    default: bool
    brief: int


def versions(edition: Edition, content: Content, at: datetime.datetime) -> list[Version]:
    """Every language in which readers find the brief of `edition` at the instant `at` (aware), itself among them; empty
    when there is no other. One query, and two for a translation.
    """
    known = {languages.meant(content.language): edition}
    others = [row.edition for row in _translations(content.original or edition.brief_id, at)]
    if content.original:
        others += _original(content.original, at)
    for other in sorted(others, key=lambda each: each.brief_id):
        known.setdefault(languages.meant(other.value().language), other)
    if len(known) == 1:
        return []
    default = known.get(languages.meant("")) or min(known.values(), key=lambda each: each.brief_id)
    return [
        Version(
            language, each.title, each.get_absolute_url(), each is edition, each is default, each.brief_id
        )
        for language, each in sorted(known.items(), key=lambda pair: pair[0].tag)
    ]


@prepared
def _translations(original: int, at: datetime.datetime) -> QuerySet[EditionTranslation]:
    rows = EditionTranslation.objects.filter(public(at, "edition__"), original=original)
    return rows.select_related("edition")


@prepared
def _original(brief: int, at: datetime.datetime) -> QuerySet[Edition]:
    """The live edition of the original itself. One that is published as a translation of another belongs there."""
    return Edition.objects.live(at).filter(brief=brief, translation_row=None)
