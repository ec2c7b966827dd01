"""Readers find briefs by their words: the same on both databases, from the second a brief is public to its last."""

import datetime

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from editions.filters import BriefFilter
from editions.models import Edition
from editions.publishing import cancel, publish, withdraw
from editions.searching import EditionText
from tests import cast
from tests.editions.timeline import HOUR, Clock

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 3, 1)
ODESA, CABLE, SEANCE, RADAR = (
    "Grain Ships Return to Odesa",
    "Cable Cut in the Gulf",
    "A Séance in Łódź",
    "Gulf States Share Radar",
)


def ask(question: str, at: datetime.datetime | None = None) -> BriefFilter:
    query = QueryDict(mutable=True)
    query["q"] = question
    return BriefFilter.parse(query, at)


def found(question: str, at: datetime.datetime | None = None) -> list[str]:
    return [edition.title for edition in ask(question, at).editions(at)]


@pytest.fixture
def archive() -> None:
    """Four briefs, of which the last in the list is the oldest."""
    draft = cast.make_brief("Qzdraft")
    cast.published(
        RADAR,
        date=datetime.date(2024, 5, 2),
        issues=["Gulf States", "Iran"],
        developments="<p>Pictures, but no triggers: a missile is seen by all.</p><p>Iran objected.</p>",
        quotes=[("<p>A drone is a missile that waits.</p>", "Ida Voss", "Analyst")],
        sections=[],
        links=[cast.link_to(draft, "Qzlink")],
    )
    cast.published(
        CABLE,
        date=datetime.date(2023, 7, 1),
        issues=["Iran", "Cyber"],
        developments="<p>A ship’s anchor cut the cable. The <b>Shahed‑136</b> was not involved.</p>",
        quotes=[("<p>Repairs take weeks.</p>", "Teo O’Brien", "Fellow of the Sea")],
        sections=[("Earlier Cuts", "<p>Two cables were cut at Christmas.</p><p>Missile tests went on.</p>")],
        links=[
            cast.link_out("The Price of Repairs", "https://example.org/price", ["Ada Brandt"], "Harbour Post")
        ],
    )
    cast.published(
        SEANCE,
        date=datetime.date(2022, 12, 31),
        issues=["Poland"],
        developments="<p>Straße, façade und Grain.</p>",
        quotes=[],
        sections=[],
    )
    cast.published(ODESA, date=datetime.date(2021, 1, 9))


QUESTIONS = {
    "odesa": [ODESA],
    "ODESA ships": [ODESA],
    "ship": [CABLE, ODESA],
    "cables": [CABLE],
    "cable's": [CABLE],
    "anchor": [CABLE],
    "shahed 136": [CABLE],
    "shahed-136": [CABLE],
    "Shahed–136": [CABLE],
    "136": [CABLE],
    "o'brien": [CABLE],
    "O’Brien": [CABLE],
    "brien": [CABLE],
    "fellow of the sea": [CABLE],
    "senior fellow": [ODESA],
    "earlier cuts": [CABLE],
    "christmas": [CABLE],
    "repairs price": [CABLE],
    "ada brandt": [CABLE],
    "harbour post": [CABLE],
    "corridor": [ODESA],
    "insurance": [ODESA],
    "mara quist": [ODESA],
    "seance": [SEANCE],
    "SÉANCE": [SEANCE],
    "lodz": [SEANCE],
    "ŁÓDŹ": [SEANCE],
    "strasse": [SEANCE],
    "facade": [SEANCE],
    "fac\u0327ade": [SEANCE],
    "grain": [SEANCE, ODESA],
    "𝐆rain": [SEANCE, ODESA],
    '"grain ships"': [ODESA],
    '"ships grain"': [],
    "“grain ships”": [ODESA],
    '"christmas missile"': [],  # the end of one paragraph and the beginning of the next
    '"gulf pictures"': [],  # the end of a title and the beginning of the text
    "ship -anchor": [ODESA],
    "ship −anchor": [ODESA],
    "-ship": [RADAR, SEANCE],
    '-"grain ships"': [RADAR, CABLE, SEANCE],
    "ship -ship": [],
    "missile": [RADAR, CABLE],
    "missile -drone": [CABLE],
    '"a missile" missile': [RADAR],
    "flash brief": [RADAR, CABLE, SEANCE, ODESA],
    "gulf": [RADAR, CABLE],
    "gulf AND radar": [],
    "nowhere": [],
    "ship cable -weeks": [],
    'issue:iran -drone "missile" from:2023': [CABLE],
    "issue:iran missile": [RADAR, CABLE],
    'missile expert:"ida voss"': [RADAR],
    "missile to:2023": [CABLE],
    "grain -issue:poland": [ODESA],
    "from:2023-08 -issue:cyber": [RADAR],
    "qzlink": [],  # is not printed while the brief it leads to is not public
    "cyber": [],  # is an issue of a brief, and no word in it
}


@pytest.mark.usefixtures("archive")
def test_a_question_finds_the_same_on_both_databases() -> None:
    assert {question: found(question) for question in QUESTIONS} == QUESTIONS


@pytest.mark.parametrize("word", ["Harbour", "harbours", "insurers"])
def test_every_word_is_found_in_its_other_forms(word: str) -> None:
    cast.published("Grain Moves", developments="<p>An insurer waits in the harbour.</p>")
    assert found(word) == ["Grain Moves"]


def test_a_brief_is_found_from_its_second_to_its_last(clock: Clock) -> None:
    brief = cast.published("Grain Moves", at=clock.at(2)).brief
    second = datetime.timedelta(seconds=1)
    assert [found("grain", clock.at(2) - second), found("grain", clock.at(2))] == [[], ["Grain Moves"]]
    publish(cast.change(brief, title="Timber Waits"), None, clock.at(4))
    assert [found("timber", clock.at(3)), found("grain", clock.at(3))] == [[], ["Grain Moves"]]
    assert [found("timber", clock.at(4)), found("grain", clock.at(4))] == [["Timber Waits"], []]
    clock.now += 5 * HOUR
    withdraw(brief, None)
    assert [found("timber", clock.now - second), found("timber", clock.now)] == [["Timber Waits"], []]


def test_what_was_cancelled_leaves_no_word_behind(clock: Clock) -> None:
    edition = cast.published("Grain Moves", at=clock.at(2))
    cancel(edition, None)
    assert found("grain", clock.at(3)) == []
    assert not EditionText.objects.exists()


def test_edits_that_are_not_public_are_not_found() -> None:
    brief = cast.published("Grain Moves").brief
    cast.change(brief, title="Timber Waits")
    assert (found("timber"), found("grain")) == ([], ["Grain Moves"])


@pytest.mark.usefixtures("archive")
def test_the_index_can_be_made_anew(capsys: pytest.CaptureFixture[str]) -> None:
    before = list(EditionText.objects.order_by("pk").values_list("pk", "title", "quotes", "body"))
    EditionText.objects.all().delete()
    assert found("odesa") == []
    call_command("index_briefs")
    assert "and 4 editions." in capsys.readouterr().out
    assert list(EditionText.objects.order_by("pk").values_list("pk", "title", "quotes", "body")) == before
    assert (found("odesa"), Edition.objects.count()) == ([ODESA], 4)


RUBBISH = [
    "x" * 10_000, "a " * 5_000, '"' * 999, '-"', "-", "--", "a\x00b", "'; DROP TABLE editions_edition; --",
    "title:grain",
    "NEAR(a b)", "grain*", "(grain", "{title} : grain", "^grain", "%s %(x)s", "\\", "a & | ! <-> b:*A", "<img src=x>",
    'issue:"', 'expert:"a', "from:", "from:9999999", "to:2023-02-30", "issue:" * 200, "-issue:iran issue:iran",
    "\u200f\u200e\u202e", "٣٤", "漢字", "'''", *(chr(plane * 0x10000 + 0x1F6) for plane in range(17)),
    *(chr(plane * 0x10000 + 0xFFFF) for plane in range(17)),
]  # fmt: skip


@pytest.mark.usefixtures("archive")
def test_rubbish_gets_a_page_and_never_an_error(client: Client) -> None:
    for text in RUBBISH:
        answer = client.get("/briefs/", {"q": text})
        assert answer.status_code in {200, 400}, text
        page = answer.content.decode()
        assert ("could not be used" in page) == (answer.status_code == 400), text
        assert "<img src=x" not in page
