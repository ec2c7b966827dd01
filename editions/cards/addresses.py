"""Where cards are: each beside the address of its page, under a name that is made of what it says."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from briefs.content import Content
from editions.cards import words
from editions.cards.words import Card
from editions.models import Edition, EditionQuote
from experts.models import Expert
from issues.models import Issue


@dataclass(frozen=True, slots=True)
class Placed:
    """A card and where it is: `where` is the name of its address, with what that takes before the digest and size."""

    card: Card
    where: tuple[str, ...]

    def address(self, size: str = "wide") -> str:
        name, *page = self.where
        return reverse(name, args=[*page, self.card.digest(), size])


def of_brief(edition: Edition, content: Content) -> Placed:
    """The card of an edition; `content` is its value, which whoever shows it has at hand."""
    day = edition.date
    return Placed(
        words.of_brief(content), ("brief-card", f"{day:%Y}", f"{day:%m}", f"{day:%d}", edition.slug)
    )


def of_quotation(content: Content, quote: EditionQuote) -> Placed:
    """The card of a quotation; `content` is the value of the edition in which it stands."""
    return Placed(words.of_quotation(content, quote), ("quotation-card", quote.key))


def of_issue(issue: Issue) -> Placed:
    return Placed(words.of_issue(issue), ("issue-card", issue.slug))


def of_expert(expert: Expert) -> Placed:
    return Placed(words.of_expert(expert), ("expert-card", expert.slug))


def of_page(name: str) -> Placed:
    """The card of the page whose address has this name."""
    return Placed(words.of_page(name), ("page-card", name)) if name in words.PAGES else of_newsroom()


def of_newsroom() -> Placed:
    return Placed(words.of_newsroom(), ("newsroom-card",))
