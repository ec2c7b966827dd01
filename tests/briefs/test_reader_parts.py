"""Developments, sections, related links and issues: their forms, and what is mistaken for what."""

import pytest

from briefs.importing import issues_line
from briefs.importing.outcome import Fate
from briefs.models import PhraseKind
from tests.briefs.pasted import VOCABULARY, Read, analysis, paste, vocabulary

QUOTE = "“It ends.” — Ola Berg, Fellow"


def sections(found: Read) -> dict[str, list[str]]:
    return {section["heading"]: section["paragraphs"] for section in found.brief["sections"]}


def related(line: str) -> tuple[str, list[str], str | None]:
    (link,) = analysis(QUOTE, line).brief["related"]
    return link["title"], link["authors"], link["source"]


def issues(line: str) -> Read:
    return paste(f"Latest Developments\n\nA ship came in.\n\nIssues:\n\n{line}")


@pytest.mark.parametrize("bullet", ["• ", "•", "- ", "– ", "* ", "● ", "▪ ", "◦ "])
def test_bulleted_developments_stay_bullets(bullet: str) -> None:
    text = f"{bullet}A Pact: the towns signed.\n{bullet}No Dredgers: they wait, said “someone.”"
    found = paste(f"Latest Developments\n{text}\nFDD Expert Response\n{QUOTE}")
    assert found.brief["developments"] == [
        "• A Pact: the towns signed.",
        "• No Dredgers: they wait, said “someone.”",
    ]
    assert found.reading.content.developments.count("<li>") == 2
    assert len(found.brief["quotes"]) == 1


@pytest.mark.parametrize(
    "heading",
    [
        "A Less Committed U.S.",
        "The ‘Campaign Between Wars’",
        "“Total Victory” Remains Far Off",
        "Lorne’s 12 Demands",
        "7 October and After",
        "Who Pays for the Channel?",
        "What happens next",
        "The “Grey Zone,” by Land and by Sea",
        "Lorne, Askmouth, and the Long Quarrel Over Who May Dredge the Narrow Channel by Night",
        "Hope by Any Other Name",
        "By Ola Berg and Other Pilots",
        "The Mayor’s Plan—and Its Price",
    ],
)
def test_a_section_has_its_own_heading_whatever_marks_it_holds(heading: str) -> None:
    found = analysis(QUOTE, heading, "The grant ended in 2019. Nothing has replaced it.", "The towns wait.")
    assert sections(found) == {
        heading: ["The grant ended in 2019. Nothing has replaced it.", "The towns wait."]
    }
    assert not found.brief["related"]
    assert found.fate(heading) is Fate.HEADING


def test_sections_may_follow_one_another_and_stand_without_blank_lines() -> None:
    found = paste(
        f"Latest Developments\nA ship came in.\nExpert Analysis\n{QUOTE}\nWho Pays\nThe towns pay.\n"
        "Who Waits\nThe dredgers wait. They wait for money.\nThey said so."
    )
    assert sections(found) == {
        "Who Pays": ["The towns pay."],
        "Who Waits": ["The dredgers wait. They wait for money.", "They said so."],
    }


def test_a_section_may_follow_the_developments_directly() -> None:
    found = paste(
        "Latest Developments\n\nA ship came in.\n\nWho Pays for the Channel\n\nThe towns pay. They always did."
    )
    assert found.brief["developments"] == ["A ship came in."]
    assert sections(found) == {"Who Pays for the Channel": ["The towns pay. They always did."]}


def test_a_list_in_a_section_keeps_its_lead_and_its_bullets() -> None:
    found = analysis(QUOTE, "Who Pays", "The pact names three towns:", "• Lorne", "• Askmouth", "• Vik")
    assert sections(found) == {"Who Pays": ["The pact names three towns:", "• Lorne", "• Askmouth", "• Vik"]}


@pytest.mark.parametrize(
    ("line", "title", "authors", "source"),
    [
        ("Still Waters,” Harbour Flash Brief", "Still Waters", [], "Harbour Flash Brief"),
        ("Still Waters,” by Ola Berg", "Still Waters", ["Ola Berg"], None),
        ("Still Waters,” by Ola Berg and Ida Strand", "Still Waters", ["Ola Berg", "Ida Strand"], None),
        (
            "Still Waters,” by Ola Berg, Ida Strand, and Per Holm",
            "Still Waters",
            ["Ola Berg", "Ida Strand", "Per Holm"],
            None,
        ),
        ("Still Waters,” by Ola Berg, Mara Lindqvist", "Still Waters", ["Ola Berg", "Mara Lindqvist"], None),
        ("Still Waters,” by Ola Berg, Coastal Quarterly", "Still Waters", ["Ola Berg"], "Coastal Quarterly"),
        ("Will It Hold?” by Ola Berg", "Will It Hold?", ["Ola Berg"], None),
        ("Still Waters”, by Ola Berg", "Still Waters", ["Ola Berg"], None),
        ("“Still Waters,” by Ola Berg", "Still Waters", ["Ola Berg"], None),
        ("“Still Waters,” Harbour Flash Brief", "Still Waters", [], "Harbour Flash Brief"),
        ('Still Waters," by Ola Berg', "Still Waters", ["Ola Berg"], None),
        ('"Still Waters," Harbour Flash Brief', "Still Waters", [], "Harbour Flash Brief"),
        ("The ‘Last’ Boat,” by Ola Berg", "The ‘Last’ Boat", ["Ola Berg"], None),
        ("The “Last” Boat,” by Ola Berg", "The “Last” Boat", ["Ola Berg"], None),
        (
            "6,000 Tons of Sand and Who Moves Them by Night,” Harbour Flash Brief",
            "6,000 Tons of Sand and Who Moves Them by Night",
            [],
            "Harbour Flash Brief",
        ),
    ],
)
def test_related_links_lack_their_opening_mark_and_name_authors_or_a_source(
    line: str, title: str, authors: list[str], source: str | None
) -> None:
    assert related(line) == (title, authors, source)


def test_lost_addresses_are_told_once_and_none_is_invented() -> None:
    found = analysis(QUOTE, "Still Waters,” Harbour Flash Brief", "Low Tide,” by Ola Berg")
    assert [link.url for link in found.reading.content.links] == ["", ""]
    assert found.note("2 of 2 related links came without one")


@pytest.mark.parametrize(
    "line",
    [
        "Still Waters,” by Ola Berg (https://example.org/still)",
        "Still Waters,” by Ola Berg\nhttps://example.org/still",
    ],
)
def test_an_address_that_the_text_kept_is_kept(line: str) -> None:
    (link,) = analysis(QUOTE, line).reading.content.links
    assert (link.title, link.authors, link.url) == (
        "Still Waters",
        ("Ola Berg",),
        "https://example.org/still",
    )


def test_links_may_stand_under_a_heading_without_marks() -> None:
    found = analysis(QUOTE, "Related Analysis", "The Ferry That Never Sailed", "Low Tide at Lorne")
    assert [link["title"] for link in found.brief["related"]] == [
        "The Ferry That Never Sailed",
        "Low Tide at Lorne",
    ]


def test_links_follow_the_developments_where_there_is_nothing_else() -> None:
    found = paste("Latest Developments\n\nA ship came in.\n\nStill Waters,” Harbour Flash Brief")
    assert [link["title"] for link in found.brief["related"]] == ["Still Waters"]
    assert found.brief["developments"] == ["A ship came in."]


def test_a_line_among_the_links_that_is_none_is_shown() -> None:
    found = analysis(
        QUOTE, "Still Waters,” Harbour Flash Brief", "Follow us on the quay", "Low Tide,” by Ola Berg"
    )
    assert len(found.brief["related"]) == 2
    assert found.fate("Follow us") is Fate.UNKNOWN


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Iran Iran Global Threat Network Russia", ["Iran", "Iran Global Threat Network", "Russia"]),
        (
            "Iran Iran-backed Terrorism Israel Israel at War",
            ["Iran", "Iran-backed Terrorism", "Israel", "Israel at War"],
        ),
        (
            "Cyber Military and Political Power U.S. Defense Policy and Strategy Ukraine",
            ["Cyber", "Military and Political Power", "U.S. Defense Policy and Strategy", "Ukraine"],
        ),
        ("Israel at War", ["Israel at War"]),
        ("IRAN  russia", ["Iran", "Russia"]),
        ("Hizballah US Defense Policy and Strategy", ["Hezbollah", "U.S. Defense Policy and Strategy"]),
        ("Iran, Russia, Ukraine", ["Iran", "Russia", "Ukraine"]),
        ("Iran; Russia | Ukraine", ["Iran", "Russia", "Ukraine"]),
        ("Iran · Russia / Ukraine", ["Iran", "Russia", "Ukraine"]),
        ("Iran\nIran Global Threat Network\n• Russia", ["Iran", "Iran Global Threat Network", "Russia"]),
        ("Iran Iran", ["Iran"]),
    ],
)
def test_issues_are_split_by_the_longest_known_name(line: str, names: list[str]) -> None:
    found = issues(line)
    assert found.brief["issues"] == names
    assert not found.reading.issues


@pytest.mark.parametrize(
    ("line", "names", "unknown"),
    [
        ("Iran Sanctions Policy Russia", ["Iran", "Russia"], ["Sanctions Policy"]),
        ("Cybr Iran", ["Iran"], ["Cybr"]),
        ("Iran Iran Global Threat Netwrk Russia", ["Iran", "Russia"], ["Iran Global Threat Netwrk"]),
        ("Iran Global Threats Russia", ["Russia"], ["Iran Global Threats"]),
        ("Iran, Grand Strategy, Sea Power, Russia", ["Iran", "Russia"], ["Grand Strategy", "Sea Power"]),
        ("Grand Strategy", [], ["Grand Strategy"]),
    ],
)
def test_what_is_no_issue_stays_raw_and_is_never_guessed(
    line: str, names: list[str], unknown: list[str]
) -> None:
    found = issues(line)
    assert found.brief["issues"] == names
    assert [issue.text for issue in found.reading.issues] == unknown
    assert list(found.fates.values())[-1] == "unknown"


def test_an_unknown_issue_comes_with_its_nearest_choices() -> None:
    found = issues("Iran Iran Global Threat Netwrk")
    (strange,) = found.reading.issues
    assert strange.nearest[0] == "Iran Global Threat Network"
    assert found.note("most like it: Iran Global Threat Network")


def test_fewer_unknown_words_win_over_a_longer_first_name() -> None:
    known = vocabulary()
    assert [piece.words for piece in issues_line.split("Iran Global Threat Network Russia", known)] == [
        "Iran Global Threat Network",
        "Russia",
    ]
    names = {"gulf": 1, "gulf states": 2, "states at sea": 3}
    apart = type(known)(
        issues={name: type(next(iter(known.issues.values())))(pk, name) for name, pk in names.items()}
    )
    assert [piece.words for piece in issues_line.split("Gulf States at Sea", apart)] == [
        "Gulf",
        "States at Sea",
    ]


def test_names_out_of_the_alphabet_are_taken_with_a_note() -> None:
    found = issues("Russia Iran")
    assert found.brief["issues"] == ["Russia", "Iran"]
    assert found.note("not in the order of the alphabet")


@pytest.mark.parametrize(
    "line", ["Issues: Iran Russia", "Issues:Iran Russia", "ISSUES\nIran Russia", "Issue:\n\nIran Russia"]
)
def test_the_issues_may_stand_beside_their_heading(line: str) -> None:
    assert paste(f"Latest Developments\n\nA ship came in.\n\n{line}").brief["issues"] == ["Iran", "Russia"]


def test_issues_given_twice_are_used_once() -> None:
    found = issues("Iran Russia\n\nIssues:\n\nIran Russia")
    assert found.brief["issues"] == ["Iran", "Russia"]
    assert list(found.fates.values())[-1] == "ignored"


def test_a_text_full_of_strange_issues_is_shown_not_proposed() -> None:
    found = issues("\n".join(f"Strange Thing {n}" for n in range(500)))
    assert len(found.reading.issues) == 50
    assert len(found.reading.not_understood()) == 500


def test_topics_are_an_open_list_and_not_kept() -> None:
    found = paste("Latest Developments\n\nA ship.\n\nIssues:\n\nRussia\n\nTopics:\n\nOve Dahl Lorne Iran")
    assert found.brief["issues"] == ["Russia"]
    assert found.fate("Ove Dahl") is Fate.IGNORED
    assert "open list" in found.why("Ove Dahl")


def test_issues_among_topics_are_mentioned_when_there_are_no_others() -> None:
    found = paste("Latest Developments\n\nA ship.\n\nTopics: Ove Dahl, Lorne, Iran")
    assert found.brief["issues"] == []
    assert found.note("name these, of which some may fit: Iran")


def test_a_sentence_below_the_issues_is_no_issue() -> None:
    found = issues("Iran Russia\n\nFollow our experts for more.")
    assert found.brief["issues"] == ["Iran", "Russia"]
    assert found.fate("Follow our") is Fate.UNKNOWN
    assert not found.reading.issues


def test_a_related_heading_is_data_like_any_other() -> None:
    known = vocabulary([(PhraseKind.RELATED, "Further Out")])
    assert analysis(QUOTE, "Further Out", "Low Tide at Lorne", known=known).brief["related"]
    assert not analysis(QUOTE, "Further Out", "Low Tide at Lorne", known=VOCABULARY).brief["related"]
