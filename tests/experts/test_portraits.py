"""Portraits: chosen at the desk, seen by readers only while the person is quoted, kept when people are merged."""

import io
from typing import Any

import pytest
from django.test import Client

from briefs import roles
from briefs.imaging import receive
from briefs.models import Image
from editions.publishing import publish, withdraw
from experts.models import PORTRAIT, Expert
from issues.merging import merge, undo
from tests import cast, pictures
from tests.desk import Desk
from tests.issues.test_merging import dump

pytestmark = pytest.mark.django_db
SEND = "/admin/experts/expert/portraits/"


def drawn(name: str = "Mara Quist", size: tuple[int, int] = (640, 640), **said: Any) -> Expert:
    """A person with a portrait."""
    person = cast.expert(name)
    person.portrait = receive(io.BytesIO(pictures.drawn(size=size)), None)
    for field, value in said.items():
        setattr(person, field, value)
    person.save()
    return person


def address_of(person: Expert, rest: str = "-320.webp") -> str:
    assert person.portrait is not None
    return f"/images/{person.portrait.digest}{rest}"


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def test_a_portrait_sent_with_the_form_is_kept_described_and_removed(edda: Desk) -> None:
    mara = cast.expert("Mara Quist")
    sent = {"portrait_upload": pictures.upload(pictures.drawn()), "portrait_credit": "Harbour Office"}
    edda.open(mara, "experts_expert").fill(**sent, portrait_focus_x="20").press()
    mara.refresh_from_db()
    assert mara.portrait is not None
    assert (mara.portrait_credit, mara.portrait_focus_x, mara.portrait_focus_y) == ("Harbour Office", 20, 50)
    assert f'data-src="{address_of(mara, "-800.jpg")}?seal=' in edda.text()
    edda.open(mara, "experts_expert").fill(portrait_none="on").press()
    mara.refresh_from_db()
    assert [getattr(mara, name) for name in PORTRAIT] == [None, "", "", 50, 50]


def test_a_portrait_is_taken_in_ahead_of_the_form(edda: Desk) -> None:
    told = edda.client.post(SEND, {"file": pictures.upload(pictures.drawn())}).json()
    assert edda.client.get(told["src"]).status_code == 200
    edda.open(cast.expert("Mara Quist"), "experts_expert").fill(portrait=str(told["image"])).press()
    assert Expert.objects.get().portrait_id == told["image"]


def test_what_is_no_picture_is_refused_with_a_sentence_and_every_word_stays(edda: Desk) -> None:
    edda.open(cast.expert("Mara Quist"), "experts_expert")
    edda.fill(title="Director", portrait_upload=pictures.upload(b"no picture")).press()
    assert "This is no JPEG, PNG or WebP picture." in edda.text()
    assert 'value="Director"' in edda.text()
    assert edda.client.post(SEND, {"file": pictures.upload(b"x")}).status_code == 400
    assert edda.client.get(SEND).status_code == 405
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("portrait", "9" * 30), ("portrait", "\0"), ("portrait_focus_x", "101")]
)
def test_forged_values_are_refused(edda: Desk, field: str, value: str) -> None:
    mara = drawn()
    edda.open(mara, "experts_expert").fill(**{"title": "Director", field: value}).press()
    mara.refresh_from_db()
    assert mara.title == "Senior Fellow"


def test_who_may_only_look_sees_no_fields_of_it_and_a_stranger_sends_none() -> None:
    mara, wren = drawn(), Desk(Client(), cast.person("wren", roles.WRITER))
    wren.open(mara, "experts_expert")
    assert "portrait_upload" not in wren.text()
    assert Client().post(SEND, {"file": pictures.upload(pictures.drawn(size=(400, 400)))}).status_code == 302
    assert Image.objects.count() == 1


def test_a_portrait_is_public_only_while_a_live_brief_quotes_the_person(client: Client) -> None:
    mara = drawn()
    brief = cast.make_brief()
    assert client.get(address_of(mara)).status_code == 404
    publish(brief, None)
    answer = client.get(address_of(mara))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    withdraw(brief, None)
    assert client.get(address_of(mara)).status_code == 404


def test_a_merge_keeps_the_portrait_and_undoing_it_gives_it_back(edda: Desk) -> None:
    mara, quist = (
        cast.expert("Mara Quist"),
        drawn("M. Quist", portrait_credit="Harbour Office", portrait_focus_x=20),
    )
    before = dump()
    record = merge(quist, mara, edda.user)
    mara.refresh_from_db()
    assert mara.portrait_id == quist.portrait_id
    assert (mara.portrait_credit, mara.portrait_focus_x) == ("Harbour Office", 20)
    undo(record, edda.user)
    assert dump() == before


def test_who_has_a_portrait_keeps_it_in_a_merge_and_a_new_one_stays_when_it_is_undone(edda: Desk) -> None:
    mara, quist = drawn("Mara Quist", (400, 400)), drawn("M. Quist")
    before = dump()
    undo(merge(quist, mara, edda.user), edda.user)
    assert dump() == before
    Expert.objects.filter(pk=mara.pk).update(portrait=None)
    record = merge(quist, mara, edda.user)
    new = receive(io.BytesIO(pictures.drawn(size=(500, 500))), None)
    Expert.objects.filter(pk=mara.pk).update(portrait=new)
    undo(record, edda.user)
    mara.refresh_from_db()
    assert mara.portrait == new


def test_someone_with_a_portrait_is_deleted_like_anyone_who_was_never_quoted(edda: Desk) -> None:
    mara = drawn()
    edda.client.post(f"/admin/experts/expert/{mara.pk}/delete/", {"post": "yes"})
    assert not Expert.objects.exists()
