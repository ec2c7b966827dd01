"""The copy desk: what stands in a brief's way, and what an editor may want to look at again.

What stops a publication is found by `briefs.readiness` and `editions.publishing`; the rest is advice. Each piece of
advice comes from one small function that takes a `Page`, or a `Page` and the `Archive`, and yields a `Finding`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from briefs.content import Content
from briefs.copydesk.acronyms import acronyms
from briefs.copydesk.archive import Archive
from briefs.copydesk.dates import dates
from briefs.copydesk.finding import Finding
from briefs.copydesk.length import long_paragraphs, long_sentences, readability
from briefs.copydesk.links import links
from briefs.copydesk.speakers import names, names_under_quotations, titles
from briefs.models import Brief, SetAside
from briefs.readiness import MOST, Page, Reason, place
from editions.publishing import hindrances

__all__ = ["Finding", "advice", "findings"]

OF_WORDS: tuple[Callable[[Page], Iterator[Finding]], ...] = (
    acronyms,
    dates,
    long_paragraphs,
    long_sentences,
    readability,
)
OF_THE_ARCHIVE: tuple[Callable[[Page, Archive], Iterator[Finding]], ...] = (
    titles,
    names_under_quotations,
    names,
    links,
)
ELSEWHERE = {"embargo"}  # no matter of words; the form says it where the time is chosen
Prefixes = Mapping[str, Sequence[str]]


def findings(content: Content, prefixes: Prefixes | None, brief: Brief | None) -> list[dict[str, Any]]:
    """What the copy desk says of `content` as the words of `brief` (None for a new one), as JSON-ready objects.

    First what stops a publication (`blocking`), then advice, each in the order of the page. `field` is the name of a
    field of the form; `prefixes` gives for each kind of part (“quotes”) the prefix of the form's fields of each in the
    content's order, and is None where the two orders are one. `words` are those of the field that are meant, `check`
    is the name of the check, `key` the identity by which advice is set aside, and `dismissed` whether it was.
    At most ten queries, whatever the content says.
    """
    page, brief = Page(content), brief or Brief()
    aside = set(brief.set_aside.values_list("finding", flat=True)) if brief.pk else set()
    missing = (reason for reason in hindrances(brief, page=page) if reason.field not in ELSEWHERE)
    stops = [_row(reason, prefixes, blocking=True) for reason in missing]
    told = [_row(finding, prefixes, blocking=False) for finding in advice(page, Archive.load(page, brief))]
    return stops + [row | {"dismissed": row["key"] in aside} for row in told]


def advice(page: Page, archive: Archive) -> list[Finding]:
    """All that the advisory checks say, in the order of the page; the same of one field is said once."""
    asked = [(check.__name__, check(page)) for check in OF_WORDS]
    asked += [(check.__name__, check(page, archive)) for check in OF_THE_ARCHIVE]
    found = (replace(each, check=check) for check, said in asked for each in islice(said, MOST))
    return sorted(dict.fromkeys(found), key=lambda finding: place(finding.field))


def set_aside(brief: Brief, key: str, by: Any, aside: bool = True) -> None:
    """Keep advice from being given on this brief again, or let it be given; saying so twice is saying it once."""
    if aside:
        SetAside.objects.get_or_create(brief=brief, finding=key, defaults={"by": by})
    else:
        SetAside.objects.filter(brief=brief, finding=key).delete()


def _row(said: Reason | Finding, prefixes: Prefixes | None, *, blocking: bool) -> dict[str, Any]:
    return {
        "field": _on_the_form(said.field, prefixes or {}),
        "text": said.text,
        "blocking": blocking,
        "check": said.check,
        "words": said.words,
        "key": _key(said),
        "dismissed": False,
    }


def _on_the_form(field: str, prefixes: Prefixes) -> str:
    """The field's name on a form whose parts may stand in another order, with some that are not kept between them."""
    kind, _, rest = field.partition("-")
    number, _, name = rest.partition("-")
    return f"{prefixes[kind][int(number)]}-{name}" if kind in prefixes and name else field


def _key(said: Reason | Finding) -> str:
    """Which finding it is, wherever its part of the page has been moved to."""
    about = said.about if isinstance(said, Finding) else ""
    kind, name = said.field.partition("-")[0], said.field.rpartition("-")[2]
    meant = f"{said.check}\n{kind}-{name}\n{about or said.words or said.text}"
    return hashlib.sha256(meant.encode(errors="replace")).hexdigest()
