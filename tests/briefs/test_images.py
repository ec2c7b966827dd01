"""The lead image: at the desk, on the page, and for whom it is to be seen."""

import dataclasses
import io
from typing import Any

import pytest
from django.test import Client

from briefs import roles
from briefs.composing import compose
from briefs.imaging import receive
from briefs.models import Brief, Image
from briefs.writing import write
from editions.models import EditionImage
from editions.pictures import opens
from editions.publishing import publish, withdraw
from tests import cast, pictures
from tests.desk import Desk

pytestmark = pytest.mark.django_db


def taken(data: bytes) -> Image:
    return receive(io.BytesIO(data), None)


def illustrated(**said: Any) -> Brief:
    """A brief that lacks nothing, with a picture."""
    brief = cast.make_brief()
    brief.image, brief.image_alt = taken(pictures.drawn()), "Two ships"
    for name, value in said.items():
        setattr(brief, name, value)
    brief.save()
    return brief


def test_a_picture_survives_composing_writing_and_a_second_brief() -> None:
    content = compose(illustrated(image_credit="Odesa Harbour Office", image_focus_x=20))
    assert content.image is not None
    assert (content.image.alt, content.image.credit, content.image.focus) == (
        "Two ships",
        "Odesa Harbour Office",
        (20, 50),
    )
    copy = write(Brief(), dataclasses.replace(content, slug="another"))
    assert compose(copy).image == content.image
    assert type(content).from_json(content.to_json()) == content


def test_the_page_shows_the_picture_in_sizes_with_its_words_and_its_room() -> None:
    edition = publish(illustrated(image_credit="Odesa Harbour Office", image_focus_x=21), None)
    page = Client().get(edition.get_absolute_url()).content.decode()
    digest = edition.brief.image.digest  # type: ignore[union-attr]
    assert 'alt="Two ships"' in page
    assert 'width="800" height="600"' in page
    for ending in ("avif", "webp"):
        assert f"/images/{digest}-480.{ending} 480w, /images/{digest}-800.{ending} 800w" in page
    assert "Odesa Harbour Office</figcaption>" in page
    assert 'class="x20 y50"' in page


def test_readers_who_cannot_see_it_are_told_nothing_of_what_only_decorates() -> None:
    edition = publish(illustrated(image_alt="Two ships", image_decorative=True), None)
    assert 'alt=""' in Client().get(edition.get_absolute_url()).content.decode()


def test_a_picture_is_public_only_while_a_live_page_shows_it(client: Client) -> None:
    brief = illustrated()
    address = f"/images/{brief.image.digest}-480.webp"  # type: ignore[union-attr]
    assert client.get(address).status_code == 404
    publish(brief, None)
    for ending, kind in (("webp", "webp"), ("avif", "avif"), ("jpg", "jpeg")):
        answer = client.get(address.replace("webp", ending))
        assert (answer.status_code, answer["Content-Type"]) == (200, f"image/{kind}")
        assert answer["Cache-Control"] == "public, no-cache"
        assert (
            client.get(answer.request["PATH_INFO"], headers={"If-None-Match": answer["ETag"]}).status_code
            == 304
        )
    assert client.get(address.replace("480", "481")).status_code == 404
    withdraw(brief, None)
    assert client.get(address).status_code == 404
    assert client.get(f"{address}?seal=forged").status_code == 404


def test_a_seal_that_is_no_text_opens_nothing() -> None:
    assert not opens(":\ud800", "0" * 64)


def test_an_old_edition_keeps_its_picture() -> None:
    edition = publish(illustrated(), None)
    brief = edition.brief
    brief.refresh_from_db()
    brief.image = taken(pictures.drawn(size=(640, 640)))
    brief.save()
    publish(brief, None)
    assert EditionImage.objects.count() == 2
    image = edition.value().image
    assert image is not None
    assert image.width == 800


@pytest.fixture
def wren(client: Client) -> Desk:
    return Desk(client, cast.person("wren", roles.WRITER))


def test_a_file_sent_with_the_form_becomes_the_lead_image(wren: Desk) -> None:
    wren.open().fill(
        title="Harbour", image_upload=pictures.upload(pictures.drawn()), image_alt="Two ships"
    ).save()
    brief = Brief.objects.get()
    assert (brief.image_alt, brief.image_focus_x) == ("Two ships", 50)
    assert compose(brief).image is not None
    wren.open(brief).fill(image_none="on").save()
    brief.refresh_from_db()
    assert (brief.image, brief.image_alt) == (None, "")


def test_a_file_that_is_no_picture_is_refused_and_every_word_stays(wren: Desk) -> None:
    wren.open().fill(title="Harbour", image_upload=pictures.upload(b"no picture")).press()
    assert "This is no JPEG, PNG or WebP picture." in wren.text()
    assert "Harbour" in wren.text()
    assert not Brief.objects.exists()


@pytest.mark.parametrize("forged", ["0", "x", "9" * 30, "-1", "\0"])
def test_a_forged_picture_is_refused_with_a_sentence(wren: Desk, forged: str) -> None:
    wren.open().fill(title="Harbour", image=forged).press()
    assert not Brief.objects.exists()
    assert wren.page.status_code == 200


def test_a_picture_is_taken_in_before_the_form_is_saved(wren: Desk) -> None:
    told = wren.client.post("/admin/briefs/brief/images/", {"file": pictures.upload(pictures.drawn())}).json()
    assert wren.client.get(told["src"]).status_code == 200
    wren.open().fill(title="Harbour", image=str(told["image"])).save()
    assert Brief.objects.get().image_id == told["image"]
    refused = wren.client.post("/admin/briefs/brief/images/", {"file": pictures.upload(b"x")})
    assert (refused.status_code, refused.json()) == (
        400,
        {"refusal": "This is no JPEG, PNG or WebP picture."},
    )
    assert wren.client.post("/admin/briefs/brief/images/").status_code == 400
    assert wren.client.get("/admin/briefs/brief/images/").status_code == 405


def test_a_stranger_can_send_no_picture() -> None:
    answer = Client().post("/admin/briefs/brief/images/", {"file": pictures.upload(pictures.drawn())})
    assert answer.status_code == 302
    assert not Image.objects.exists()
