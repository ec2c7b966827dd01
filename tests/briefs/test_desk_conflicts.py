"""Two people on one brief: nobody's words are overwritten unseen, and nobody's words leave the screen."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client

from briefs import roles
from briefs.models import Brief, Status
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


def test_a_save_over_a_newer_version_is_refused_and_says_what_to_do(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief)
    edda.open(brief).fill(title="Edda’s Title").save()
    wren.fill(title="Wren’s Title", quotes__0__text="<p>Wren’s words.</p>").press()
    brief.refresh_from_db()
    assert brief.title == "Edda’s Title"
    assert "Not saved: there is a newer version" in wren.text()
    assert "Edda saved version 2 of this brief" in wren.text()
    assert f'<a href="/admin/briefs/brief/{brief.pk}/change/" target="_blank"' in wren.text()
    assert "Wren’s Title" in wren.text()
    assert "Wren’s words." in wren.text()


def test_pressing_again_is_refused_again(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief)
    edda.open(brief).fill(title="Edda’s Title").save()
    wren.fill(title="Wren’s Title").press()
    wren.press()
    assert Brief.objects.get().title == "Edda’s Title"


def test_a_form_that_names_no_version_is_refused(wren: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief).fill(title="Changed", version="").press()
    assert Brief.objects.get().title == cast.TITLE


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


def test_a_newer_version_and_a_move_are_told_together(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief).fill(title="Wren’s Title")
    publish(edda.open(brief).fill(title="Edda’s Title").save(), None)
    wren.press()
    assert "Not saved: there is a newer version" in wren.text()
    assert "It was published after you opened it" in wren.text()
    wren.values = fields_of(wren.text())
    wren.fill(save_over="2").save()
    assert (Brief.objects.get().title, Brief.objects.get().status) == ("Wren’s Title", Status.PUBLISHED)


def test_one_may_save_over_the_newer_version_after_seeing_it(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief)
    edda.open(brief).fill(title="Edda’s Title").save()
    wren.fill(title="Wren’s Title").press()
    wren.fill(save_over="2").save()
    assert Brief.objects.get().title == "Wren’s Title"
    assert [r.value().title for r in brief.revisions.all()] == ["Wren’s Title", "Edda’s Title", cast.TITLE]


def test_saving_over_one_version_does_not_overwrite_the_next(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief)
    edda.open(brief).fill(title="Edda’s Title").save()
    wren.fill(title="Wren’s Title").press()
    edda.open(brief).fill(title="Edda’s Second").save()
    wren.fill(save_over="2").press()
    assert Brief.objects.get().title == "Edda’s Second"
    assert "Edda saved version 3" in wren.text()


def test_words_stay_on_the_screen_though_someone_removed_their_part(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief(quotes=SAID)
    wren.open(brief)
    edda.open(brief).fill(quotes__0__DELETE="on").save()
    wren.fill(quotes__0__text="<p>One, longer.</p>").press()
    assert "One, longer." in wren.text()
    assert "&lt;p&gt;Two.&lt;/p&gt;" in wren.text()


def test_parts_that_someone_added_do_not_push_words_off_the_screen(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief(quotes=SAID)
    wren.open(brief)
    edda.open(brief).add("quotes", text="<p>Three.</p>", name="Cai", position="0").save()
    wren.fill(quotes__1__text="<p>Two, longer.</p>").press()
    assert "Two, longer." in wren.text()
    assert "Three." not in wren.text()


def test_saving_over_makes_the_parts_what_the_screen_says(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief(quotes=SAID)
    keys = {quote.name: quote.key for quote in brief.quotes.all()}
    wren.open(brief)
    edda.open(brief).fill(quotes__0__DELETE="on").add("quotes", text="<p>Three.</p>", name="Cai").save()
    wren.fill(quotes__1__text="<p>Two, longer.</p>", save_over="2").save()
    assert [(q.name, q.text, q.key) for q in brief.quotes.all()] == [
        ("Ana", "<p>One.</p>", keys["Ana"]),
        ("Ben", "<p>Two, longer.</p>", keys["Ben"]),
    ]


def test_a_forged_saving_over_of_the_version_opened_removes_no_part(wren: Desk) -> None:
    brief = cast.make_brief(quotes=SAID)
    forged = {"quotes__TOTAL_FORMS": "0", "quotes__INITIAL_FORMS": "0", "save_over": "1"}
    wren.open(brief).fill(**forged).save()
    assert brief.quotes.count() == 2


def test_saving_over_removes_no_part_that_one_may_not_delete(edda: Desk) -> None:
    rhea, brief = Desk(Client(), cast.person("rhea")), cast.make_brief(quotes=SAID)
    names = ["view_brief", "change_brief", "view_expertquote", "change_expertquote", "add_expertquote"]
    rhea.user.user_permissions.set(Permission.objects.filter(codename__in=names))
    rhea.open(brief)
    edda.open(brief).add("quotes", text="<p>Three.</p>", name="Cai").save()
    rhea.fill(title="Rhea’s Title", save_over="2").save()
    assert (Brief.objects.get().title, brief.quotes.count()) == ("Rhea’s Title", 3)


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
