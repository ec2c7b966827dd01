"""Each card shows why it was found: the words marked where they stand, in a quotation if one holds them."""

import re

import pytest
from django.test import Client

from briefs.words import stems
from editions.highlighting import LENGTH, Piece, excerpt, hit, pieces, spans
from editions.publishing import publish
from tests import cast

pytestmark = pytest.mark.django_db
CARD = re.compile(r'<article class="card hit".*?</article>', re.DOTALL)
LONG = "The frigates left the harbour before dawn, said the ministry. " * 12


def card(client: Client, question: str) -> str:
    [found] = CARD.findall(client.get("/briefs/", {"q": question}).content.decode())
    return str(found)


def shown(text: str, *phrases: tuple[str, ...]) -> str:
    return "".join(f"[{p.text}]" if p.marked else p.text for p in pieces(text, spans(text, phrases)))


@pytest.mark.parametrize(
    ("text", "phrases", "marked"),
    [
        ("A missile, two Missiles", [("missil",)], "A [missile], two [Missiles]"),
        ("The Shahed‑136 drone", [("shah", "136")], "The Shahed‑136 drone"),
        ("The Shahed‑136 drone", [tuple(stems("shahed 136"))], "The [Shahed‑136] drone"),
        ("Séance in Łódź", [("seanc",), ("lodz",)], "[Séance] in [Łódź]"),
        ("Teo O’Brien’s ship", [("o", "brien")], "Teo [O’Brien’s] ship"),
        ("grain ships wait", [("grain",), ("grain", "ship")], "[grain ships] wait"),
        ("fac\u0327ade", [("facad",)], "[fac\u0327ade]"),
        ("", [("a",)], ""),
    ],
)
def test_words_are_marked_as_the_index_compares_them(
    text: str, phrases: list[tuple[str, ...]], marked: str
) -> None:
    assert shown(text, *phrases) == marked


def test_a_long_text_is_cut_around_what_was_looked_for() -> None:
    text = f"{LONG}A missile struck the pier. {LONG}"
    parts = excerpt(text, spans(text, [("missil",), ("pier",)]))
    assert [part.text for part in parts if part.marked] == ["missile", "pier"]
    assert parts[0] == Piece("… ")
    assert parts[1].text == "A "
    assert parts[-1] == Piece(" …")
    assert sum(len(part.text) for part in parts) <= LENGTH + 4


def test_a_word_in_a_quotation_leads_to_the_quotation(client: Client) -> None:
    edition = cast.published(
        "Grain Moves",
        developments=f"<p>{LONG}</p>",
        quotes=[
            ("<p>Nothing moves.</p>", "Ivo Tamm", "Fellow"),
            ("<p>A missile is a drone.</p>", "Mara Quist", "Analyst"),
        ],
    )
    found = card(client, "missile drones")
    key = edition.value().quotes[1].key
    assert "A <mark>missile</mark> is a <mark>drone</mark>." in found
    assert f'<a href="{edition.get_absolute_url()}#quote-{key}">Mara Quist, Analyst</a>' in found
    assert "frigates" not in found
    assert "<mark>Quist</mark>" in card(client, "quist missile")


def test_a_word_in_the_title_alone_leaves_the_card_its_opening(client: Client) -> None:
    cast.published("Grain Moves", developments="<p>Four ships.</p>", quotes=[], sections=[])
    found = card(client, "grain")
    assert "<mark>Grain</mark> Moves</a></h3>" in found
    assert "Four ships." in found


def test_markup_in_a_brief_and_in_a_question_stays_text(client: Client) -> None:
    cast.published(
        "Less < More & <b>Bold</b>", developments="<p>1 &lt; 2 &amp; <b>tea</b> &lt;script&gt;</p>"
    )
    found = card(client, "less script")
    assert "<mark>Less</mark> &lt; More &amp; &lt;b&gt;Bold&lt;/b&gt;" in found
    assert "1 &lt; 2 &amp; tea &lt;<mark>script</mark>&gt;" in found
    page = client.get("/briefs/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_only_words_that_are_public_are_shown(client: Client) -> None:
    brief = cast.published("Grain Moves", developments="<p>Timber waits.</p>").brief
    cast.change(brief, developments="<p>Timber sank.</p>")
    assert "<mark>Timber</mark> waits." in card(client, "timber")
    publish(brief, None)
    assert "<mark>Timber</mark> sank." in card(client, "timber")


def test_the_best_place_is_that_with_the_most_of_the_words() -> None:
    edition = cast.published(
        "Grain Moves",
        developments="<p>A missile.</p><p>A missile and a pier.</p>",
        quotes=[("<p>A missile.</p>", "Mara Quist", "Analyst")],
    )
    place = hit(edition, [("missil",), ("pier",)]).place
    assert place is not None
    assert "".join(piece.text for piece in place.excerpt) == "A missile and a pier."
    assert place.quote is None


def test_a_brief_under_quotations_shows_a_quotation_though_a_passage_holds_more(client: Client) -> None:
    said = [("<p>A missile.</p>", "Mara Quist", "Analyst"), ("<p>A pier.</p>", "Ivo Tamm", "Fellow")]
    cast.published("Grain Moves", developments="<p>A missile at a pier.</p>", quotes=said)
    page = client.get("/briefs/?q=missile+pier").content.decode()
    assert "<h2>In quotations</h2>" in page
    assert "A <mark>missile</mark>.</p></blockquote>" in page
