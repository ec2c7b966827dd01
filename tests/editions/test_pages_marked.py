"""Every word of the site's own is marked for translation: said in a language that puts ⟦brackets⟧ around what it
translates, no page has a Latin letter outside of them, the newsroom's own words being Greek.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.test import Client
from django.utils import translation

from tests import shelf

pytestmark = pytest.mark.django_db
SAID = (
    "aria-label",
    "title",
    "alt",
    "placeholder",
    "content",
    "summary",
    "data-done",
    "data-label",
    "data-print",
)
SILENT = {"script", "style", "template"}
CITATION = "citation"  # the class of what is set after two English style books, in English
# Names that are the same in every language: of formats and standards, of languages, operators, and addresses.
NAMES = re.compile(
    r"https?://\S+|\b(?:issue|expert|from|to):"
    r"|\b(BibTeX|RIS|CSL-JSON|CSL|JSON Feed|JSON|APA|Chicago|PDF|Markdown|Atom|RSS|oEmbed|DOI|URL|English"
    r"|UTC)\b"
)
LATIN = re.compile(r"[A-Za-z][A-Za-z’' ]*")


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A language in which every message is its English in brackets."""
    settings.NEWSROOM_NAME = shelf.NEWSROOM

    def bracketing(name: str) -> Callable[..., str]:
        plain: Callable[..., str] = getattr(translation._trans, name)  # type: ignore[attr-defined] # noqa: SLF001
        return lambda *args: f"⟦{plain(*args)}⟧"

    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        monkeypatch.setattr(translation._trans, name, bracketing(name))  # type: ignore[attr-defined] # noqa: SLF001


def unmarked(page: str) -> Iterator[str]:
    """Latin words of `page` that stand outside brackets, in what is seen or said aloud."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    texts = list(seen(root))
    texts += [each.get(name) or "" for each in root.iter() for name in SAID if told(each, name)]
    everything = "".join(seen(root))
    yield from LATIN.findall(NAMES.sub("", outside(everything)))
    for each in texts[len(list(seen(root))) :]:
        yield from LATIN.findall(NAMES.sub("", outside(each)))


def told(each: Element, name: str) -> bool:
    """Whether an attribute holds words: of `content`, only a description does."""
    return each.get(name) is not None and (name != "content" or each.get("name") == "description")


def seen(each: Element) -> Iterator[str]:
    """The text of a page in its order."""
    if each.tag in SILENT or each.get("class") == CITATION or not isinstance(each.tag, str):
        yield each.tail or ""
        return
    yield each.text or ""
    for child in each:
        yield from seen(child)
    yield each.tail or ""


def outside(text: str) -> str:
    """What of `text` stands outside all brackets; a sentence is cut where one stood."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "·", text)) != text:
        text = shorter
    return text


def test_every_word_of_the_site_is_marked_for_translation(
    client: Client, pages: dict[str, list[str]], bracketed: None
) -> None:
    found: dict[str, list[str]] = {}
    for addresses in pages.values():
        for address in addresses:
            words = sorted(set(unmarked(client.get(address).content.decode())))
            found |= {address: words} if words else {}
    assert not found, "\n".join(f"{address}: {words}" for address, words in found.items())


def test_a_word_that_is_not_marked_is_seen(bracketed: None) -> None:
    page = '<title>Λέξη</title><p>⟦Marked <a href="/">and ⟦within⟧</a>⟧</p><p title="⟦Said⟧">Λέξη</p>'
    assert list(unmarked(page)) == []
    assert list(unmarked(page + "<p>Plain <b>word</b></p>")) == ["Plain word"]
    assert list(unmarked(page + '<img alt="A ship">')) == ["A ship"]
