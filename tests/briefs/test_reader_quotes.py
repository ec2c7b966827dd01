"""Quotations and their speakers: every form of attribution, and what only looks like one."""

import pytest

from briefs.importing.outcome import Fate
from briefs.importing.people import bare, looks_like_name
from tests.briefs.pasted import Read, analysis, paste, vocabulary

WORDS = "The pact ends an era."
SPEAKER = {"text": WORDS, "expert": "Ola Berg", "title": "Harbour Institute Fellow"}


def said(found: Read) -> list[tuple[str, str, str]]:
    return [(quote["text"], quote["expert"] or "", quote["title"] or "") for quote in found.brief["quotes"]]


@pytest.mark.parametrize(
    "line",
    [
        f"“{WORDS}” — Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}” Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}”Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}” —Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}”—Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}” – Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}” - Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}” -- Ola Berg, Harbour Institute Fellow",
        f"“ {WORDS} ”\xa0— Ola Berg,\xa0Harbour Institute Fellow ",
        f'"{WORDS}" - Ola Berg, Harbour Institute Fellow',
        f'"{WORDS}" Ola Berg, Harbour Institute Fellow',
        f"‘{WORDS}’ — Ola Berg, Harbour Institute Fellow",
        f"„{WORDS}“ — Ola Berg, Harbour Institute Fellow",
        f"«{WORDS}» — Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}” (Ola Berg, Harbour Institute Fellow)",
        f"“{WORDS} — Ola Berg, Harbour Institute Fellow",
        f"{WORDS}” — Ola Berg, Harbour Institute Fellow",
        f"{WORDS} — Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}” Ola Berg is a Harbour Institute Fellow.",
        f"“{WORDS}”\n\nOla Berg, Harbour Institute Fellow",
        f"“{WORDS}”\nOla Berg, Harbour Institute Fellow",
        f"“{WORDS}”\n— Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}”\n- Ola Berg, Harbour Institute Fellow",
        f"“{WORDS}” —\nOla Berg, Harbour Institute Fellow",
        f"“{WORDS}”\n\nOla Berg is a Harbour Institute Fellow.",
        f"“{WORDS}”\n\nOla Berg serves as the Harbour Institute Fellow.",
        f"Ola Berg, Harbour Institute Fellow\n\n“{WORDS}”",
    ],
)
def test_every_form_of_attribution_is_read(line: str) -> None:
    found = analysis(line)
    assert found.brief["quotes"] == [SPEAKER]
    assert not found.reading.not_understood()
    assert not found.brief["sections"]


def test_forms_may_be_mixed_in_one_brief() -> None:
    found = analysis(
        f"“{WORDS}” — Ola Berg, Fellow", f"“{WORDS} Yes.”\nPer Holm, Pilot", f"“{WORDS} No.”Ida Strand, Dean"
    )
    assert [expert for _, expert, _ in said(found)] == ["Ola Berg", "Per Holm", "Ida Strand"]


@pytest.mark.parametrize(
    "words",
    [
        "It ends — according to the mayor — an era.",
        "An ‘era’ of ‘bad ferries’ ends.",
        "It is what they call ‘the end.’",
        "Will anybody ask the fishermen?",
        "Nobody, and I mean nobody’s cousin, will sail — not in May.",
        "It ended in March, said Tomas Brandt, a fellow of theirs, and I agree.",
        "They named it “Good Hope,” and it sank.",
        "They call it “hope.”",
    ],
)
def test_marks_and_dashes_inside_a_quotation_stay(words: str) -> None:
    assert said(analysis(f"“{words}” — Ola Berg, Fellow")) == [(words, "Ola Berg", "Fellow")]


def test_straight_marks_inside_straight_marks_stay() -> None:
    words = 'They named it "Good Hope," and it sank.'
    assert said(analysis(f'"{words}" - Ola Berg, Fellow')) == [(words, "Ola Berg", "Fellow")]


def test_an_inner_quotation_that_shares_the_closing_mark_keeps_it() -> None:
    assert said(analysis("“They call it “hope.” — Ola Berg, Fellow")) == [
        ("They call it “hope.”", "Ola Berg", "Fellow")
    ]


@pytest.mark.parametrize(
    ("printed", "name", "title"),
    [
        ("RADM (Ret.) Ola Berg, Senior Fellow", "RADM (Ret.) Ola Berg", "Senior Fellow"),
        ("Rear Admiral Ola Berg, Senior Fellow", "Rear Admiral Ola Berg", "Senior Fellow"),
        ("Ola Berg III, Fellow", "Ola Berg III", "Fellow"),
        ("Ola Berg, Jr., Fellow", "Ola Berg, Jr.", "Fellow"),
        ("Ola Berg, RADM (Ret.), Fellow", "Ola Berg, RADM (Ret.)", "Fellow"),
        ("Dr. Ola Berg, Ph.D., Fellow", "Dr. Ola Berg, Ph.D.", "Fellow"),
        ("O. B. Berg, Fellow", "O. B. Berg", "Fellow"),
        ("H.R. O’Neill-Berg, Fellow", "H.R. O’Neill-Berg", "Fellow"),
        ("Ines de la Cruz, Fellow", "Ines de la Cruz", "Fellow"),
        ("Karim al-Haddad, Fellow", "Karim al-Haddad", "Fellow"),
        (
            "Ola Berg, Director of Research and National Security",
            "Ola Berg",
            "Director of Research and National Security",
        ),
        (
            "Ola Berg, Director of FDD’s Sea Program and Harbour Network",
            "Ola Berg",
            "Director of FDD’s Sea Program and Harbour Network",
        ),
        ("Ola Berg, Fellow, Harbour Institute", "Ola Berg", "Fellow, Harbour Institute"),
        ("Ola Berg", "Ola Berg", ""),
        ("Berg", "Berg", ""),
    ],
)
def test_ranks_suffixes_and_offices_are_told_apart(printed: str, name: str, title: str) -> None:
    assert said(analysis(f"“{WORDS}” — {printed}")) == [(WORDS, name, title)]


@pytest.mark.parametrize(
    ("printed", "names", "titles"),
    [
        ("Ola Berg and Ida Strand, Senior Fellows", "Ola Berg and Ida Strand", "Senior Fellows"),
        ("Ola Berg & Ida Strand, Senior Fellows", "Ola Berg and Ida Strand", "Senior Fellows"),
        ("Ola Berg, Fellow, and Ida Strand, Dean", "Ola Berg and Ida Strand", "Fellow and Dean"),
        ("Ola Berg, Fellow; Ida Strand, Dean", "Ola Berg and Ida Strand", "Fellow and Dean"),
        ("Ola Berg, Ida Strand, and Per Holm, Fellows", "Ola Berg, Ida Strand and Per Holm", "Fellows"),
    ],
)
def test_two_people_at_once_stand_under_one_quotation_and_are_told(
    printed: str, names: str, titles: str
) -> None:
    found = analysis(f"“{WORDS}” — {printed}")
    assert said(found) == [(WORDS, names, titles)]
    assert found.note("speak together in line 7")
    assert {who.name for who in found.reading.speakers} == {"Ola Berg", "Ida Strand"}


def test_a_known_name_settles_where_two_people_stand() -> None:
    found = analysis(f"“{WORDS}” — Ola Berg, Fellow and Per Holm, Pilot")
    assert said(found) == [(WORDS, "Ola Berg and Per Holm", "Fellow and Pilot")]


def test_a_known_expert_is_linked_by_name_alias_or_rank_and_printed_as_in_the_text() -> None:
    printed = ["Mara Lindqvist", "Mara K. Lindqvist", "MARA LINDQVIST", "RADM (Ret.) Per Holm"]
    found = analysis(*(f"“{WORDS} {place}.” — {name}, Fellow" for place, name in enumerate(printed)))
    assert [quote.expert for quote in found.reading.content.quotes] == [1, 1, 1, 2]
    assert [quote.name for quote in found.reading.content.quotes] == printed
    assert found.note("“RADM (Ret.) Per Holm” in line 13 was taken for Per Holm.")
    assert not found.reading.speakers


def test_an_unknown_expert_is_proposed_once_with_every_quotation() -> None:
    found = analysis("“One.” — Ola Berg, Fellow", "“Two.” — Ola Berg, Senior Fellow")
    (new,) = found.reading.speakers
    assert (new.name, new.title, len(new.quotes)) == ("Ola Berg", "Fellow", 2)
    assert found.note("Not among the experts yet: Ola Berg, Fellow.")


def test_of_namesakes_none_is_picked() -> None:
    known = vocabulary(people={"Ola Berg": [], "Dr. Ola Berg": ["Ola Berg"]})
    found = analysis("“One.” — Ola Berg, Fellow", known=known)
    assert found.reading.content.quotes[0].expert is None
    assert found.note("Several experts are called Ola Berg")


def test_a_quotation_of_several_paragraphs_is_one() -> None:
    found = analysis("“The pact ends an era.", "“Another begins. It is no better.” — Ola Berg, Fellow")
    assert said(found) == [("The pact ends an era.\nAnother begins. It is no better.", "Ola Berg", "Fellow")]


def test_a_quotation_that_nobody_says_is_kept_and_told() -> None:
    found = analysis("“It ends.”", "“It begins.” — Ola Berg, Fellow")
    assert said(found) == [("It ends.", "", ""), ("It begins.", "Ola Berg", "Fellow")]
    assert found.note("Nothing says whose words the quotation in line 7 is.")


TRAP = "“We sail in May,” said Rear Admiral Ove Dahl, a spokesperson for the coast guard."


def test_a_paragraph_of_the_developments_that_opens_with_a_quotation_is_no_expert_quotation() -> None:
    found = paste(
        f"Latest Developments\n\n{TRAP}\n\n“It ends,” he said.\n\n{TRAP[:17]}” — Ola Berg, Fellow\n\nExpert Analysis"
    )
    assert len(found.brief["developments"]) == 3
    assert not found.brief["quotes"]


def test_such_a_paragraph_right_under_a_heading_belongs_to_its_section() -> None:
    found = analysis("“It ends.” — Ola Berg, Fellow", "Who Pays for the Channel", TRAP)
    assert found.brief["sections"] == [{"heading": "Who Pays for the Channel", "paragraphs": [TRAP]}]
    assert len(found.brief["quotes"]) == 1


def test_such_a_paragraph_under_the_experts_heading_is_not_taken_for_an_expert() -> None:
    found = analysis(TRAP, "“It ends.” — Ola Berg, Fellow")
    assert said(found) == [("It ends.", "Ola Berg", "Fellow")]
    assert found.fate("“We sail") is Fate.UNKNOWN


def test_a_heading_with_a_comma_is_not_a_speaker() -> None:
    found = analysis(
        "“It ends.”", "Saudi Arabia, Iran Agree to Talks", "The talks begin in May. They end in June."
    )
    assert [section["heading"] for section in found.brief["sections"]] == [
        "Saudi Arabia, Iran Agree to Talks"
    ]
    assert said(found) == [("It ends.", "", "")]


def test_questions_with_answers_become_sections() -> None:
    found = analysis(
        "Q: Who pays?", "A: The towns do, says the mayor.", "Q: And the dredgers?", "A: They wait."
    )
    assert found.brief["sections"] == [
        {"heading": "Who pays?", "paragraphs": ["The towns do, says the mayor."]},
        {"heading": "And the dredgers?", "paragraphs": ["They wait."]},
    ]


def test_initials_are_no_sign_of_an_answer() -> None:
    found = analysis(
        "“It ends.” — Ola Berg, Fellow",
        "Who Built It",
        "A. Q. Berg built it. A: no plan. B: no money.",
        "A: no crew.",
    )
    assert found.brief["sections"][0]["paragraphs"] == [
        "A. Q. Berg built it. A: no plan. B: no money.",
        "A: no crew.",
    ]


def test_a_paragraph_that_opens_with_a_word_in_single_marks_is_no_quotation() -> None:
    found = analysis("‘Hope’ is the ferry’s name. It sank.", "“It ends.” — Ola Berg, Fellow")
    assert said(found) == [("It ends.", "Ola Berg", "Fellow")]
    assert found.fate("‘Hope’") is Fate.UNKNOWN


def test_a_question_that_a_quotation_answers_is_shown_and_the_answer_kept() -> None:
    found = analysis(
        "Q: Who pays?", "A: “The towns do.” — Ola Berg, Fellow", "Who waits?", "“They do.” — Ida Strand, Dean"
    )
    assert said(found) == [("The towns do.", "Ola Berg", "Fellow"), ("They do.", "Ida Strand", "Dean")]
    assert [line.text for line in found.reading.not_understood()] == ["Q: Who pays?", "Who waits?"]


@pytest.mark.parametrize(
    "heading", ["Expert Analysis", "EXPERT ANALYSIS:", "FDD Expert Response", "Expert Response"]
)
def test_the_experts_heading_has_several_forms(heading: str) -> None:
    assert paste(f"{heading}\n\n“It ends.” — Ola Berg, Fellow").brief["quotes"]


@pytest.mark.parametrize(
    "name", ["Harbour Institute", "FDD Senior Fellow", "The Mayor", "in May", "Lorne 2", "It ended there"]
)
def test_what_is_no_name_is_not_taken_for_one(name: str) -> None:
    assert not looks_like_name(name)


@pytest.mark.parametrize(
    "name", ["Ola Berg", "Dr. OLA BERG, Jr.", "RADM (Ret.) Ola Berg", "Ola  Berg III", "Óla Berg"]
)
def test_names_are_compared_without_ranks_suffixes_and_accents(name: str) -> None:
    assert bare(name) == "ola berg"
