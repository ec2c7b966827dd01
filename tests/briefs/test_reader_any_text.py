"""Any text at all, whole or cut: no exception, every line once, and nothing that the text does not hold."""

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.importing.lines import tidy
from briefs.importing.outcome import Fate
from briefs.importing.reader import read
from briefs.models import PhraseKind
from briefs.richtext import without_controls
from tests.briefs.pasted import BRIEF, VOCABULARY, paste, vocabulary

PIECES = [
    *BRIEF.split("\n\n"),
    *BRIEF.split(),
    "“",
    "”",
    '"',
    "‘",
    "’",
    "—",
    " — ",
    " – ",
    "-",
    "\n",
    "\n\n",
    "\r\n",
    "\x0b",
    "\x00",
    "\u2028",
    "\xa0",
    "•",
    "* ",
    "{name}",
    "Q: ",
    "A: ",
    "?",
    ":",
    ",",
    ";",
    ".",
    "by",
    "and",
    "Ola Berg",
    "Fellow",
    "Issues:",
    "Topics: Iran",
    "Related Reading",
    "https://example.org/a",
    "(https://",
    ">",
    "> ",
    "9:15 a.m.",
    "31/31/2024",
    "0/0/0000",
    "\ud800",
    "İ",
    "ﬁ",
]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map("\n".join),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_is_read_without_an_exception_and_every_line_once(text: str) -> None:
    reading = read(text, VOCABULARY)
    numbers = [line.number for line in reading.lines]
    assert numbers == sorted(set(numbers))
    shown = {line.number for line in reading.lines}
    assert all(
        number in shown
        for number, line in enumerate(text.splitlines(), 1)
        if tidy(without_controls(line)).strip("> ")
    )
    assert reading == read(text, VOCABULARY)
    reading.to_json()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_nothing_is_said_that_the_text_does_not_hold(text: str) -> None:
    source = letters(text)
    content = read(text, VOCABULARY).to_json()["brief"]
    for words in [content["title"] or "", *content["developments"], *(q["text"] for q in content["quotes"])]:
        assert letters(words) in source


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_what_is_read_fits_the_columns_it_is_written_to(text: str) -> None:
    content = read(text * 3, VOCABULARY).content
    assert len(content.title) <= 300
    assert len(content.label) <= 60
    assert all(len(q.name) <= 150 and len(q.title) <= 200 for q in content.quotes)
    assert all(len(s.heading) <= 300 for s in content.sections)
    assert all(
        len(k.title) <= 300 and len("; ".join(k.authors)) <= 300 and len(k.source) <= 200
        for k in content.links
    )


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from(PhraseKind))
def test_no_phrase_can_break_the_reader(wording: str, kind: PhraseKind) -> None:
    text = wording + "{name}" if kind is PhraseKind.ATTRIBUTION else wording
    read(BRIEF, vocabulary([(kind, text)]))


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKC", tidy(text))))


WHOLE = paste(BRIEF).brief


@pytest.mark.parametrize("part", ["developments", "quotes", "sections", "related", "issues"])
def test_wherever_a_text_is_cut_what_stands_before_the_cut_is_read_as_ever(part: str) -> None:
    for place in range(len(BRIEF)):
        found: list[Any] = paste(BRIEF[:place]).brief[part]
        assert found[:-1] == WHOLE[part][: max(0, len(found) - 1)], BRIEF[:place][-40:]


def test_a_cut_in_a_sentence_a_quotation_a_name_or_a_heading_is_told() -> None:
    for cut, words in {
        "ferry sails aga": "breaks off in line 7, in the middle of a sentence",
        "ends an era —": "breaks off in line 11, in the middle of a quotation",
        "— Mara Lindq": "ends in line 11 with a quotation: see that its speaker's title is whole",
        "Expert Ana": "breaks off in line 9",
        "Who Pays for the Chan": "Nothing stands under the heading “Who Pays for the Chan” in line 15",
        "Never Sailed": "Nothing stands under the heading “The Ferry That Never Sailed” in line 21",
    }.items():
        text = BRIEF[: BRIEF.index(cut) + len(cut)]
        assert any(words in note for note in paste(text).reading.notes), (cut, paste(text).reading.notes)


def test_a_quotation_cut_at_the_end_is_kept_without_a_speaker() -> None:
    found = paste(BRIEF[: BRIEF.index("the fishermen")])
    assert found.brief["quotes"][-1] == {"text": "Nobody asked", "expert": None, "title": None}
    assert found.reading.lines[-1].verdict.fate is Fate.QUOTE
