"""What changed between two versions: words within fields, parts by their identity, issues and the picture."""

import datetime
from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given, settings

from briefs.comparing import compare
from briefs.content import Content, Link, Picture, Quote, Section, Tag
from briefs.richtext import CleanHTML
from briefs.wording import Break, How, Piece, compare_prose, compare_text

ANA = Quote("a" * 32, CleanHTML("<p>One.</p>"), 1, "Ana", "Fellow")
BEN = Quote("b" * 32, CleanHTML("<p>Two.</p>"), 2, "Ben", "Fellow")
HOW = Section("c" * 32, "How it works", CleanHTML("<p>Ships keep to the coast.</p>"))
WHY = Section("d" * 32, "Why it matters", CleanHTML("<p>Grain feeds cities.</p>"))
READ = Link("e" * 32, "Ports in wartime", "https://reader.example/ports", authors=("Mara Quist",))
BEFORE = Content(
    label="Flash Brief",
    date=datetime.date(2024, 3, 14),
    title="Ships return to the Odesa approaches",
    developments=CleanHTML("<p>Four ships came.</p><p>A fifth waits.</p>"),
    quotes=(ANA, BEN),
    sections=(HOW, WHY),
    links=(READ,),
    issues=(Tag(1, "Ukraine"), Tag(2, "Shipping")),
)


def told(pieces: tuple[Piece, ...]) -> list[tuple[str, str]]:
    return [
        (piece.how.value, "".join("¶" if isinstance(t, Break) else t.text for t in piece.tokens))
        for piece in pieces
    ]


def test_words_within_a_line_are_told_apart() -> None:
    changes = compare(BEFORE, replace(BEFORE, title="Grain ships return to the Odesa approaches slowly"))
    (title,) = changes.fields
    assert (title.name, title.label) == ("title", "Title")
    assert told(title.pieces) == [
        ("gone", "Ships"),
        ("new", "Grain ships"),
        ("kept", " return to the Odesa approaches"),
        ("new", " slowly"),
    ]


def test_words_within_prose_are_told_apart_and_a_new_paragraph_stands_by_itself() -> None:
    after = CleanHTML(
        "<p>Five ships came.</p><p>Nobody knows why the harbour master left.</p><p>A fifth waits.</p>"
    )
    assert told(compare_prose(BEFORE.developments, after)) == [
        ("kept", "¶"),
        ("gone", "Four"),
        ("new", "Five"),
        ("kept", " ships came."),
        ("new", "¶Nobody knows why the harbour master left."),
        ("kept", "¶A fifth waits."),
    ]


def test_a_word_that_became_bold_or_a_link_is_another_word() -> None:
    before, after = CleanHTML("<p>The ships came.</p>"), CleanHTML("<p>The <strong>ships</strong> came.</p>")
    assert told(compare_prose(before, after))[1:3] == [("gone", "ships"), ("new", "ships")]


def test_a_paragraph_that_became_a_bullet_shows() -> None:
    pieces = compare_prose(CleanHTML("<p>One came.</p>"), CleanHTML("<ul><li>One came.</li></ul>"))
    assert pieces[0] == Piece(How.GONE, (Break("p"),))
    assert pieces[1] == Piece(How.NEW, (Break("ul", 1),))


def test_a_part_that_moved_and_changed_is_one_part_that_did_both() -> None:
    changes = compare(BEFORE, replace(BEFORE, sections=(WHY, replace(HOW, heading="How it worked"))))
    moved = {part.key for part in changes.parts["sections"] if part.moved}
    assert len(moved) == 1
    how = next(part for part in changes.parts["sections"] if part.key == HOW.key)
    assert (how.place_before, how.place_after, [d.name for d in how.fields]) == (1, 2, ["heading"])


def test_one_section_that_moved_over_three_is_the_only_one_that_moved() -> None:
    three = [replace(WHY, key=letter * 32) for letter in "fgh"]
    before, after = replace(BEFORE, sections=(*three, HOW)), replace(BEFORE, sections=(HOW, *three))
    assert [part.key for part in compare(before, after).parts["sections"] if part.moved] == [HOW.key]


def test_parts_that_came_and_went_stand_where_they_stand_and_stood() -> None:
    new = replace(ANA, key="f" * 32, name="Cai")
    changes = compare(BEFORE, replace(BEFORE, quotes=(new, BEN)))
    shown = [(part.now.name, part.before is None, part.after is None) for part in changes.parts["quotes"]]
    assert shown == [("Ana", False, True), ("Cai", True, False), ("Ben", False, False)]


def test_issues_and_the_picture_are_compared() -> None:
    picture = Picture("1" * 64, 800, 600, "A harbour")
    after = replace(BEFORE, issues=(Tag(1, "Ukraine"), Tag(3, "Grain")), image=picture)
    changes = compare(BEFORE, after)
    assert changes.issues_added == (Tag(3, "Grain"),)
    assert changes.issues_removed == (Tag(2, "Shipping"),)
    assert changes.pictures == (None, picture)
    assert "alt" in {difference.name for difference in changes.picture}


def test_the_same_words_show_no_change() -> None:
    assert not compare(BEFORE, BEFORE)
    assert compare(BEFORE, replace(BEFORE, sections=(WHY, HOW)))


TEXT = st.text(alphabet="ab ,.\n¶é", max_size=40)


@settings(max_examples=100)
@given(TEXT, TEXT)
def test_both_texts_can_be_read_back_from_what_changed(before: str, after: str) -> None:
    pieces = compare_text(before, after)
    for dropped, text in ((How.NEW, before), (How.GONE, after)):
        kept = [token.text for piece in pieces if piece.how != dropped for token in piece.tokens]  # type: ignore[union-attr]
        assert "".join(kept) == text


def test_a_paragraph_too_long_to_compare_word_by_word_shows_as_rewritten() -> None:
    words = " ".join(f"word{n % 97}" for n in range(14_000))
    pieces = compare_prose(CleanHTML(f"<p>{words}</p>"), CleanHTML(f"<p>{words} more</p>"))
    assert [piece.how for piece in pieces] == [How.GONE, How.NEW]
