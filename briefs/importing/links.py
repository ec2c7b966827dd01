"""Related reading: `Title,” by A and B` or `Title,” Source`, the opening mark and the address lost on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefs.importing.headings import in_title_case
from briefs.importing.marks import ends_sentence, unmatched_closing, without_full_stop
from briefs.importing.people import looks_like_name
from briefs.importing.vocabulary import Vocabulary

LONGEST = 700
LONGEST_TITLE = 300
LONGEST_AUTHORS = 300
LONGEST_SOURCE = 200
LONGEST_ADDRESS = 1000
_ADDRESS = re.compile(r"[(<\[]?(https?://[^\s<>()\[\]“”\"]+)[)>\]]?[.,;]?", re.IGNORECASE)
_BY = re.compile(r"by\b[:\s]*", re.IGNORECASE)
_AND = re.compile(r"\s*,?\s+(?:and|&)\s+|\s*;\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """A related link as printed; `address` is empty where the text has lost it."""

    title: str
    authors: tuple[str, ...] = ()
    source: str = ""
    address: str = ""

    def fits(self) -> bool:
        """Whether the parts are no longer than a link's columns."""
        return (
            0 < len(self.title) <= LONGEST_TITLE
            and len("; ".join(self.authors)) <= LONGEST_AUTHORS
            and len(self.source) <= LONGEST_SOURCE
            and len(self.address) <= LONGEST_ADDRESS
        )


def address(text: str) -> str:
    """The web address that a line consists of; empty for any other line."""
    match = _ADDRESS.fullmatch(text) if len(text) <= LONGEST_ADDRESS else None
    return match[1] if match else ""


def link(text: str, vocabulary: Vocabulary) -> Found | None:
    """The related link that a line is: a title up to a closing mark without its fellow, then authors or a source."""
    if len(text) > LONGEST + LONGEST_ADDRESS:
        return None
    words, url = _without_address(text)
    body = words[1:] if words[:1] in {"“", '"', "„"} else words
    closing = unmatched_closing(body)
    if closing < 1:
        return None
    title, rest = body[:closing].strip(), body[closing + 1 :].strip(" ,")
    by = _BY.match(rest)
    if not by and not (title.endswith(",") or body[closing + 1 :].startswith(",")):
        return None
    named = _names(rest[by.end() :], vocabulary) if by else _source(rest)
    found = Found(title.rstrip(", "), *named, url) if named is not None else None
    return found if found and found.fits() else None


def listed(text: str) -> Found | None:
    """A line under a heading of related links that gives a title alone."""
    words, url = _without_address(text)
    found = Found(words.strip('“”" ').rstrip(","), address=url)
    return found if found.fits() and not ends_sentence(words) else None


def _without_address(text: str) -> tuple[str, str]:
    match = _ADDRESS.search(text)
    if not match:
        return text, ""
    return f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}".strip(), match[1]


def _source(rest: str) -> tuple[tuple[str, ...], str] | None:
    if not rest:
        return (), ""
    return ((), rest) if rest[0].isalnum() and in_title_case(rest) and not ends_sentence(rest) else None


def _names(words: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], str] | None:
    """The authors in `A, B, and C` and, behind a comma, where the piece stood.

    Of two names without an “and”, the second is an author when the newsroom knows that person, else the source.
    """
    *before, last = _AND.split(without_full_stop(words))
    last, _, source = last.partition(", ")
    authors = [name.strip() for part in before for name in part.split(",") if name.strip()]
    authors += [last.strip()] if last.strip() else []
    while source and vocabulary.is_person(source.partition(", ")[0]):
        author, _, source = source.partition(", ")
        authors.append(author)
    people = all(vocabulary.is_person(name) or looks_like_name(name, words=1) for name in authors)
    return (tuple(authors), source.strip()) if people else None
