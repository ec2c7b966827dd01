"""The copy desk's advice: what each check says, and what it leaves alone."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.content import Content, Quote, Section, new_key
from briefs.copydesk import advice
from briefs.copydesk.archive import Archive
from briefs.readiness import Page, objections
from briefs.richtext import CleanHTML, from_paragraphs

DAY = datetime.date(2024, 3, 14)  # a Thursday


def said(check: str, *paragraphs: str, background: str = "", spoken: str = "") -> list[str]:
    """What a check says of a text, asked without an archive."""
    content = Content(
        date=DAY,
        developments=from_paragraphs(list(paragraphs)),
        quotes=(Quote(new_key(), from_paragraphs([spoken]), 1, "Mara Quist", "Fellow"),) if spoken else (),
        sections=(Section(new_key(), "Background", from_paragraphs([background])),) if background else (),
    )
    return [finding.text for finding in advice(Page(content), Archive()) if finding.check == check]


@pytest.mark.parametrize(
    "text",
    [
        "The Harbour Pilots’ Union (HPU) met, and the HPU agreed.",
        "The HPU (Harbour Pilots’ Union) met.",
        "The Harbour Pilots Union met at noon. Later the HPU agreed.",
        "The union, or HPU, met.",
        "The U.S., the UN, the EU, NATO and the IAEA met at 9 AM; Louis XIV did not.",
        "An F-16, an MQ-9 and an S-300 flew over.",
        "It will NEVER happen, he said. THE WORST IS OVER.",
        "The Coast Guard Aerospace Force (CGAF-AF) came; CGAF-AF ships too.",
        "The Harbour Pilots’ Union (HPU) met; HPUs elsewhere did too, and HPU-SA.",
    ],
)
def test_an_acronym_that_is_spelled_out_or_known_is_left_alone(text: str) -> None:
    assert said("acronyms", text) == []


def test_an_acronym_is_shown_once_where_it_is_first_used() -> None:
    text = "The HPU met, and the HPU agreed."
    assert said("acronyms", text) == ["Latest developments: HPU is nowhere spelled out."]
    assert said("acronyms", text, background="The union of harbour pilots (HPU) is old.") == [
        "Latest developments: HPU is used here before it is spelled out."
    ]
    assert said("acronyms", "Nothing.", spoken="The HPU is old.") == [
        "Quotation 1: HPU is nowhere spelled out."
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("It left on Wednesday, March 14.", "14 March 2024 is a Thursday."),
        ("It left on Tuesday, 12 March 2024.", ""),
        ("It left on Monday, 12 March 2024.", "12 March 2024 was a Tuesday."),
        ("It left on February 30.", "there is no 30 February."),
        ("It left on 31 June 2023.", "there is no 31 June 2023."),
        ("It left on March 14, 2023.", "14 March 2023 is 12 months from the brief’s date, 14 March 2024."),
        ("It left on 20 September.", "20 September 2023 is 6 months from the brief’s date, 14 March 2024."),
        ("It leaves on 1 May.", "1 May 2024 is 48 days from the brief’s date, 14 March 2024."),
        ("It left on Feb. 28 and returns on Apr. 2.", ""),
        ("It may 5 times out of 10. March 14 people came. In May 2020 they did.", ""),
        ("Between 10 and 14 March they came, and on the 3rd of March.", ""),
        ("March 10–12 was calm, and 5 Mara Street too.", ""),
    ],
)
def test_dates_in_the_news(text: str, says: str) -> None:
    assert said("dates", text) == ([f"Latest developments: {says}"] if says else [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The war began on 24 February 2022.", ""),
        ("It ends on October 18, 2025.", ""),
        ("It was signed on 12 March 2023.", "12 March 2023 is about a year from the brief’s date. Is the year right?"),
        ("It was signed on Friday, 24 February 2022.", "24 February 2022 was a Thursday."),
    ],
)  # fmt: skip
def test_background_may_reach_back_for_years(text: str, says: str) -> None:
    assert said("dates", "News.", background=text) == ([f"Background section 1: {says}"] if says else [])


def test_a_brief_without_a_date_is_not_measured_by_one() -> None:
    content = Content(developments=CleanHTML("<p>It left on March 14, 1999.</p>"))
    assert advice(Page(content), Archive()) == []


def test_a_very_long_paragraph_or_sentence_is_shown() -> None:
    paragraph = "The pilots met at noon and went out again. " * 17
    assert said("long_paragraphs", paragraph) == [
        "Latest developments: this paragraph has 153 words. Two would be easier to read."
    ]
    assert said("long_paragraphs", paragraph[: len(paragraph) // 2], paragraph[: len(paragraph) // 2]) == []
    assert said("long_sentences", paragraph) == []
    sentence = "The pilots met " + "and they went out " * 13
    assert said("long_sentences", sentence) == [
        "Latest developments: this sentence has 55 words. Could it be two?"
    ]
    assert said("long_sentences", "Fine.", spoken=sentence) == []


def test_ranks_and_initials_end_no_sentence() -> None:
    text = "Brig. Gen. A. J. Quist of the U.S. Navy met Maj. Gen. Brandt. They agreed. " * 9
    assert said("long_sentences", text) == []


def test_prose_that_is_hard_throughout_is_said_to_be() -> None:
    hard = (
        "Notwithstanding considerable international administrative responsibilities, governmental representatives "
        "continuously postponed comprehensive infrastructural investments concerning harbour modernisation. "
    ) * 7
    (says,) = said("readability", hard)
    assert "a newspaper has about 50" in says
    assert (
        said("readability", "The pilots met at noon, and then they went out to the ships again. " * 12) == []
    )


TEXT = st.lists(
    st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("AB Mr. March 14 (HPU) “x” al-")),
    max_size=4,
)


@given(TEXT, st.dates() | st.none())
def test_no_text_makes_advice_fail(paragraphs: list[str], day: datetime.date | None) -> None:
    text = from_paragraphs(paragraphs)
    name = "".join(paragraphs)[:150]
    content = Content(date=day, developments=text, quotes=(Quote(new_key(), text, 1, name, name),))
    page = Page(content)
    assert isinstance(advice(page, Archive()), list)


@pytest.mark.parametrize(
    "bit", ["[add ", "{{ ", "AB ", "A. ", "“", "”", '"', "Mara Quist ", "May 3 ", "TO COME "]
)
def test_a_field_full_of_one_thing_is_read_to_its_end(bit: str) -> None:
    page = Page(Content(date=DAY, developments=from_paragraphs([bit * (90_000 // len(bit))])))
    assert len(objections(page)) + len(advice(page, Archive())) < 500
