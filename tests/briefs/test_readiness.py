"""What stops a publication: loose quotation marks, notes to ourselves, a picture that nothing is said of."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.content import Content, Picture, Quote, Section, new_key
from briefs.readiness import Reason, objections
from briefs.richtext import CleanHTML, from_paragraphs
from editions.publishing import NotReady, publish
from tests import cast

LEFTOVER, MARKS = "leftovers", "quotation_marks"


def of(check: str, *paragraphs: str) -> list[str]:
    """The words that a check objects to in the developments of a brief."""
    content = Content(developments=from_paragraphs(list(paragraphs)))
    return [reason.words for reason in objections(content) if reason.check == check]


def of_spoken(check: str, *paragraphs: str) -> list[str]:
    """The same in a quotation, where the words are somebody else's."""
    quote = Quote(new_key(), from_paragraphs(list(paragraphs)), 1, "Mara Quist", "Fellow")
    return [reason.words for reason in objections(Content(quotes=(quote,))) if reason.check == check]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["The minister said “no” twice, and “never” once."],
        ["“The strait is open,” she said. “It stays open.”"],
        ["“He told me, ‘wait for the tide,’ and we did.”"],
        ["“They call it “the corridor” here,” he added."],
        ["‘The harbour’ is what pilots call it, and it’s the pilots’ harbour since the ’90s."],
        ["“We waited for the tide.", "“It never came.", "“So we left,” the captain said."],
        ["Der Lotse sprach von „Glück“ und „Seemannschaft”."],
        ["Le port est « fermé », a dit le capitaine.", "Der Kapitän: »Wir warten.«"],
        ['He said "we sail at noon," and "not before."'],
        ['The hatch is 5\'10" high and 12" wide, with a 6" gun behind it.'],
        ['"The 6" gun fired twice," the captain said.'],
        ['"We waited.', '"We left," he said.'],
        [
            "The barge made 9 knots; its captain’s “guess” was 10.",
            "• Lead-in: “a full stop”.",
            "• Another one.",
        ],
        ["No marks at all, and an apostrophe’s fine: rock ’n’ roll, 6′ 2″."],
    ],
)
def test_quotation_marks_in_pairs_are_left_alone(paragraphs: list[str]) -> None:
    assert of(MARKS, *paragraphs) == of_spoken(MARKS, *paragraphs) == []


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (["The minister said “no and left."], ["“no and left."]),
        (["The minister said no” and left."], ["The minister said no”"]),
        (["“The strait is open,” she said. “It stays open."], ["“It stays open."]),
        (["“We waited for the tide.", "It never came,” he said."], ["“We waited for the tide."]),
        (["“We waited for the tide.", "It never came."], ["“We waited for the tide."]),
        (['He said "we sail at noon, and left.'], ['"we sail at noon, and left.']),
        (['He said “we sail at noon" and left.'], ['“we sail at noon" and left.', '" and left.']),
        (["Le port est « fermé, a dit le capitaine."], ["« fermé, a dit le capitaine."]),
        (["Er sprach von „Glück, und ging."], ["„Glück, und ging."]),
    ],
)
def test_a_quotation_mark_without_its_fellow_is_shown_with_the_words_beside_it(
    paragraphs: list[str], words: list[str]
) -> None:
    assert of(MARKS, *paragraphs) == words


@pytest.mark.parametrize(
    "text",
    [
        "The Turkish Airlines flight TK 1980 landed, and TK1981 left.",
        "Editors write “TK” for what is to come.",
        "The TKM group and a stoTK of grain.",
        "The worst is yet to come, said the pilot. THE WORST IS YET TO COME.",
        "“[Iran] will not wait,” she said. “They [sic] did, and [the ministry] knew [that].”",
        "“[T]he fleet … [and] its crews,” he wrote. “We [add to] it and [check] it.”",
        "The Super Bowl XXX ring, Louis XVI and the XXIst century.",
        "He asked: “Why??? Who?” and left.",
        "Psalm 30, chapter XX, and 100 km (62 miles).",
        "NB Power supplies the port. Editor’s note: this brief was updated.",
        "Placeholder wording keeps the length of this sentence; dummies do too.",
        "“The date is [TBD],” “a note to self: never again,” they said.",
        "A < B and B > A; {braces} and 50% off.",
        "The to-do list is long.",
    ],
)
def test_ordinary_newsroom_prose_is_no_leftover(text: str) -> None:
    assert of(LEFTOVER, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "[Iran] will not wait, and [the] fleet [sic] sails. We [add to] it [that day].",
        "[Note: he points at the chart.] We go [here], [Name withheld], [to Captain Berg: go].",
        "Why??? Note to self: never again. It is TBD.",
    ],
)
def test_what_a_speaker_says_in_brackets_is_no_leftover(text: str) -> None:
    assert of_spoken(LEFTOVER, text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The fleet has TK ships.", "TK"),
        ("The fleet, TKTK, left.", "TKTK"),
        ("A TK-year-old captain.", "TK"),
        ("He said: “TK.”", "TK"),
        ("Details TO COME", "TO COME"),
        ("Lorem ipsum dolor sit amet.", "Lorem ipsum"),
        ("The fleet [placeholder] left.", "[placeholder]"),
        ("Captain [NAME] sails.", "[NAME]"),
        ("It left [Note to editor: check the tide].", "[Note to editor: check the tide]"),
        ("It left [Desk: is that so?].", "[Desk: is that so?]"),
        ("It left [to the desk, check].", "[to the desk, check]"),
        ("It left on XXX with xx men.", "XXX"),
        ("It left on ??? with a pilot.", "???"),
        ("It left {{ tide }} ago.", "{{ tide }}"),
        ("NB desk: the pilot rang.", "NB desk"),
        ("NB: the pilot rang.", "NB:"),
        ("Note to the desk, this needs a line.", "Note to the desk"),
        ("TODO: ask the pilot.", "TODO"),
    ],
)
def test_notes_and_placeholders_are_leftovers_even_in_a_quotation(text: str, words: str) -> None:
    assert of(LEFTOVER, text)[0] == of_spoken(LEFTOVER, text)[0] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It left [check with the pilot].", "[check with the pilot]"),
        ("It left [insert link].", "[insert link]"),
        ("It left [note: at noon].", "[note: at noon]"),
        ("The pilot [quote to come] agreed.", "[quote to come]"),
        ("It left on [Tuesday?].", "[Tuesday?]"),
        ("The captain (??) agreed.", "(??)"),
        ("The tide is TBC.", "TBC"),
    ],
)
def test_our_own_words_may_not_be_put_off(text: str, words: str) -> None:
    assert of(LEFTOVER, text) == [words]


def test_every_field_with_words_is_read() -> None:
    content = cast_free_content()
    found = {reason.field for reason in objections(content) if reason.check == LEFTOVER}
    assert found == {
        "title", "developments", "quotes-0-text", "quotes-0-name", "quotes-0-title", "sections-0-heading",
        "sections-0-body", "image_alt", "image_credit",
    }  # fmt: skip


def cast_free_content() -> Content:
    text = CleanHTML("<p>TK</p>")
    return Content(
        title="TK",
        developments=text,
        quotes=(Quote(new_key(), text, 1, "TK", "TK"),),
        sections=(Section(new_key(), "TK", text),),
        image=Picture("d", 1, 1, alt="TK", credit="TK"),
    )


def test_a_picture_says_what_it_shows_or_that_it_only_decorates() -> None:
    silent = Content(image=Picture("d", 1, 1))
    missing = [reason for reason in objections(silent) if reason.field == "image_alt"]
    assert [reason.text for reason in missing] == [
        "Say what the lead image shows, or mark it as one that only decorates."
    ]
    for said in (Picture("d", 1, 1, alt="A lock gate"), Picture("d", 1, 1, decorative=True)):
        assert not [reason for reason in objections(Content(image=said)) if reason.check == "image"]


def test_reasons_come_in_the_order_of_the_page() -> None:
    content = dataclasses.replace(cast_free_content(), label="", title="“TK")
    assert [reason.field for reason in objections(content)] == [
        "label", "date", "title", "title", "slug", "developments", "issues", "quotes-0-text", "quotes-0-name",
        "quotes-0-title", "sections-0-heading", "sections-0-body", "image_alt", "image_credit",
    ]  # fmt: skip


@given(
    st.lists(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from('“”„«»"\n[]TKX?{}')), max_size=4)
)
def test_no_text_makes_a_check_fail(paragraphs: list[str]) -> None:
    text = from_paragraphs(paragraphs)
    content = Content(
        title="".join(paragraphs), developments=text, quotes=(Quote(new_key(), text, None, "", ""),)
    )
    assert all(isinstance(reason, Reason) for reason in objections(content))


@pytest.mark.django_db
def test_what_the_copy_desk_blocks_is_published_on_no_path() -> None:
    brief = cast.make_brief(developments="<p>The fleet has TK ships and “one pilot.</p>")
    with pytest.raises(NotReady) as refusal:
        publish(brief, None)
    assert [(reason.field, reason.words) for reason in refusal.value.reasons] == [
        ("developments", "“one pilot."),
        ("developments", "TK"),
    ]
