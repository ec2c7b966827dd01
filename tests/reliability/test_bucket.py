"""Uploads in a bucket that several machines share, on a server that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from moto.server import ThreadedMotoServer

from briefs.imaging import file_name, receive
from briefs.models import Image
from config import uploads as kept
from editions import pictures as addresses
from editions.cards import keeping
from editions.cards.words import Card
from editions.models import Edition
from editions.publishing import publish, withdraw
from tests import cast, pictures

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture(autouse=True)
def bucket(endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The bucket, into which the site puts what is uploaded."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "wren")
    monkeypatch.setenv("UPLOADS", f"s3://pictures/desk?endpoint={endpoint}&region=us-east-1")
    made = boto3.resource("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(
        Bucket="pictures"
    )
    settings.STORAGES = settings.STORAGES | {"default": kept.storage("UPLOADS")}
    yield made
    made.objects.delete()
    made.delete()


def with_picture() -> Edition:
    brief = cast.make_brief()
    with pictures.upload(pictures.drawn(size=(400, 300))) as sent:
        brief.image, brief.image_alt = receive(sent, None), "The harbour at noon"
    return publish(cast.change(brief), None)


def address(image: Image) -> str:
    return addresses.address(image.digest, 320, "jpg")


def test_a_picture_is_put_into_the_bucket_and_handed_out_by_the_site_only_while_it_is_public(
    client: Client, bucket: Any, uploads: Path
) -> None:
    edition, image = with_picture(), Image.objects.get()
    key = f"desk/{file_name(image.digest, 320, 'jpg')}"
    assert key in {each.key for each in bucket.objects.all()}
    assert not uploads.exists()
    answer = client.get(address(image))
    assert (answer.status_code, answer.content) == (200, bucket.Object(key).get()["Body"].read())
    assert address(image) in client.get(edition.get_absolute_url()).text
    withdraw(edition.brief, None)
    assert client.get(address(image)).status_code == 404


def test_a_picture_that_is_missing_from_the_bucket_is_not_found_and_its_page_stands(
    client: Client, bucket: Any
) -> None:
    edition, image = with_picture(), Image.objects.get()
    bucket.objects.delete()
    assert client.get(address(image)).status_code == 404
    for page in (edition.get_absolute_url(), "/feed.json", "/feed.rss"):
        assert client.get(page).status_code == 200


def test_a_card_is_drawn_once_and_kept_in_the_bucket(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = keeping.picture_of(Card("Dateline", "", "Elsewhere"), "wide")
    monkeypatch.setattr(keeping, "draw", None)
    assert keeping.picture_of(Card("Dateline", "", "Elsewhere"), "wide") == first
    assert [each.key.split("/")[:2] for each in bucket.objects.all()] == [["desk", "cards"]]


def test_no_picture_can_be_fetched_from_the_bucket_without_a_key(bucket: Any) -> None:
    with_picture()
    grants = [each.Acl().grants for each in bucket.objects.all()]
    assert grants
    assert not [grant for each in grants for grant in each if "AllUsers" in str(grant)]


@pytest.mark.django_db(transaction=True)
def test_a_backup_takes_the_bucket_along_and_brings_it_back(
    client: Client, bucket: Any, tmp_path: Path
) -> None:
    with_picture()
    before = client.get(address(Image.objects.get())).content
    call_command("backup", str(tmp_path / "one.backup"), verbosity=0)
    bucket.objects.delete()
    call_command("restore", str(tmp_path / "one.backup"), "--over", verbosity=0)
    assert client.get(address(Image.objects.get())).content == before
    assert default_storage.exists(file_name(Image.objects.get().digest, 320, "webp"))


def test_the_site_is_ready_only_while_there_is_a_bucket(client: Client, bucket: Any) -> None:
    assert client.get("/readyz").status_code == 200
    bucket.delete()
    answer = client.get("/readyz")
    bucket.create()
    assert (answer.status_code, "Uploads cannot be kept." in answer.text) == (503, True)
