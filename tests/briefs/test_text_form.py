"""The text form of a brief: people read it, and reading it back gives the very same brief."""

import dataclasses
import datetime
from pathlib import Path

import pytest
from django.conf import settings as site
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefs.composing import compose
from briefs.content import NO_TEXT, Content, Link, Quote, Section, Tag
from briefs.importing import own_form
from briefs.importing.bringing_in import bring_in
from briefs.importing.outcome import Fate
from briefs.importing.own_notes import Here, Notes
from briefs.importing.vocabulary import Person, Vocabulary
from briefs.marked import escaped, lines, prose, said, unescaped, unsaid
from briefs.richtext import CleanHTML
from briefs.text_form import Addresses, write
from tests import cast
from tests.briefs.contents import CLEAN, CONTENTS, ISSUES, LINE, WORDS, addresses, read_back


@settings(deadline=None)
@given(CLEAN)
@example(CleanHTML("<p>a<br><br>• b</p><ul><li>c<ul><li>d<p>e</p></li></ul><ul><li>f</li></ul></li></ul>"))
def test_prose_is_the_same_after_a_journey_through_lines(markup: CleanHTML) -> None:
    assert prose(lines(markup)) == markup
    assert unsaid(said(markup)) == markup


@given(LINE, st.sampled_from(["", ",", ";"]))
def test_any_words_are_the_same_after_a_journey_through_one_line(words: str, special: str) -> None:
    line = escaped(words, special)
    assert len(line.splitlines()) == 1
    assert unescaped(line) == words


@settings(deadline=None)
@given(CONTENTS)
@example(Content(sections=(Section("a", "===", NO_TEXT),), issues=(ISSUES["iran"], Tag(4, "---"))))
def test_a_brief_is_the_same_after_a_journey_through_text(content: Content) -> None:
    reading = read_back(write(content, addresses(content)), content)
    assert reading.content == content
    assert not reading.not_understood()
    assert not reading.notes


@settings(max_examples=50, deadline=None)
@given(CONTENTS, st.data())
def test_a_text_that_lost_or_gained_something_on_the_way_is_read_all_the_same(
    content: Content, data: st.DataObject
) -> None:
    rows = write(content, addresses(content)).split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(rows) - 1))
        rows[place : place + data.draw(st.integers(0, 2))] = data.draw(st.lists(WORDS, max_size=2))
    text = "\n".join(rows)
    read = own_form.read(text, "0", Vocabulary(), lambda _notes, _day, _addresses: Here())
    assert [line.number for line in read.lines] == [
        number
        for number, row in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
        if row.strip()
    ]
    assert CleanHTML(str(read.content.developments)) == read.content.developments


@pytest.mark.parametrize(
    "piece", ["• ", "1. ", "[", "](", "*", "_", "\\", "  • ", "“", "a\n===\n", "\n—\n", "[a]("]
)
def test_a_hostile_text_is_read_in_a_moment(piece: str) -> None:
    text = "Dateline text 1\n\n| X\n\nTitle\n\nLatest Developments\n===\n" + piece * (
        5_000 if "\n" in piece else 200_000 // len(piece)
    )
    assert own_form.read(text, "0", Vocabulary(), lambda *_: Here()).lines


def test_a_text_form_reads_as_a_brief_does() -> None:
    content = cast_content()
    text = write(content, Addresses("https://news.example/briefs/2024/03/14/grain-moves/"))
    assert text.startswith(
        "Dateline text 1\n\n"
        "March 14, 2024 | Flash Brief\n\n"
        "Grain Moves\n\n"
        "Latest Developments\n===================\n\n"
        "Four ships *left*.\n\n"
        "Expert Analysis\n===============\n\n"
        "“It holds.”\n— Mara Quist, Fellow\n\n"
        "How It Works\n------------\n\n"
        "Slowly; [see there](https://example.org/).\n\n"
        "Related\n=======\n\n"
        "Insurance at Sea\nby Ivo Tamm; Mara Quist\nin Notes\nat https://example.org/sea\n\n"
        "Issues\n======\n\n"
        "Food Security\nIran\n\n"
        "About this text\n===============\n"
    )


def cast_content() -> Content:
    return Content(
        "Flash Brief",
        datetime.date(2024, 3, 14),
        "Grain Moves",
        "grain-moves",
        CleanHTML("<p>Four ships <strong>left</strong>.</p>"),
        (Quote("a" * 32, CleanHTML("<p>It holds.</p>"), 1, "Mara Quist", "Fellow"),),
        (
            Section(
                "b" * 32,
                "How It Works",
                CleanHTML('<p>Slowly; <a href="https://example.org/">see there</a>.</p>'),
            ),
        ),
        (
            Link(
                "c" * 32,
                "Insurance at Sea",
                "https://example.org/sea",
                None,
                ("Ivo Tamm", "Mara Quist"),
                "Notes",
            ),
        ),
        (Tag(7, "Food Security"), Tag(3, "Iran")),
    )


def test_who_is_named_without_an_address_is_known_by_name_or_left_to_people() -> None:
    text = write(cast_content(), Addresses())
    vocabulary = Vocabulary(
        people={"mara quist": (Person(9, "Mara Quist"),)},
        issues={"iran": Tag(3, "Iran"), "food": Tag(8, "Food")},
    )
    reading = own_form.read(text, "0", vocabulary, lambda *_: Here())
    assert reading.content.quotes[0].expert == 9
    assert reading.content.issues == (Tag(3, "Iran"),)
    assert [issue.text for issue in reading.issues] == ["Food Security"]
    stranger = own_form.read(text, "0", Vocabulary(), lambda *_: Here())
    assert [(who.name, who.title) for who in stranger.speakers] == [("Mara Quist", "Fellow")]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("Grain Moves", "x" * 301),
        ("March 14, 2024 | Flash Brief", "March 32, 2024 | Flash Brief"),
        ("March 14, 2024 | Flash Brief", f"March 14, 2024 | {'x' * 61}"),
        ("— Mara Quist, Fellow", f"— {'x' * 151}, Fellow"),
        ("How It Works", "x" * 301),
        ("at https://example.org/sea", "at javascript:alert(1)"),
        ("Insurance at Sea", "x" * 301),
    ],
)
def test_what_no_brief_can_hold_is_left_to_people(line: str, instead: str) -> None:
    text = write(cast_content(), Addresses()).replace(f"\n{line}\n", f"\n{instead}\n")
    reading = own_form.read(text, "0", Vocabulary(), lambda *_: Here())
    assert instead in [line.text for line in reading.not_understood()]


def test_the_text_that_the_documentation_shows_is_read_whole() -> None:
    shown = Path(site.BASE_DIR, "docs", "forms.md").read_text(encoding="utf-8").split("```")[1].lstrip()
    reading = own_form.read(
        shown, "0", Vocabulary(issues_at={"ukraine": Tag(5, "Ukraine")}), lambda *_: Here()
    )
    assert not reading.not_understood()
    assert reading.content.title == "Grain Ships Return to the Odesa Approaches"
    assert "<ul><li><p>One</p></li><li><p>Two</p><ol><li><p>and a half</p></li></ol></li></ul>" in (
        reading.content.developments
    )
    assert reading.content.links[0].authors == ("Ivo Tamm", "Mara Quist")


def test_every_line_of_a_text_form_has_its_fate() -> None:
    reading = own_form.read(write(cast_content(), Addresses()), "0", Vocabulary(), lambda *_: Here())
    fates = {line.text: line.verdict.fate for line in reading.lines}
    assert fates["Four ships *left*."] is Fate.DEVELOPMENTS
    assert fates["— Mara Quist, Fellow"] is Fate.ATTRIBUTION
    assert fates["by Ivo Tamm; Mara Quist"] is Fate.LINK
    assert fates["How It Works"] is Fate.HEADING


def test_notes_that_make_no_sense_say_nothing() -> None:
    notes = Notes.read(
        ["Address: https://[x", "Quotation: <b>", f"Image: {'0' * 64} 1 1 101 0", "Link:", "x"]
    )
    assert (notes.slug, notes.quotations, notes.links, notes.image) == ("", [("", "")], [("", False)], None)


@pytest.mark.django_db
def test_a_brief_that_is_here_already_becomes_a_copy_with_an_identity_of_its_own() -> None:
    original = cast.published("Grain Moves", slug="grain-moves", date=datetime.date(2024, 3, 13))
    edition = cast.published("Das Getreide fährt", slug="getreide", language="de", original=original.brief)
    address = f"https://news.example{original.get_absolute_url()}"
    text = write(
        edition.value(), Addresses("https://news.example/briefs/2024/03/14/getreide/", original=address)
    )
    content = compose(bring_in(text, None).source.brief)
    assert content.developments == edition.value().developments
    assert (content.language, content.original) == ("de", None)
    assert content.slug == "das-getreide-fährt"
    assert content.quotes[0].key != edition.value().quotes[0].key


@pytest.mark.django_db
def test_a_second_draft_of_one_text_has_quotations_of_its_own() -> None:
    content = cast.content("Grain Moves", slug="grain-moves")
    first, second = (
        compose(
            bring_in(
                write(content, Addresses(f"https://news.example/briefs/2024/03/{day}/moves/")), None
            ).source.brief
        )
        for day in (14, 15)
    )
    assert first.quotes[0].key == content.quotes[0].key
    assert second.quotes[0].key != content.quotes[0].key


@pytest.mark.django_db
def test_bringing_a_text_in_makes_rows_that_say_the_same_to_the_key() -> None:
    target = cast.published("What Came Before")
    content = dataclasses.replace(
        cast.content(
            "Grain Moves",
            slug="grain-moves",
            developments="<ul><li>One <em>two</em></li></ul><p>Three</p>",
            links=[
                cast.link_to(target.brief),
                cast.link_out("At Sea", "https://example.org/", ["Ivo Tamm"], "Notes"),
            ],
            issues=["Food Security", "Iran"],
        )
    )
    ours = {content.links[0].key: f"https://news.example{target.get_absolute_url()}"}
    text = write(content, Addresses("https://news.example/briefs/2024/03/14/grain-moves/", {}, {}, ours))
    brief = bring_in(text, None).source.brief
    assert compose(brief) == content
