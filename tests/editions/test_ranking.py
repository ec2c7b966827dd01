"""Where words are looked for, the best come first, page by page; where too many hold them, the newest do."""

import datetime
import re

import pytest
from django.test import Client

from editions import hits, paging
from editions.paging import Cursor
from tests import cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 1)
TITLE = re.compile(r"<h3><a [^>]*>(.*?)</a></h3>")


def walk(client: Client, address: str) -> list[list[str]]:
    """The titles of each page to the end."""
    pages = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        page = answer.content.decode()
        pages.append([re.sub("</?mark>", "", title) for title in TITLE.findall(page)])
        address = "".join(re.findall(r'class="older" href="([^"]+)"', page)).replace("&amp;", "&")
    return pages


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nine briefs that say missile, three in the title, three in a quotation, three elsewhere; the best first."""
    monkeypatch.setattr(paging.Page, "size", 2)
    for number in range(9):
        place, date = number % 3, DAY + datetime.timedelta(days=number // 2)
        words = [f"A Missile {number}", f"Quoted {number}", f"Elsewhere {number}"][place]
        said = "<p>A missile.</p>" if place == 1 else "<p>So.</p>"
        text = "<p>Missiles fly.</p>" if place == 2 else "<p>Nothing.</p>"
        cast.published(words, date=date, developments=text, quotes=[(said, "Mara Quist", "Fellow")])
    best = [f"A Missile {n}" for n in (6, 3, 0)] + [f"Quoted {n}" for n in (7, 4, 1)]
    return best + [f"Elsewhere {n}" for n in (8, 5, 2)]


def test_the_best_come_first_and_every_page_goes_on_where_the_last_ended(
    client: Client, archive: list[str]
) -> None:
    pages = walk(client, "/briefs/?q=missile")
    assert [title for page in pages for title in page] == archive
    assert [len(page) for page in pages] == [2, 2, 2, 2, 1]


def test_the_parts_of_the_list_say_how_well_it_fits(
    client: Client, archive: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging.Page, "size", 20)
    page = client.get("/briefs/?q=missile").content.decode()
    headings = re.findall(r'<section class="day">\s*<h2>([^<]+)</h2>', page)
    assert headings == ["In the title", "In quotations", "Elsewhere"]


def test_where_too_many_hold_it_the_newest_come_first(
    client: Client, archive: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "MANY", 8)
    titles = [title for page in walk(client, "/briefs/?q=missile") for title in page]
    assert [int(title[-1]) for title in titles] == list(reversed(range(9)))


def test_a_list_goes_on_as_it_began_when_a_question_grows_too_broad(
    client: Client, archive: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/briefs/?q=missile").content.decode()
    [older] = re.findall(r'class="older" href="([^"]+)"', page)
    monkeypatch.setattr(hits, "MANY", 8)
    cast.published("A Missile Too Many", date=DAY + datetime.timedelta(days=99))
    assert [t for page in walk(client, older.replace("&amp;", "&")) for t in page] == archive[2:]


def test_a_cursor_from_before_there_was_an_order_goes_on_by_date(client: Client, archive: list[str]) -> None:
    titles = [title for page in walk(client, "/briefs/?q=missile&after=2024-03-03.1000000") for title in page]
    assert [int(title[-1]) for title in titles] == [5, 4, 3, 2, 1, 0]


@pytest.mark.parametrize(
    "address", ["/briefs/?after=1.2024-03-03.1", "/briefs/?q=missile&after=3.2024-03-03.1"]
)
def test_a_cursor_that_no_page_made_gets_a_sentence(client: Client, archive: list[str], address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "That page of the list does not exist" in answer.content.decode()


@pytest.mark.usefixtures("archive")
def test_a_cursor_that_would_have_too_much_ranked_gets_a_sentence(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "MANY", 4)
    answer = client.get("/briefs/?q=missile&after=0.9999-12-31.1")
    assert answer.status_code == 400
    assert "That page of the list does not exist" in answer.content.decode()
    assert TITLE.findall(answer.content.decode())[0] == "Elsewhere 8"


def test_a_cursor_of_a_ranked_list_reads_what_it_wrote() -> None:
    cursor = Cursor(DAY, 7, 1)
    assert f"{cursor}" == "1.2024-03-01.7"
    assert Cursor.parse(f"{cursor}") == cursor
