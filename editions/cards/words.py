"""What stands on a share card, as a value, before anything is drawn.

A card says only what its page says. Its digest is its name: other words, or another design, are another card.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from briefs.content import Content
from briefs.languages import interface
from briefs.prose import BULLET
from briefs.richtext import plain
from editions.cards.lettering import shortened
from editions.dates import in_full
from editions.models import EditionQuote
from experts.models import Expert
from issues.models import Issue

DESIGN = 1  # raise it when cards come to look otherwise
BETWEEN = " · "
MOST_ISSUES = 6
MOST_ALT = 300  # characters of the title: services cut what is told of a picture
# By the names of their addresses.
PAGES = {
    "briefs": gettext_lazy("Briefs"),
    "issues": gettext_lazy("Issues"),
    "experts": gettext_lazy("Experts"),
    "quotes": gettext_lazy("Quotations"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a card from top to bottom; `quoted` when the title is what somebody said.

    `language` is the tag of the brief's language, "" where the letters of the title tell from which side it is read.
    """

    newsroom: str
    line: str
    title: str
    speaker: str = ""
    post: str = ""
    issues: str = ""
    quoted: bool = False
    language: str = ""

    def digest(self) -> str:
        """What tells this card from every other one, in 16 hexadecimal digits."""
        drawn = json.dumps([DESIGN, *dataclasses.astuple(self)])
        return hashlib.sha256(drawn.encode()).hexdigest()[:16]

    def alt(self) -> str:
        """The card for those who can't see it: its words, in the order in which they stand."""
        said_by = ", ".join(filter(None, (self.speaker, self.post)))
        words = (self.newsroom, self.line, shortened(self.title, MOST_ALT), said_by, self.issues)
        return " | ".join(filter(None, words))


def of_brief(content: Content) -> Card:
    """The card of a published brief: its date and label, its title, its issues, in the words of the day."""
    return Card(
        settings.NEWSROOM_NAME,
        _dateline(content),
        content.title,
        issues=_issues(content),
        language=content.language,
    )


def of_quotation(content: Content, quote: EditionQuote) -> Card:
    """The card of a quotation in a published brief, with the speaker's name and title as they were."""
    return Card(
        settings.NEWSROOM_NAME,
        _dateline(content),
        said(quote.text),
        quote.name,
        quote.title,
        _issues(content),
        quoted=True,
        language=content.language,
    )


def of_issue(issue: Issue) -> Card:
    return Card(settings.NEWSROOM_NAME, _("Issue"), issue.name)


def of_expert(expert: Expert) -> Card:
    held = BETWEEN.join(filter(None, (expert.title, expert.organisation)))
    return Card(settings.NEWSROOM_NAME, _("Expert"), expert.name, post=held)


def of_page(name: str) -> Card:
    """The card of one of the PAGES, whatever it is narrowed by."""
    return Card(settings.NEWSROOM_NAME, "", str(PAGES[name]))


def of_newsroom() -> Card:
    """The card of the front page, and of every page that has none of its own."""
    return Card(
        "",
        "",
        settings.NEWSROOM_NAME,
        post=_("Flash briefs: what happened, and what the experts make of it."),
    )


def said(text: str) -> str:
    """The words of a quotation as one paragraph in quotation marks, unless they stand in such marks already."""
    words = " ".join(" ".join(block.removeprefix(BULLET).split()) for block in plain(text))
    return words if words.find("”") == len(words) - 1 and words.startswith("“") else f"“{words}”"


def _dateline(content: Content) -> str:
    with override(interface(content.language)):
        day = in_full(content.date) if content.date else ""
    return " — ".join(filter(None, (day, content.label)))


def _issues(content: Content) -> str:
    names = [tag.name for tag in content.issues]
    return BETWEEN.join(names[:MOST_ISSUES] + ["…"] * (len(names) > MOST_ISSUES))
