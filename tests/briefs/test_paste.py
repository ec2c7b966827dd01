"""The paste page: a text or a file becomes a draft; whatever is refused stays on the screen with a sentence."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefs import roles
from briefs.importing.bringing_in import BroughtInBefore, bring_in
from briefs.models import Brief, Source, Status
from tests import cast
from tests.briefs.pasted import BRIEF

pytestmark = pytest.mark.django_db

HEADLESS = BRIEF[BRIEF.index("Latest") :]
PASTE = "/admin/briefs/brief/paste/"
Post = Callable[..., Any]


@pytest.fixture
def wren() -> User:
    return cast.person("wren", roles.WRITER)


@pytest.fixture
def paste(client: Client, wren: User) -> Post:
    """Wren pastes."""
    client.force_login(wren)
    return lambda **fields: client.post(PASTE, fields)


def test_the_page_asks_for_a_text_or_a_file(client: Client, wren: User) -> None:
    client.force_login(wren)
    page = client.get(PASTE)
    assert page.status_code == 200
    for words in ("Paste a brief", "The text", "Or a text file", "Read it into a draft"):
        assert words in page.text


def test_a_pasted_text_becomes_a_draft_of_hers_and_leads_to_its_lines(paste: Post, wren: User) -> None:
    answer = paste(text=BRIEF)
    brief = Brief.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/admin/briefs/brief/{brief.pk}/source/"
    assert (brief.title, brief.status, brief.created_by) == (
        "Harbour Towns Sign a Ferry Pact",
        Status.DRAFT,
        wren,
    )
    assert (brief.revisions.get().saved_by, brief.sources.get().pasted_by) == (wren, wren)


@pytest.mark.parametrize("data", [BRIEF.encode(), BRIEF.encode("utf-8-sig"), BRIEF.encode("utf-16")])
def test_a_text_file_does_as_well(data: bytes, paste: Post) -> None:
    assert paste(file=SimpleUploadedFile("a.txt", data)).status_code == 302
    assert Brief.objects.get().quotes.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Paste a text here, or choose a .txt file."),
        ({"text": " \n "}, "Paste a text here, or choose a .txt file."),
        ({"text": "It rained on Monday."}, "Nothing in this text looks like a brief"),
        ({"text": "\u200b\ufeff"}, "Nothing in this text looks like a brief"),
        ({"file": ("a.txt", b"")}, "There is no text here."),
        ({"file": ("a.png", b"\x89PNG\0")}, "a.png: This is no plain text"),
        ({"file": ("a.txt", BRIEF.encode("utf-16-le"))}, "a.txt: This is no plain text"),
        ({"file": ("a.txt", b"Caf\xe9")}, "a.txt: Line 1 is not valid UTF-8."),
        ({"file": ("a.txt", b"x" * 5_000_000)}, "a.txt: This text is too long: 5.0 million characters."),
        (
            {"text": "Latest Developments\n" + "word " * 1_000_000},
            "This text is too long: 5.0 million characters.",
        ),
        ({"text": "Latest Developments\n" * 6_000}, "This text has 6,000 lines."),
        ({"text": BRIEF, "file": ("a.txt", b"Other")}, "Give a text or a file, not both"),
    ],
)
def test_what_makes_no_draft_is_answered_with_a_sentence_and_the_text_stays(
    fields: dict[str, str | tuple[str, bytes]], sentence: str, paste: Post
) -> None:
    sent = {
        name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value
        for name, value in fields.items()
    }
    page = paste(**sent)
    assert page.status_code == 422
    assert sentence in page.text
    assert str(fields.get("text", "")).strip()[:40] in page.text
    assert not Brief.objects.exists()


def test_a_refused_file_stays_on_the_screen_as_text(paste: Post) -> None:
    page = paste(file=SimpleUploadedFile("a.txt", b"It rained on <Monday>."))
    assert page.status_code == 422
    assert "It rained on &lt;Monday&gt;." in page.text


def test_stray_control_characters_are_no_reason_to_refuse(paste: Post) -> None:
    assert paste(text=BRIEF.replace("mayors", "may\0ors\x07")).status_code == 302
    source = Source.objects.get()
    assert "\0" not in source.text
    assert "The mayors of Lorne" in Brief.objects.get().developments


def test_hostile_markup_becomes_words(paste: Post, client: Client) -> None:
    answer = paste(
        text=BRIEF.replace("The mayors", "<img src=x onerror=alert(1)><script>alert(2)</script>The mayors")
    )
    brief = Brief.objects.get()
    assert "<img" not in brief.developments
    page = client.get(answer["Location"])
    assert "<script>alert(2)" not in page.text
    assert "&lt;script&gt;alert(2)" in page.text


def test_the_same_text_twice_says_so_and_keeps_it(paste: Post) -> None:
    paste(text=BRIEF)
    first = Brief.objects.get()
    page = paste(text=BRIEF.replace("\n", "\r\n"))
    assert page.status_code == 422
    assert "This text was pasted before" in page.text
    assert f'<a href="/admin/briefs/brief/{first.pk}/change/">' in page.text
    assert "Paste it again all the same" in page.text
    assert "Nobody asked the fishermen." in page.text
    assert Brief.objects.count() == 1


def test_the_same_file_twice_can_be_pasted_again_without_choosing_it_again(paste: Post) -> None:
    for _ in range(2):
        page = paste(file=SimpleUploadedFile("a.txt", BRIEF.encode()))
    assert "Nobody asked the fishermen." in page.text
    assert paste(text=BRIEF, again="1").status_code == 302
    assert Brief.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("people", "text"),
    [(("wren", "wren"), HEADLESS), (("wren", "edda"), BRIEF), (("wren", "edda"), HEADLESS)],
)
def test_of_two_who_paste_the_same_text_at_once_one_is_told(people: tuple[str, str], text: str) -> None:
    users = [cast.person(name, roles.WRITER) for name in people]
    both_there, told = threading.Barrier(2), []

    def press(user: User) -> None:
        both_there.wait()
        try:
            bring_in(text, user)
        except BroughtInBefore as before:
            told.append(before.source.brief)
        finally:
            connection.close()

    presses = [threading.Thread(target=press, args=[user]) for user in users]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert told == [Brief.objects.get()]


def test_part_of_a_brief_becomes_a_partial_draft(paste: Post) -> None:
    paste(text=BRIEF[: BRIEF.index("the fishermen")])
    brief = Brief.objects.get()
    assert [quote.name for quote in brief.quotes.all()] == ["Mara Lindqvist", ""]


def test_who_may_not_write_briefs_may_not_paste_them(client: Client) -> None:
    assert client.get(PASTE).status_code == 302
    client.force_login(cast.person("rhea"))
    assert client.get(PASTE).status_code == 403
    assert client.post(PASTE, {"text": BRIEF}).status_code == 403
    assert not Brief.objects.exists()


def test_a_forged_post_is_refused(wren: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wren)
    assert strict.post(PASTE, {"text": BRIEF}).status_code == 403
    assert not Brief.objects.exists()


def test_the_page_costs_the_same_few_queries_whatever_the_newsroom_holds(client: Client, wren: User) -> None:
    client.force_login(wren)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(PASTE)
        counts.append(len(queries))
        for name in ("Ida Strand", "Ola Berg"):
            cast.make_brief(quotes=[("<p>Words.</p>", name, "Fellow")])
    assert counts[0] == counts[1]


@pytest.mark.parametrize("address", ["999999", "9" * 30, "0"])
def test_a_brief_that_is_not_there_has_no_lines(address: str, client: Client, wren: User) -> None:
    client.force_login(wren)
    assert client.get(f"/admin/briefs/brief/{address}/source/").status_code == 404


def test_a_brief_written_by_hand_has_no_lines(client: Client, wren: User) -> None:
    client.force_login(wren)
    assert client.get(f"/admin/briefs/brief/{cast.make_brief().pk}/source/").status_code == 404
