"""Two versions of one brief put together: what only one side changed is kept, and nothing is lost."""

import datetime
from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

from briefs.content import Content, Link, Picture, Quote, Section, Tag
from briefs.merging import ORDER, WHOLE, Conflict, Merged, Side, merge
from briefs.richtext import CleanHTML

WORDS = st.sampled_from(["", "Ships return", "Ships wait", "Ships turn back"])
PROSE = WORDS.map(lambda words: CleanHTML(f"<p>{words}</p>"))
KEYS = st.lists(st.sampled_from("abcde"), unique=True, max_size=4)
QUOTE = st.builds(Quote, st.just(""), PROSE, st.sampled_from([None, 1, 2]), WORDS, WORDS)
SECTION = st.builds(Section, st.just(""), WORDS, PROSE)
LINK = st.one_of(
    st.builds(Link, st.just(""), WORDS, st.sampled_from(["https://a.example/", "https://b.example/"])),
    st.builds(Link, st.just(""), WORDS, st.just(""), st.sampled_from([7, 8])),
)
PICTURE = st.builds(Picture, st.sampled_from("xy"), st.just(800), st.just(600), WORDS, st.booleans(), WORDS)


def keyed(each: st.SearchStrategy[Any], key: str) -> st.SearchStrategy[Any]:
    return each.map(lambda part: replace(part, key=key))


def parts(each: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return KEYS.flatmap(lambda keys: st.tuples(*(keyed(each, key) for key in keys)))


CONTENT = st.builds(
    Content,
    WORDS,
    st.none() | st.dates(datetime.date(2024, 3, 14), datetime.date(2024, 3, 16)),
    WORDS,
    WORDS,
    PROSE,
    parts(QUOTE),
    parts(SECTION),
    parts(LINK),
    st.lists(st.sampled_from([1, 2, 3]), unique=True).map(
        lambda found: tuple(Tag(i, f"Issue {i}") for i in found)
    ),
    st.none() | PICTURE,
    st.sampled_from(["", "ar"]),
    st.sampled_from([None, 9]),
)


def mirrored(merged: Merged) -> set[tuple[object, ...]]:
    return {(c.name, c.base, c.theirs, c.mine) for c in merged.conflicts}


def told(merged: Merged) -> set[tuple[object, ...]]:
    return {(c.name, c.base, c.mine, c.theirs) for c in merged.conflicts}


@settings(max_examples=60)
@given(CONTENT, CONTENT)
def test_what_one_side_alone_did_is_the_whole_merge(base: Content, changed: Content) -> None:
    assert merge(base, changed, base) == Merged(changed, ())
    assert merge(base, base, changed) == Merged(changed, ())


@settings(max_examples=60)
@given(CONTENT, CONTENT)
def test_what_both_sides_did_alike_is_no_conflict(base: Content, changed: Content) -> None:
    assert merge(base, changed, changed) == Merged(changed, ())


@settings(max_examples=60)
@given(CONTENT, CONTENT, CONTENT)
def test_the_conflicts_are_the_same_from_either_side(base: Content, mine: Content, theirs: Content) -> None:
    assert told(merge(base, mine, theirs)) == mirrored(merge(base, theirs, mine))


@settings(max_examples=60)
@given(CONTENT, CONTENT, CONTENT)
def test_no_link_leads_to_two_places_and_no_key_stands_twice(
    base: Content, mine: Content, theirs: Content
) -> None:
    content = merge(base, mine, theirs).content
    assert all(not (link.url and link.brief) for link in content.links)
    for kind in (content.quotes, content.sections, content.links):
        keys = [part.key for part in kind]
        assert len(keys) == len(set(keys))


@settings(max_examples=60)
@given(CONTENT, CONTENT, CONTENT, st.sampled_from(Side))
def test_every_conflict_can_be_settled(base: Content, mine: Content, theirs: Content, side: Side) -> None:
    conflicts = merge(base, mine, theirs).conflicts
    settled = merge(base, mine, theirs, {conflict.name: side for conflict in conflicts})
    assert set(settled.conflicts) == set(conflicts)
    chosen = mine if side == Side.MINE else theirs
    for conflict in conflicts:
        if not conflict.kind:
            assert getattr(settled.content, conflict.field) == getattr(chosen, conflict.field)


ANA = Quote("a" * 32, CleanHTML("<p>One.</p>"), 1, "Ana", "Fellow")
BEN = Quote("b" * 32, CleanHTML("<p>Two.</p>"), 2, "Ben", "Fellow")
CAI = Quote("c" * 32, CleanHTML("<p>Three.</p>"), 3, "Cai", "Fellow")
DAN = Quote("d" * 32, CleanHTML("<p>Four.</p>"), 4, "Dan", "Fellow")
BASE = Content(
    label="Flash Brief", title="Ships return", quotes=(ANA, BEN, CAI), issues=(Tag(1, "Iran"), Tag(2, "Oman"))
)


def test_two_fields_of_one_quotation_that_two_people_changed_are_both_kept() -> None:
    mine = replace(BASE, quotes=(replace(ANA, title="Director"), BEN, CAI))
    theirs = replace(BASE, quotes=(replace(ANA, text=CleanHTML("<p>Once.</p>")), BEN, CAI))
    merged = merge(BASE, mine, theirs)
    assert merged.content.quotes[0] == replace(ANA, title="Director", text=CleanHTML("<p>Once.</p>"))
    assert merged.conflicts == ()


def test_a_field_that_both_changed_is_a_conflict_and_the_form_has_mine() -> None:
    merged = merge(BASE, replace(BASE, title="Ships wait"), replace(BASE, title="Ships sink"))
    assert merged.content.title == "Ships wait"
    assert merged.conflicts == (Conflict("", "", "title", "Ships return", "Ships wait", "Ships sink"),)


def test_a_part_removed_here_and_changed_there_stays_until_someone_chooses() -> None:
    longer = replace(BEN, text=CleanHTML("<p>Two, longer.</p>"))
    mine, theirs = replace(BASE, quotes=(ANA, CAI)), replace(BASE, quotes=(ANA, longer, CAI))
    merged = merge(BASE, mine, theirs)
    conflict = Conflict("quotes", BEN.key, WHOLE, BEN, None, longer)
    assert (merged.content.quotes, merged.conflicts) == ((ANA, longer, CAI), (conflict,))
    settled = merge(BASE, mine, theirs, {conflict.name: Side.MINE})
    assert settled.content.quotes == (ANA, CAI)


def test_parts_added_on_both_sides_are_all_kept_in_their_places() -> None:
    new = replace(DAN, key="e" * 32)
    merged = merge(
        BASE, replace(BASE, quotes=(ANA, DAN, BEN, CAI)), replace(BASE, quotes=(ANA, BEN, CAI, new))
    )
    assert merged.content.quotes == (ANA, DAN, BEN, CAI, new)


def test_an_order_that_both_changed_is_a_conflict_and_one_that_one_side_changed_is_not() -> None:
    mine, theirs = replace(BASE, quotes=(BEN, ANA, CAI)), replace(BASE, quotes=(ANA, CAI, BEN))
    assert merge(BASE, mine, replace(BASE, quotes=(ANA, BEN, CAI, DAN))).content.quotes == (
        BEN,
        ANA,
        CAI,
        DAN,
    )
    merged = merge(BASE, mine, theirs)
    assert [(c.kind, c.field) for c in merged.conflicts] == [("quotes", ORDER)]
    assert merged.content.quotes == (BEN, ANA, CAI)
    assert merge(BASE, mine, theirs, {"quotes-order": Side.THEIRS}).content.quotes == (ANA, CAI, BEN)


def test_issues_are_merged_as_a_set() -> None:
    mine = replace(BASE, issues=(Tag(1, "Iran"), Tag(3, "Gulf States")))
    theirs = replace(BASE, issues=(Tag(1, "Iran"), Tag(2, "Oman"), Tag(4, "Shipping")))
    assert {tag.name for tag in merge(BASE, mine, theirs).content.issues} == {
        "Iran",
        "Gulf States",
        "Shipping",
    }


def test_another_picture_takes_what_was_said_of_it_along() -> None:
    old, new = Picture("x", 800, 600, "A harbour"), Picture("y", 800, 600, "A crane")
    base = replace(BASE, image=old)
    merged = merge(base, replace(base, image=replace(old, alt="A grey harbour")), replace(base, image=new))
    assert [(c.kind, c.field) for c in merged.conflicts] == [("image", WHOLE)]
    both = merge(
        base,
        replace(base, image=replace(old, alt="A grey harbour")),
        replace(base, image=replace(old, credit="M. Quist")),
    )
    assert both.content.image == replace(old, alt="A grey harbour", credit="M. Quist")
