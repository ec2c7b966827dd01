"""Several at one moment: of those who press at once one is first, and the others are told and keep their words."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from briefs import roles
from briefs.models import Brief
from editions.models import Edition
from editions.publishing import publish, withdraw
from tests import cast
from tests.desk import Desk, fields_of

pytestmark = pytest.mark.django_db

SAID = [("<p>One.</p>", "Ana", "Fellow"), ("<p>Two.</p>", "Ben", "Fellow")]


@pytest.fixture
def wren() -> Desk:
    return Desk(Client(), cast.person("wren", roles.WRITER))


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def press(desk: Desk) -> None:
    """Press “Save draft” in a thread of one's own, which has a connection of its own."""
    try:
        desk.press()
    finally:
        connection.close()


def test_publishing_what_someone_withdrew_meanwhile_is_refused_once_and_said() -> None:
    piet, brief = Desk(Client(), cast.person("piet", roles.PUBLISHER)), cast.published().brief
    piet.open(brief).fill(title="Piet’s Title")
    withdraw(brief, None)
    piet.press("_publish")
    assert "It was withdrawn after you opened it" in piet.text()
    assert "Piet’s Title" in piet.text()
    assert (Brief.objects.get().title, Edition.objects.live().count()) == (cast.TITLE, 0)
    piet.values = fields_of(piet.text())
    piet.press("_publish")
    assert Edition.objects.live().get().title == "Piet’s Title"


def test_publishing_what_someone_published_meanwhile_is_refused_and_said() -> None:
    piet, brief = Desk(Client(), cast.person("piet", roles.PUBLISHER)), cast.make_brief()
    piet.open(brief).fill(title="Piet’s Title")
    publish(brief, None)
    piet.press("_publish")
    assert "It was published after you opened it" in piet.text()
    assert Edition.objects.live().get().title == cast.TITLE


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_save_at_once_one_wins_and_nine_pages_hold_their_text(wren: Desk) -> None:
    brief = cast.make_brief(quotes=SAID)
    desks = [Desk(Client(), wren.user).open(brief) for _ in range(10)]
    for number, desk in enumerate(desks):
        desk.fill(title=f"Title {number}", quotes__0__text=f"<p>Words of {number}.</p>")
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(press, desks))
    won = Brief.objects.get().title
    refused = [desk for desk in desks if "Not saved: there is a newer version" in desk.text()]
    assert len(refused) == 9
    assert brief.revisions.count() == 2
    for desk in refused:
        held = fields_of(desk.text())
        assert held["title"] == desk.values["title"] != won
        assert held["quotes-0-text"] == desk.values["quotes-0-text"]
        assert "2 things both of you changed" in desk.text()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    desks = [wren.open(brief).fill(title="Wren’s Title"), edda.open(brief).fill(title="Edda’s Title")]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(press, desks))
    told = ["Not saved: there is a newer version" in desk.text() for desk in desks]
    assert sorted(told) == [False, True]
    assert brief.revisions.count() == 2
    assert Brief.objects.get().title == ("Edda’s Title" if told[0] else "Wren’s Title")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_one_address_at_once_one_gets_a_number(wren: Desk, edda: Desk) -> None:
    desks = [desk.open().fill(title="Ships Return", date=str(cast.DAY)) for desk in (wren, edda)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(press, desks))
    assert [desk.page.status_code for desk in desks] == [200, 200]
    assert set(Brief.objects.values_list("slug", flat=True)) == {"ships-return", "ships-return-2"}


def test_what_was_written_into_a_brief_that_someone_deleted_becomes_a_new_one(wren: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief).fill(title="Still Here")
    brief.delete()
    wren.press()
    saved = Brief.objects.get()
    assert "Someone deleted this brief while you wrote" in wren.text()
    assert (saved.title, saved.created_by) == ("Still Here", wren.user)
    assert saved.quotes.get().text == "<p>Insurance is the harbour.</p>"
