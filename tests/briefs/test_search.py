"""The desk's search: every word of a working copy is found, the same on both databases, and no question fails."""

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from briefs.models import Brief, SearchDocument, Source
from briefs.searching import Search
from briefs.words import Question, stems
from tests import cast

pytestmark = pytest.mark.django_db

ODESA, CABLE, SEANCE = "Grain Ships Return to Odesa", "Cable Cut in the Gulf", "A Séance in Łódź"


@pytest.fixture
def briefs() -> None:
    cast.make_brief(ODESA, slug="odesa")
    cast.make_brief(
        CABLE,
        slug="cable",
        developments="<p>A ship’s anchor cut the cable. The <b>Shahed‑136</b> was not involved.</p>",
        quotes=[("<p>Repairs take weeks.</p>", "Teo O’Brien", "Fellow of the Sea")],
        sections=[("Earlier Cuts", "<p>Two cables were cut at Christmas.</p>")],
        links=[
            cast.link_out("The Price of Repairs", "https://example.org/price", ["Ida Voss"], "Harbour Post")
        ],
    )
    cast.make_brief(
        SEANCE, slug="seance", developments="<p>Straße, façade und Grain.</p>", quotes=[], sections=[]
    )


def found(question: str, begun: bool = False) -> list[str]:
    search = Search(Question.parse(question, begun=begun))
    return [brief.title for brief in search.title_first(search.narrow(Brief.objects.order_by("pk")))]


@pytest.mark.usefixtures("briefs")
@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("odesa", [ODESA]),
        ("ODESA ships", [ODESA]),
        ("ship", [ODESA, CABLE]),
        ("cables", [CABLE]),
        ("cable's", [CABLE]),
        ("anchor", [CABLE]),
        ("shahed 136", [CABLE]),
        ("shahed-136", [CABLE]),
        ("Shahed–136", [CABLE]),
        ("o'brien", [CABLE]),
        ("O’Brien", [CABLE]),
        ("brien", [CABLE]),
        ("fellow of the sea", [CABLE]),
        ("earlier cuts", [CABLE]),
        ("christmas", [CABLE]),
        ("repairs price", [CABLE]),
        ("ida voss", [CABLE]),
        ("harbour post", [CABLE]),
        ("example.org", [CABLE]),
        ("corridor", [ODESA]),
        ("coast", [ODESA]),
        ("mara quist", [ODESA]),
        ("seance", [SEANCE]),
        ("SÉANCE", [SEANCE]),
        ("lodz", [SEANCE]),
        ("strasse", [SEANCE]),
        ("facade", [SEANCE]),
        ("grain", [ODESA, SEANCE]),
        ('"grain ships"', [ODESA]),
        ('"ships grain"', []),
        ("“grain ships”", [ODESA]),
        ("ship -anchor", [ODESA]),
        ("-ship", [SEANCE]),
        ('-"grain ships"', [CABLE, SEANCE]),
        ("ship cable -weeks", []),
        ("nowhere", []),
        ("grain AND ships", []),
        ("the OR", []),
    ],
)
def test_a_question_finds_the_same_on_both_databases(question: str, titles: list[str]) -> None:
    assert found(question) == titles


def test_a_title_that_says_it_comes_first() -> None:
    cast.make_brief("Something Else", slug="a", developments="<p>Grain.</p>")
    cast.make_brief("Grain", slug="b")
    assert found("grain") == ["Grain", "Something Else"]


@pytest.mark.usefixtures("briefs")
def test_a_word_that_is_still_being_typed_finds_what_it_begins() -> None:
    assert found("ode", begun=True) == [ODESA]
    assert found("gulf ca", begun=True) == [CABLE]
    assert found("ships", begun=True) == [ODESA, CABLE]
    assert found("ode") == []


@pytest.mark.usefixtures("briefs")
def test_words_that_were_pasted_are_found_even_when_the_draft_dropped_them() -> None:
    brief = Brief.objects.get(title=ODESA)
    Source.objects.create(brief=brief, text="Forwarded by Ursel", digest="x")
    cast.change(brief, title="Grain Ships Return to Odesa at Last")
    assert found("ursel") == ["Grain Ships Return to Odesa at Last"]


@pytest.mark.usefixtures("briefs")
def test_the_search_follows_what_is_saved_and_deleted() -> None:
    brief = cast.change(Brief.objects.get(title=ODESA), title="Harvest Delayed")
    assert found("delayed") == ["Harvest Delayed"]
    assert found("odesa") == []
    brief.delete()
    assert found("delayed") == []
    assert SearchDocument.objects.count() == 2


@pytest.mark.usefixtures("briefs")
def test_the_index_can_be_made_anew(capsys: pytest.CaptureFixture[str]) -> None:
    before = list(SearchDocument.objects.order_by("pk").values_list("pk", "title", "body"))
    SearchDocument.objects.all().delete()
    assert found("odesa") == []
    call_command("index_briefs")
    assert "Indexed 3 briefs and 0 editions." in capsys.readouterr().out
    assert list(SearchDocument.objects.order_by("pk").values_list("pk", "title", "body")) == before
    assert found("odesa") == [ODESA]


@pytest.mark.usefixtures("briefs")
@pytest.mark.parametrize(
    "rubbish",
    [
        "x" * 10_000, "a " * 5_000, '"' * 999, '-"', "-", "--", "\x00", "a\x00b", "'; DROP TABLE briefs_brief; --",
        "title:grain", "NEAR(a b)", "grain*", "(grain", "{title} : grain", "^grain", "%s", "%", "\\", "!", "<->", ":*",
        "\ud800", "\u200f\u200e", "٣٤", "漢字", "🚢", "\u202e", "a" * 64 + "b", "'''", "&|!()", "grain:*A",
    ],
)  # fmt: skip
def test_no_question_fails(rubbish: str) -> None:
    found(rubbish)
    found(rubbish, begun=True)
    assert Brief.objects.count() == 3


@given(st.text(max_size=60))
def test_any_text_is_a_question(text: str) -> None:
    question = Question.parse(text)
    for phrase in (*question.wanted, *question.unwanted):
        assert phrase
        assert all(word.isalnum() for word in phrase)
    assert stems(" ".join(stems(text))) is not None


def test_a_question_of_very_many_words_says_that_it_was_cut() -> None:
    assert Question.parse(" ".join(f"word{n}" for n in range(30))).cut
    assert not Question.parse("grain ships").cut


def test_a_document_of_more_than_a_megabyte_is_kept_within_what_the_index_takes() -> None:
    words = " ".join(f"w{n}" for n in range(200_000))
    brief = cast.make_brief()
    Source.objects.create(brief=brief, text=words, digest="x")
    cast.change(brief, title="Very Long")
    assert found("very long") == ["Very Long"]
    assert found("w10") == ["Very Long"]
