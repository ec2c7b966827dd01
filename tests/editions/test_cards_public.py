"""A card is handed out while its page is public and says what the card says; none is drawn for anything else."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from briefs.content import Content
from briefs.keeping import keep
from editions.cards import addresses, keeping, words
from editions.cards.drawing import SIZES
from editions.cards.words import Card
from editions.models import Edition
from editions.publishing import expire, publish, withdraw
from tests import cast
from tests.editions.timeline import HOUR, Clock

pytestmark = pytest.mark.django_db


def address(edition: Edition, size: str = "wide") -> str:
    return addresses.of_brief(edition, edition.value()).address(size)


def quotation(edition: Edition) -> str:
    return addresses.of_quotation(edition.value(), edition.quote_rows.get()).address()


def files(uploads: Path) -> list[Path]:
    return [each for each in uploads.rglob("*") if each.is_file()]


@pytest.mark.parametrize("size", SIZES)
def test_the_card_of_a_live_brief_is_a_picture_that_goes_when_it_goes(client: Client, size: str) -> None:
    answer = client.get(address(cast.published(), size))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, no-cache"
    assert not answer.cookies
    assert Image.open(io.BytesIO(answer.content)).size == (SIZES[size].width, SIZES[size].height)


def test_a_card_is_drawn_once_and_then_handed_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    where = address(cast.published())
    first = client.get(where)
    monkeypatch.setattr(keeping, "draw", None)
    assert client.get(where).content == first.content
    assert client.head(where)["Content-Length"] == str(len(first.content))
    again = client.get(where, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "public, no-cache")


def test_a_card_costs_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    edition = cast.published()
    for where in (address(edition), quotation(edition)):
        with django_assert_num_queries(1):
            client.get(where)


def test_no_card_of_what_is_not_public_is_handed_out_or_drawn(
    client: Client, clock: Clock, uploads: Path
) -> None:
    to_come = cast.published("To Come", at=clock.at(1))
    over, taken = cast.published("Over"), cast.published("Taken")
    expire(over.brief, None, clock.at(1))
    withdraw(taken.brief, None)
    clock.now += HOUR / 2
    draft = cast.make_brief("Draft", slug="draft")
    of_draft = Edition(date=cast.DAY, slug="draft", content=draft.revisions.get().content)
    assert [client.get(each(to_come)).status_code for each in (address, quotation)] == [404, 404]
    assert [client.get(each(taken)).status_code for each in (address, quotation)] == [410, 410]
    assert client.get(address(of_draft)).status_code == 404
    assert not files(uploads)
    clock.now += HOUR
    assert [client.get(each(over)).status_code for each in (address, quotation)] == [410, 410]
    assert [client.get(each(to_come)).status_code for each in (address, quotation)] == [200, 200]


def test_a_card_that_was_drawn_goes_with_its_page(client: Client) -> None:
    edition = cast.published()
    had = client.get(address(edition))
    assert had.status_code == 200
    withdraw(edition.brief, None)
    assert client.get(address(edition), headers={"If-None-Match": had["ETag"]}).status_code == 410


def test_former_words_lead_to_the_present_card(client: Client) -> None:
    first = cast.published("Grain Moves", slug="grain")
    second = publish(cast.change(first.brief, title="Grain Stops", slug="stops"), None)
    for size in SIZES:
        answer = client.get(address(first, size))
        assert (answer.status_code, answer["Location"]) == (302, address(second, size))


def test_edits_that_are_not_public_are_on_no_card(client: Client) -> None:
    edition = cast.published("Grain Moves")
    before = address(edition)
    cast.change(edition.brief, title="Grain Stops")
    assert addresses.of_brief(edition, Edition.objects.live().get().value()).address() == before


def test_names_that_nobody_gave_lead_to_the_card_and_fill_no_disk(client: Client, uploads: Path) -> None:
    where = address(cast.published())
    folder = where.rpartition("/")[0]
    for number in range(4):
        assert client.get(f"{folder}/{number:016x}-wide.png")["Location"] == where
    assert client.get(f"{folder}/{0:016x}-huge.png").status_code == 404
    assert client.get(f"/cards/briefs/2023/02/30/grain/{0:016x}-wide.png").status_code == 404
    assert client.get(f"/cards/quotes/nothing/{0:016x}-wide.png").status_code == 404
    assert not files(uploads)


def test_a_quotation_that_was_taken_out_has_no_card_any_more(client: Client) -> None:
    edition = cast.published()
    brief = edition.brief
    where = quotation(edition)
    brief.quotes.all().delete()
    publish(cast.change(brief, title="Without It"), None)
    assert client.get(where).status_code == 410


def test_issues_and_experts_have_cards_at_former_addresses_too(client: Client) -> None:
    cast.published(issues=["Iran"])
    for row, placed in (
        (cast.issue("Iran"), addresses.of_issue(cast.issue("Iran"))),
        (cast.expert("Mara Quist"), addresses.of_expert(cast.expert("Mara Quist"))),
    ):
        row.former_addresses.create(slug="once")
        present = placed.address()
        assert client.get(present)["Content-Type"] == "image/png"
        assert client.get(present.replace(row.slug, "once"))["Location"] == present
    cast.expert("Nobody Yet")
    assert client.get(addresses.of_expert(cast.expert("Nobody Yet")).address()).status_code == 404


def test_lists_have_cards_and_the_newsroom_has_one_for_all_other_pages(client: Client) -> None:
    for placed in (*map(addresses.of_page, words.PAGES), addresses.of_newsroom()):
        assert client.get(placed.address())["Content-Type"] == "image/png"
    assert addresses.of_page("home") == addresses.of_newsroom()


def test_a_card_has_the_title_of_the_day_and_names_what_the_brief_is_about() -> None:
    content: Content = cast.published(issues=["Iran", "Russia"]).value()
    told = words.of_brief(content)
    assert told.alt() == f"Dateline | March 14, 2024 — Flash Brief | {cast.TITLE} | Iran · Russia"
    edition = Edition.objects.get()
    speaker = cast.expert("Mara Quist")
    speaker.title = "President"
    speaker.save()
    assert "“Insurance is the harbour.” | Mara Quist, Senior Fellow |" in (
        words.of_quotation(content, edition.quote_rows.get()).alt()
    )


def test_two_who_ask_first_at_once_get_the_same_whole_picture(uploads: Path) -> None:
    start = Barrier(2)

    def ask(_: int) -> bytes:
        start.wait()
        return keeping.picture_of(Card("Dateline", "", "At Once"), "wide")

    with ThreadPoolExecutor(2) as readers:
        one, other = readers.map(ask, range(2))
    assert one == other
    assert [each.read_bytes() for each in files(uploads)] == [one]


def test_a_card_can_be_read_by_whoever_serves_files_and_a_failure_leaves_none(uploads: Path) -> None:
    keep("cards/whole.png", b"whole")
    assert [each.stat().st_mode & 0o777 for each in files(uploads)] == [0o644]
    (uploads / "cards" / "taken.png").mkdir()
    with pytest.raises(OSError, match=r"taken\.png"):
        keep("cards/taken.png", b"never")
    assert [each.name for each in files(uploads)] == ["whole.png"]


def test_a_store_that_is_no_folder_keeps_cards_too(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    }
    first = keeping.picture_of(Card("Dateline", "", "Elsewhere"), "wide")
    monkeypatch.setattr(keeping, "draw", None)
    assert keeping.picture_of(Card("Dateline", "", "Elsewhere"), "wide") == first
