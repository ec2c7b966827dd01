"""What is typed among the words says what a click says: one value and one address."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.operators import day, lift
from tests import cast
from tests.editions.test_search import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> None:
    """Issues and experts with other names, of whom live briefs speak."""
    cast.published(
        "Grain Moves",
        issues=["Iran", "Gulf States"],
        quotes=[("<p>So.</p>", "Mára Quist", "Fellow"), ("<p>No.</p>", "Ivo Tamm", "Fellow")],
    )
    cast.issue("Gulf States").aliases.create(name="GCC")
    cast.issue("Iran").former_addresses.create(slug="persia")
    cast.expert("Ivo Tamm").aliases.create(name="I. J. Tamm")


ADDRESSES = {
    "issue:iran grain": "issue=iran&q=grain",
    "grain issue:IRAN": "issue=iran&q=grain",
    "issue:persia": "issue=iran",
    'issue:"Gulf States"': "issue=gulf-states",
    "issue:“gulf states”": "issue=gulf-states",
    "issue:gulf-states": "issue=gulf-states",
    "issue:gcc -issue:iran": "issue=gulf-states&not=iran",
    "−issue:iran": "not=iran",
    'expert:"Mara Quist"': "expert=mára-quist",
    'expert:"i. j. tamm" grain': "expert=ivo-tamm&q=grain",
    "expert:ivo-tamm": "expert=ivo-tamm",
    "from:2023 to:2024": "from=2023-01-01&to=2024-12-31",
    "from:2023-5 to:2024-02": "from=2023-05-01&to=2024-02-29",
    "to:2023-05-02 FROM:2023-05-02": "from=2023-05-02&to=2023-05-02",
    'issue:iran -drone "missile  test" from:2023': "issue=iran&from=2023-01-01&q=%22missile+test%22+-drone",
    '"issue:iran"': "q=%22issue%3Airan%22",
    "(issue:iran)": "q=%22issue%3Airan%22",
    "grain, “timber”; grain": "q=grain+timber",
    "-timber grain": "q=grain+-timber",
    "from:2023 grain from:2023": "from=2023-01-01&q=grain",
}


@pytest.mark.usefixtures("known")
def test_what_is_typed_and_what_is_clicked_have_one_address() -> None:
    asked = {question: ask(question) for question in ADDRESSES}
    assert {
        question: wanted.query().replace("%C3%A1", "á") for question, wanted in asked.items()
    } == ADDRESSES
    assert not [wanted.problems for wanted in asked.values() if wanted.problems]


PROBLEMS = {
    "issue:atlantis grain": "There is no issue “atlantis”.",
    'expert:"Nobody Known"': "There is no expert “Nobody Known”.",
    'expert:"Mara" grain': "There is no expert “Mara”.",
    "issue: grain": "Nothing stands after “issue:”.",
    'expert:""': "Nothing stands after “expert:”.",
    "-expert:ivo-tamm": "“-expert:” is not understood: words and issues alone can be left out.",
    "from:2023-02-30": "“2023-02-30” is not a date: write it as 2023-09-20.",
    "to:2023-13": "“2023-13” is not a date: write it as 2023-09-20.",
    "from:0000": "“0000” is not a date: write it as 2023-09-20.",
    "expert:ivo-tamm expert:mára-quist": "“expert=” can be given once: “ivo-tamm” was used.",
    "?!": "There is no word or number to look for in “?!”.",
    "a " * 400 + " ".join(f"word{n}" for n in range(40)): (
        "The question is too long, and only its beginning was used: 20 words are enough."
    ),
    "x" * 10_000: "The question is too long, and only its beginning was used: 20 words are enough.",
}


@pytest.mark.usefixtures("known")
def test_what_makes_no_sense_gets_a_sentence_and_nothing_is_guessed() -> None:
    assert {question: ask(question).problems for question in PROBLEMS} == {
        question: (problem,) for question, problem in PROBLEMS.items()
    }


def test_namesakes_are_told_apart_by_their_addresses() -> None:
    cast.published("One", quotes=[("<p>So.</p>", "Ivo Tamm", "Fellow")])
    other = cast.expert("Ivo Tamm the Other")
    cast.published("Two", quotes=[("<p>No.</p>", "Ivo Tamm the Other", "Fellow")])
    other.aliases.create(name="Ivo  Tamm.")
    type(other).objects.filter(pk=other.pk).update(name="Ivo Tamm")
    sentence = (
        "“ivo tamm” is what several experts are called: type expert:ivo-tamm or expert:ivo-tamm-the-other."
    )
    assert ask('expert:"ivo tamm"').problems == (sentence,)
    assert ask("expert:ivo-tamm-the-other").expert == other


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-05-02", "2023-05-02", "2023-05-02"),
    ],
)
def test_a_year_or_a_month_means_all_of_it(text: str, first: str, last: str) -> None:
    assert day(text, last=False) == datetime.date.fromisoformat(first)
    assert day(text, last=True) == datetime.date.fromisoformat(last)


def test_an_operator_is_lifted_out_of_the_words_alone() -> None:
    assert lift('a "from:2023" b') == ('a "from:2023" b', [])
    assert [f"{each}{each.value}" for each in lift('a -issue:"b c" from:d')[1]] == ["-issue:b c", "from:d"]


PARTS = st.sampled_from(
    [
        '"',
        "-",
        "issue:",
        "expert:",
        "from:",
        "iran",
        " ",
        "2023-02-30",
        "é",
        "\u200d",
        "\u202e",
        "'",
        ":",
        "ﬁ",
        "\x00",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(text=st.one_of(st.text(), st.lists(PARTS).map("".join)))
def test_every_text_is_read_and_reads_the_same_when_it_is_printed(text: str) -> None:
    wanted = ask(text)
    assert ask(wanted.typed()).terms == wanted.terms
    list(wanted.editions()[:1])
    wanted.title()
