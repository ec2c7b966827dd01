"""A brief as a work to be cited: what every style of citation is made of, and two styles as text.

A brief bears no byline: its newsroom is the author.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Self

from django.utils.text import slugify

from briefs.text_form import MONTHS
from editions.imprint import Imprint


@dataclass(frozen=True, slots=True)
class Work:
    """What a citation says; `key` names it in a bibliography, in plain letters."""

    key: str
    author: str
    title: str
    label: str
    date: datetime.date
    address: str
    issues: tuple[str, ...]
    language: str

    @classmethod
    def of(cls, imprint: Imprint) -> Self:
        edition = imprint.edition
        words = (
            slugify(imprint.site.name) or "brief",
            edition.date.isoformat(),
            slugify(edition.title)[:40].strip("-"),
        )
        return cls(
            "-".join(filter(None, words)),
            one_line(imprint.site.name),
            one_line(edition.title),
            one_line(edition.label),
            edition.date,
            imprint.address,
            tuple(one_line(issue.name) for issue in imprint.article.issues),
            imprint.language.tag,
        )

    @property
    def day(self) -> str:
        """“March 14, 2024”, as American styles have it, whatever the language of the page."""
        return f"{MONTHS[self.date.month - 1]} {self.date.day}, {self.date.year}"

    def chicago(self) -> str:
        """An entry of a bibliography after the Chicago Manual of Style."""
        return f"{_stopped(self.author)} “{_stopped(self.title)}” {self._kind()}{self.day}. {self.address}."

    def apa(self) -> str:
        """A reference after the style of the APA, whose seventh edition names no site that is the author as well."""
        day = f"{self.date.year}, {MONTHS[self.date.month - 1]} {self.date.day}"
        kind = f" [{self.label}]" if self.label else ""
        return f"{_stopped(self.author)} ({day}). {_stopped(self.title + kind)} {self.address}"

    def _kind(self) -> str:
        return f"{self.label}, " if self.label else ""


def one_line(text: str) -> str:
    return " ".join(text.split())


def _stopped(text: str) -> str:
    """`text` with a full stop, unless it ends in a mark of its own."""
    return text if re.search(r"[.?!…][”’\"')]*$", text) else f"{text}."
