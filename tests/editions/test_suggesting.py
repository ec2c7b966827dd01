"""A slip gets a suggestion: a word of what is public, in the spelling in which it stands there, and never another."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editions.models import Edition
from editions.publishing import withdraw
from editions.searching import EditionWord
from editions.suggesting import relearn, suggestion
from tests import cast
from tests.editions.test_search import ask

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(hours=1)


def meant(question: str, at: datetime.datetime | None = None) -> str | None:
    at = at or timezone.now()
    wanted = ask(question, at)
    found = suggestion(wanted, wanted.editions(at).count(), at)
    return found.typed() if found else None


@pytest.fixture
def archive() -> None:
    cast.published("A Séance in Łódź", developments="<p>The missile was a sleeper.</p>", slug="a")
    cast.published("Missiles over the Gulf", developments="<p>The missile flew.</p>", slug="b")


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("missle", "missile"),
        ("mssile", "missile"),
        ("missiel", "missile"),
        ("issile", "missile"),
        ("misssille", "missile"),
        ("seanse", "Séance"),
        ("Łodz", None),  # is found
        ("missile", None),
        ('"the missle" sleeper', '"the missile" sleeper'),
        ("missle -gulf", "missile -gulf"),
        ("missle nowhere", None),
        ("xyzzy", None),
        ("-missle", None),
        ("136", None),
    ],
)
def test_a_slip_gets_the_word_that_was_meant(question: str, words: str | None) -> None:
    assert meant(question) == words


@pytest.mark.usefixtures("archive")
def test_the_page_offers_it_and_keeps_the_other_conditions(client: Client) -> None:
    page = client.get("/briefs/?q=missle&issue=ukraine").content.decode()
    [offer] = re.findall(r'<p class="suggestion">(.*?)</p>', page)
    assert offer == 'Did you mean <a href="/briefs/?issue=ukraine&amp;q=missile">“missile”</a>?'


def test_a_word_that_only_hidden_texts_hold_is_never_suggested() -> None:
    now = timezone.now()
    cast.make_brief("Draft of Zirkon")
    cast.published("Zirkon Scheduled", at=now + LATER)
    withdraw(cast.published("Kalibr Withdrawn").brief, None)
    edited = cast.published("Grain Moves").brief
    cast.change(edited, title="Oreshnik Moves")
    assert [meant(word) for word in ("zirkom", "kalibre", "oreshnk")] == [None, None, None]
    assert meant("zirkom", now + LATER) == "Zirkon"


def test_words_of_hidden_texts_do_not_crowd_out_a_public_one() -> None:
    cast.published("Zirkoma Zirkomb Zirkomc Zirkomd Zirkome", at=timezone.now() + LATER)
    cast.published("Zirkan", slug="b")
    assert meant("zirkom") == "Zirkan"


def test_a_form_that_only_hidden_texts_have_is_never_shown() -> None:
    cast.published("Operation Ends", slug="a")
    cast.published("Operations", at=timezone.now() + LATER, slug="b")
    assert meant("operationz") == "Operation"


def test_hardly_anything_is_reason_enough_when_a_great_deal_more_is_like_it() -> None:
    cast.published("Misile", slug="x")
    for number in range(11):
        assert meant("misile") is None
        cast.published(f"Missile {number}", slug=f"a{number}")
    assert meant("misile") == "Missile"


@pytest.mark.usefixtures("archive")
def test_looking_for_what_was_meant_costs_a_bounded_number_of_questions(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        cast.published(f"Missil{'abcdefghijkl'[number]}", slug=f"n{number}")
    wanted, now = ask("missly mizzile nizzile mixxile"), timezone.now()
    with django_assert_max_num_queries(23):
        suggestion(wanted, 0, now)
    with django_assert_max_num_queries(0):
        suggestion(wanted, 3, now)


@pytest.mark.usefixtures("archive")
def test_the_words_can_be_learnt_anew() -> None:
    before = set(EditionWord.objects.values_list("word", "head", "tail", "length"))
    EditionWord.objects.filter(word__startswith="m").delete()
    EditionWord.objects.create(word="gone", head="go", tail="one", length=4)
    call_command("index_briefs")
    assert set(EditionWord.objects.values_list("word", "head", "tail", "length")) == before


@pytest.mark.usefixtures("archive")
def test_while_the_words_are_learnt_anew_the_known_ones_stay_known() -> None:
    before = set(EditionWord.objects.values_list("word", flat=True))
    steps = relearn(Edition.objects, batch=1)
    assert next(steps) == 1
    assert set(EditionWord.objects.values_list("word", flat=True)) == before
