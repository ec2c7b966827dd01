"""The head of a pasted brief: date, label and title, in every form and in none."""

import pytest

from briefs.importing import dates
from briefs.importing.outcome import Fate
from briefs.models import PhraseKind
from tests.briefs.pasted import BRIEF, paste, vocabulary

BODY = "\n\nLatest Developments\n\nA ship came in."


@pytest.mark.parametrize(
    "line",
    [
        "September 20, 2023 | Flash Brief",
        "Flash Brief | September 20, 2023",
        "20 September 2023 | Flash Brief",
        "20th of September, 2023 · FLASH BRIEF",
        "Wednesday, Sept. 20, 2023 — Flash Brief",
        "Wed 20 Sep 2023 – flash brief",
        "2023-09-20 | Flash Brief",
        "20.09.2023 | Flash Brief",
        "20/9/2023 | Flash Brief",
        "9/20/2023 | Flash Brief",
        "20-Sep-2023 | Flash Brief",
        "Flash Brief, September 20, 2023",
        "September 20, 2023 Flash Brief",
        "September 20, 2023 | 9:30 a.m. EDT | Flash Brief",
        "  September\xa020, 2023 |\xa0Flash Brief  ",
    ],
)
def test_a_date_line_gives_date_and_label(line: str) -> None:
    found = paste(f"{line}\n\nA Ship Comes In{BODY}")
    assert (found.brief["date"], found.brief["label"]) == ("2023-09-20", "Flash Brief")
    assert found.brief["title"] == "A Ship Comes In"
    assert found.fates[1] == "date"


def test_date_and_label_may_stand_on_lines_of_their_own() -> None:
    found = paste(f"Flash Brief\n20 September 2023\nA Ship Comes In{BODY}")
    assert (found.brief["date"], found.brief["label"]) == ("2023-09-20", "Flash Brief")
    assert [found.fates[n] for n in (1, 2, 3)] == ["label", "date", "title"]


@pytest.mark.parametrize("line", ["February 30, 2023", "31 April 2024", "2023-13-01", "0.1.2024"])
def test_a_date_that_does_not_exist_is_told_and_left_out(line: str) -> None:
    found = paste(f"{line} | Flash Brief\n\nA Ship Comes In{BODY}")
    assert found.brief["date"] is None
    assert (found.brief["label"], found.brief["title"]) == ("Flash Brief", "A Ship Comes In")
    assert found.why(line) == f"“{line}” is no day of the calendar."
    assert found.fates[1] == "unknown"


def test_a_date_that_could_be_two_days_is_not_guessed() -> None:
    found = paste(f"5/6/2024 | Flash Brief\n\nA Ship Comes In{BODY}")
    assert found.brief["date"] is None
    assert "could be two days" in found.why("5/6")


def test_the_head_given_twice_is_used_once() -> None:
    head = BRIEF.partition("Latest")[0]
    found = paste(head + BRIEF)
    assert found.brief == paste(BRIEF).brief
    assert [found.fates[n] for n in (1, 3, 5, 7)] == ["date", "title", "ignored", "ignored"]


def test_a_text_may_have_no_head() -> None:
    found = paste(BODY)
    assert (found.brief["date"], found.brief["label"], found.brief["title"]) == (None, None, None)
    assert found.brief["developments"] == ["A ship came in."]
    assert found.note("Not in the text: date, label, title.")


def test_a_text_may_have_its_title_alone() -> None:
    found = paste(f"A Ship Comes In{BODY}")
    assert (found.brief["date"], found.brief["title"]) == (None, "A Ship Comes In")


@pytest.mark.parametrize(
    "title", ["Will the Ship Come In?", "‘Not One Ship,’ Says Lorne", "Ship Comes In to the U.S.", "12 Ships"]
)
def test_a_title_may_hold_any_marks(title: str) -> None:
    assert paste(f"March 5, 2024 | Flash Brief\n{title}{BODY}").brief["title"] == title


def test_the_day_of_a_reprint_is_not_the_date_of_the_brief() -> None:
    found = paste(f"A Ship Comes In\n\nPosted on November 8, 2024 by admin{BODY}")
    assert (found.brief["date"], found.brief["title"]) == (None, "A Ship Comes In")
    assert found.fate("Posted on") is Fate.UNKNOWN


def test_a_date_beside_the_label_wins_over_another() -> None:
    found = paste(f"November 8, 2024\n\nMarch 5, 2024 | Flash Brief\n\nA Ship Comes In{BODY}")
    assert found.brief["date"] == "2024-03-05"
    assert found.fate("November 8") is Fate.UNKNOWN


def test_of_two_dates_without_a_label_none_is_taken() -> None:
    found = paste(f"November 8, 2024\n\nMarch 5, 2024\n\nA Ship Comes In{BODY}")
    assert found.brief["date"] is None


def test_lines_before_the_head_are_not_taken_for_the_title() -> None:
    found = paste(f"You are here: Home\n\nMarch 5, 2024 | Flash Brief\n\nA Ship Comes In{BODY}")
    assert found.brief["title"] == "A Ship Comes In"
    assert found.fate("You are here") is Fate.UNKNOWN


def test_a_label_that_nobody_has_taught_is_shown_not_used() -> None:
    found = paste(f"March 5, 2024 | Pilot’s Log\n\nA Ship Comes In{BODY}")
    assert (found.brief["date"], found.brief["label"]) == ("2024-03-05", None)
    assert found.why("March 5") == "“Pilot’s Log” is no label that the reader knows."
    assert found.fates[1] == "unknown"


@pytest.mark.parametrize(
    "first",
    ["“It ends.” — Ola Berg, Fellow", "Still Waters,” by Ola Berg", "Issues: Iran Russia", "A ship came in."],
)
def test_a_text_that_begins_in_the_middle_has_no_title(first: str) -> None:
    found = paste(f"{first}\n\nExpert Analysis\n\n“It begins.” — Ola Berg, Fellow")
    assert found.brief["title"] is None
    assert not found.reading.not_understood()


def test_an_issue_that_is_called_like_the_title_is_an_issue() -> None:
    found = paste(f"March 5, 2024 | Flash Brief\n\nIran{BODY}\n\nIran\n\nIssues:\n\nIran")
    assert (found.brief["title"], found.brief["issues"]) == ("Iran", ["Iran"])


def test_a_label_longer_than_a_label_can_be_is_not_cut() -> None:
    known = vocabulary([(PhraseKind.LABEL, "Note *")])
    found = paste(f"March 5, 2024 | Note {'of the Pilots ' * 6}\n\nA Ship Comes In{BODY}", known)
    assert found.brief["label"] is None
    assert found.fates[1] == "unknown"


def test_a_title_longer_than_a_title_can_be_is_not_cut() -> None:
    found = paste(f"March 5, 2024 | Flash Brief\n\n{'A Ship ' * 60}{BODY}")
    assert found.brief["title"] is None
    assert found.reading.not_understood()


@pytest.mark.parametrize(
    "line",
    [
        "9:15 a.m. GMT",
        "14:30",
        "Updated 3 p.m. ET",
        "March 4, 9:15 a.m.",
        "Update: 5 March 2024, 14:30",
        "10:00 (CET)",
        "March 4",
    ],
)
def test_a_time_stamp_is_part_of_the_developments(line: str) -> None:
    assert dates.is_time_stamp(line)
    found = paste(f"Latest Developments\n\n{line}\n\nA ship came in.\n\n{line}\n\nAnother followed it.")
    assert found.brief["developments"] == [line, "A ship came in.", line, "Another followed it."]
    assert not found.brief["sections"]
