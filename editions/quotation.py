"""One quotation as readers get it: what stands at its address, and what its page shows beside its words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from briefs.prose import BULLET
from briefs.richtext import plain
from editions.dates import in_full
from editions.models import Edition, EditionQuote
from editions.reading import present
from editions.translations import versions
from issues.models import Issue

OTHERS = 5
LONG = 320  # characters; shorter words are set larger


class Dropped(Exception):
    """The brief is public, and its present edition no longer has the quotation."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(str(edition))
        self.edition = edition


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, the rest of its brief's, what else its speaker said most recently, and what the brief is about."""

    row: EditionQuote
    beside: list[EditionQuote]
    others: list[EditionQuote]
    issues: list[Issue]

    @property
    def edition(self) -> Edition:
        return self.row.edition

    @property
    def written(self) -> str:
        """The language of the brief, and of the words."""
        return self.edition.value().language

    @property
    def opening(self) -> str:
        """How the brief begins, in plain words."""
        return next(iter(plain(self.edition.value().developments)), "").removeprefix(BULLET)

    @property
    def long(self) -> bool:
        return sum(map(len, plain(self.row.text))) > LONG

    def attributed(self, newsroom: str, address: str) -> str:
        """The words with all that tells where they come from, ready to be pasted: three lines or more."""
        words = "\n".join(plain(self.row.text))
        speaker = ", ".join(filter(None, (self.row.name, self.row.title)))
        comma = "" if self.edition.title.endswith(("?", "!")) else ","
        source = f"“{inside(self.edition.title)}{comma}” {newsroom}, {in_full(self.row.date)}"
        return f"“{inside(words)}”\n— {speaker}\n{source}\n{address}"


def stands_at(key: str, at: datetime.datetime) -> EditionQuote:
    """The quotation with that key in the edition that is live at `at` (aware), with its speaker. At most four queries.

    Raises editions.reading.Withdrawn (Expired) when its brief is public no longer, Dropped when only the quotation is,
    and EditionQuote.DoesNotExist for a key of which nothing was ever public.
    """
    rows = EditionQuote.objects.filter(key=key).select_related("edition", "expert")
    if found := rows.live(at).newest_first().first():
        return found
    last = rows.filter(edition__live_from__lte=at).order_by("-edition__live_from").first()
    if last is None:
        raise EditionQuote.DoesNotExist
    raise Dropped(present(last.edition, at))


def quotation(row: EditionQuote, at: datetime.datetime) -> Quotation:
    """What the page of a quotation shows at the instant `at` (aware), and not the same words in another language.
    Four queries, and one more for a translation, however much that is.
    """
    beside = row.edition.quote_rows.exclude(pk=row.pk).select_related("expert").order_by("position")
    told = [row.brief_id, *(each.brief for each in versions(row.edition, row.edition.value(), at))]
    said = EditionQuote.objects.live(at).filter(expert=row.expert).exclude(brief__in=told)
    others = said.select_related("edition").newest_first()[:OTHERS]
    return Quotation(row, list(beside), list(others), list(row.edition.issues.all()))


def inside(text: str) -> str:
    """`text` as it stands inside quotation marks: its own become single ones."""
    return text.replace("“", "‘").replace("”", "’")
