"""A pasted text as a whole: what is used, that nothing is lost, and that phrases are data."""

from collections.abc import Callable

import pytest

from briefs.importing.outcome import Fate
from briefs.importing.reader import digest, read
from briefs.importing.vocabulary import Vocabulary
from briefs.models import PhraseKind, ReaderPhrase
from tests.briefs.pasted import BRIEF, VOCABULARY, Read, paste, vocabulary


def test_a_brief_is_read_whole() -> None:
    assert paste(BRIEF).brief == {
        "date": "2024-03-05",
        "label": "Flash Brief",
        "title": "Harbour Towns Sign a Ferry Pact",
        "developments": [
            "The mayors of Lorne and Askmouth signed a pact on March 4. The ferry sails again in May."
        ],
        "quotes": [
            {
                "text": "The pact ends an era — and a bad one.",
                "expert": "Mara Lindqvist",
                "title": "Harbour Institute Senior Fellow",
            },
            {
                "text": "Nobody asked the fishermen.",
                "expert": "Tomas Brandt",
                "title": "Harbour Institute Research Analyst",
            },
        ],
        "sections": [
            {
                "heading": "Who Pays for the Channel",
                "paragraphs": [
                    "The grant that paid for the old ferry ended in 2019.",
                    "The towns have filed three applications since.",
                ],
            }
        ],
        "related": [
            {"title": "The Ferry That Never Sailed", "authors": [], "source": "Harbour Flash Brief"},
            {"title": "Still Waters", "authors": ["Mara Lindqvist", "Tomas Brandt"], "source": None},
        ],
        "issues": ["Iran", "Iran Global Threat Network", "Russia"],
    }


def test_every_line_says_what_became_of_it() -> None:
    assert list(paste(BRIEF).fates.values()) == [
        "date",
        "title",
        "heading",
        "developments",
        "heading",
        "quote",
        "quote",
        "heading",
        "section",
        "section",
        "link",
        "link",
        "heading",
        "issues",
    ]


@pytest.mark.parametrize("spaces", ["\n", "\n\n", "\n\n\n", "\r\n", "\r", " \n", "\xa0\n\n", "\t\n \n"])
def test_blank_lines_and_spaces_at_ends_make_no_difference(spaces: str) -> None:
    text = spaces.join(line for line in BRIEF.splitlines() if line)
    assert paste(text).brief == paste(BRIEF).brief


def test_a_mix_of_blank_and_no_blank_lines_makes_no_difference() -> None:
    lines = [line for line in BRIEF.splitlines() if line]
    text = "".join(line + ("\n" if place % 2 else "\n\n") for place, line in enumerate(lines))
    assert paste(text).brief == paste(BRIEF).brief


def test_odd_spaces_and_invisible_characters_are_not_kept() -> None:
    found = paste(
        BRIEF.replace("Latest Developments", "\ufeffLatest\xa0Developments\xa0").replace(
            "mayors", "may\u00adors\u200b"
        )
    )
    assert found.brief == paste(BRIEF).brief


def test_a_text_that_a_mail_program_wrapped_has_its_paragraphs_back() -> None:
    found = paste(
        """\
March 5, 2024 | Flash Brief
Harbour Towns Sign a Ferry Pact

Latest Developments
The mayors of Lorne and Askmouth signed a pact on March 4 that nobody in
either town had expected, and the ferry will sail again in May, whatever
Askmouth may say.

Expert Analysis
"The pact 'ends an era' and a bad one, as they say along the coast, which
Lorne never says aloud." - Mara Lindqvist, Harbour Institute Senior
Fellow
"""
    )
    assert found.brief["developments"] == [
        (
            "The mayors of Lorne and Askmouth signed a pact on March 4 that nobody in either town had expected, "
            "and the ferry will sail again in May, whatever Askmouth may say."
        )
    ]
    assert found.brief["quotes"] == [
        {
            "text": "The pact 'ends an era' and a bad one, as they say along the coast, which Lorne never says aloud.",
            "expert": "Mara Lindqvist",
            "title": "Harbour Institute Senior Fellow",
        }
    ]
    assert [found.fates[n] for n in (5, 6, 7)] == ["developments"] * 3


def test_a_mail_that_was_answered_loses_the_marks_before_its_lines() -> None:
    found = paste("".join(f"> {line}\n" for line in BRIEF.splitlines()))
    assert found.brief == paste(BRIEF).brief
    assert found.fates == paste(BRIEF).fates


def test_a_word_that_was_broken_at_its_hyphen_is_whole_again() -> None:
    first = "The mayors of Lorne and Askmouth signed a pact on the long-"
    found = paste(
        f"Latest Developments\n\n{first}\nawaited ferry that nobody in either town had expected to see\nagain."
    )
    assert "the long-awaited ferry that" in found.brief["developments"][0]


def test_a_brief_pasted_twice_over_is_read_once() -> None:
    found = paste(BRIEF + "\n" + BRIEF)
    assert found.brief == paste(BRIEF).brief
    assert not found.reading.not_understood()


def test_a_second_brief_in_the_same_text_is_not_mixed_into_the_first() -> None:
    second = BRIEF.replace("March 5", "March 6").replace("Ferry", "Tram").replace("ferry", "tram")
    found = paste(BRIEF + "\n" + second)
    assert found.brief == paste(BRIEF).brief
    assert len(found.reading.not_understood()) == len(paste(BRIEF).fates)
    assert found.note("Another brief seems to begin in line 29")


def test_a_text_that_is_no_brief_is_not_understood() -> None:
    found = paste("Dear all,\n\nWe met on Monday. It rained.\n\nYours,\nOla")
    assert found.reading.understood_nothing()
    assert set(found.fates.values()) == {"unknown"}
    assert found.brief["title"] is None


def test_headings_alone_are_no_brief() -> None:
    assert paste("Latest Developments\n\nExpert Analysis\n\nIssues:").reading.understood_nothing()


def test_a_text_without_a_heading_for_its_developments_still_gives_them_with_a_note() -> None:
    found = paste(BRIEF.replace("Latest Developments\n\n", ""))
    assert found.brief == paste(BRIEF).brief
    assert found.note("No heading stands over the latest developments")


def test_names_of_icons_and_buttons_are_ignored_even_where_the_last_is_cut() -> None:
    found = paste(BRIEF + "\nmagnifier linkedin facebook copy link rss twitte")
    assert found.fate("magnifier") is Fate.IGNORED
    assert found.brief == paste(BRIEF).brief


def test_a_word_of_furniture_in_a_sentence_is_not_noise() -> None:
    found = paste("Latest Developments\n\nTwitter and email went down.\n\nShare")
    assert found.brief["developments"] == ["Twitter and email went down."]
    assert found.fate("Share") is Fate.IGNORED


def test_html_in_a_text_is_text() -> None:
    found = paste("Latest Developments\n\nThe page said <b>Open</b> & <script>alert(1)</script>.")
    assert found.brief["developments"] == ["The page said <b>Open</b> & <script>alert(1)</script>."]
    assert "<script>" not in found.reading.content.developments


def test_the_same_text_gives_the_same_keys_and_another_text_others() -> None:
    one, same, other = (read(text, VOCABULARY).content for text in (BRIEF, BRIEF, BRIEF + "\nShare"))
    assert one == same
    assert one.quotes[0].key != one.quotes[1].key
    assert one.quotes[0].key != other.quotes[0].key


def test_spaces_and_line_ends_make_no_other_text() -> None:
    assert digest(BRIEF) == digest("\ufeff" + BRIEF.replace("\n\n", "\r\n  \xa0\r\n") + "\n\n")
    assert digest(BRIEF) != digest(BRIEF.replace("May", "June"))


SHIP = "Latest Developments\n\nA ship came in."
EXTENSIONS: dict[PhraseKind, tuple[str, Callable[[Read], object]]] = {
    PhraseKind.LABEL: (f"5 May 2024 | Harbour Note\n\n{SHIP}", lambda r: r.brief["label"]),
    PhraseKind.DEVELOPMENTS: ("On the Quay\n\nA ship came in.", lambda r: r.brief["developments"]),
    PhraseKind.ANALYSIS: (
        f"{SHIP}\n\nVoices From the Pier\n\n“It sails.” — Ola Berg, Pilot",
        lambda r: r.brief["quotes"],
    ),
    PhraseKind.RELATED: ("Further Out\n\nThe Ferry That Never Sailed", lambda r: r.brief["related"]),
    PhraseKind.ISSUES: ("Filed Under\n\nIran Russia", lambda r: r.brief["issues"]),
    PhraseKind.TOPICS: (f"{SHIP}\n\nKeywords: Iran Ferries", lambda r: r.fate("Keywords") is Fate.IGNORED),
    PhraseKind.ATTRIBUTION: (
        "Expert Analysis\n\n“It sails.” So says Ola Berg of the Pilots",
        lambda r: r.brief["quotes"],
    ),
    PhraseKind.NOISE: (f"{SHIP}\n\nHoist the flag", lambda r: r.fate("Hoist") is Fate.IGNORED),
}
WORDINGS = {
    PhraseKind.LABEL: "Harbour Note",
    PhraseKind.DEVELOPMENTS: "On the Quay",
    PhraseKind.ANALYSIS: "Voices From *",
    PhraseKind.RELATED: "Further Out",
    PhraseKind.ISSUES: "filed under:",
    PhraseKind.TOPICS: "Keywords",
    PhraseKind.ATTRIBUTION: "So says {name} of {title}",
    PhraseKind.NOISE: "hoist the flag",
}


@pytest.mark.parametrize("kind", PhraseKind)
def test_a_phrase_of_every_kind_changes_what_is_read(kind: PhraseKind) -> None:
    text, look = EXTENSIONS[kind]
    assert not look(paste(text))
    assert look(paste(text, vocabulary([(kind, WORDINGS[kind])])))


@pytest.mark.django_db
def test_a_phrase_added_at_the_desk_is_known_to_the_next_paste() -> None:
    text = "Latest Developments\n\nA ship came in.\n\nVoices From the Pier\n\n“It sails.” — Ola Berg, Pilot"
    assert not read(text, Vocabulary.load()).content.quotes
    ReaderPhrase.objects.create(kind=PhraseKind.ANALYSIS, text="Voices From the Pier")
    assert read(text, Vocabulary.load()).content.quotes[0].name == "Ola Berg"


@pytest.mark.parametrize(
    "text", ["{name}", "*{name}*", "— {name}, {title} {title} {name}", "{name} ({title}", "{title} [{name}"]
)
def test_no_attribution_form_can_break_the_reader(text: str) -> None:
    known = vocabulary([(PhraseKind.ATTRIBUTION, text)])
    assert paste(BRIEF, known).brief["quotes"] == paste(BRIEF).brief["quotes"]
