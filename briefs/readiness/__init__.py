"""What keeps a brief from readers, on whatever path it would go out. A draft is saved without asking here.

A check is one small function: it takes a `Page` and yields a `Reason` for each thing to mend. `CHECKS` lists them.
"""

import dataclasses
from collections.abc import Iterator
from itertools import islice

from briefs.composing import compose
from briefs.content import Content
from briefs.models import Brief
from briefs.readiness import missing
from briefs.readiness.leftovers import leftovers
from briefs.readiness.marks import quotation_marks
from briefs.readiness.page import Page, Text
from briefs.readiness.reason import Check, Reason

__all__ = ["CHECKS", "Page", "Reason", "Text", "objections", "place", "reasons"]

CHECKS: tuple[Check, ...] = (
    missing.head,
    missing.issues,
    missing.quotations,
    missing.sections,
    missing.links,
    missing.image,
    quotation_marks,
    leftovers,
)
MOST = 200  # of one check: who pastes something strange into a field isn’t told of each letter
FIELDS = ("label", "date", "title", "slug", "developments", "issues", "quotes", "sections", "links", "image")


def reasons(brief: Brief, page: Page | None = None) -> list[Reason]:
    """Everything that keeps `brief` from being published, in the order of the page; empty when it is fit.

    `page` stands for what the brief says when that is not what is saved. A brief that was never saved has no source.
    """
    return objections(page or Page(compose(brief))) + list(_sources(brief))


def objections(page: Page | Content) -> list[Reason]:
    """What the words alone lack, in the order of the page; the same complaint of one field is made once."""
    page = Page(page) if isinstance(page, Content) else page
    found = (
        dataclasses.replace(each, check=check.__name__)
        for check in CHECKS
        for each in islice(check(page), MOST)
    )
    return sorted(dict.fromkeys(found), key=lambda reason: place(reason.field))


def place(field: str) -> tuple[int, int]:
    """Where a field of the form stands on the page: the kind of part, and which one of them."""
    kind, _, rest = field.replace("_", "-").partition("-")
    number = rest.partition("-")[0]
    return FIELDS.index(kind) if kind in FIELDS else len(FIELDS), int(number) if number.isdecimal() else 0


def _sources(brief: Brief) -> Iterator[Reason]:
    for source in brief.sources.unaccepted() if brief.pk else ():
        one = source.not_understood == 1
        lines, them = ("1 line", "it") if one else (f"{source.not_understood} lines", "them")
        yield Reason(
            "source",
            f"{lines} of the pasted text could not be understood. Look at {them} and accept {them}.",
            check="source",
        )
