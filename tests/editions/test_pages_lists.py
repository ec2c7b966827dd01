"""The home page and the lists of briefs: what they show, what rubbish does to them, and what they cost."""

import datetime
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editions.filters import BriefFilter
from editions.kept import Kept
from editions.models import with_issues
from editions.paging import SIZE, Cursor, Page
from tests import cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 1)
CARD = re.compile(r'<article class="card">\s*<h3><a href="([^"]+)">([^<]+)</a>')


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def cards(page: str) -> list[str]:
    return [title for _, title in CARD.findall(page)]


def publish_many(number: int, **parts: Any) -> None:
    for each in range(number):
        cast.published(f"Brief {each:02}", date=DAY + datetime.timedelta(days=each // 2), **parts)


def test_the_home_page_shows_the_newest_brief_at_large_and_those_before_it(client: Client) -> None:
    publish_many(3, issues=["Iran"])
    page = text_of(client, "/")
    assert '<a href="/briefs/2024/03/02/brief-02/">Brief 02</a></h2>' in page
    assert cards(page) == ["Brief 01", "Brief 00"]
    assert re.search(r'<a href="/issues/iran/">Iran <span class="count">3</span></a>', page)


def test_a_filter_put_to_the_home_page_is_answered_under_briefs(client: Client) -> None:
    response = client.get("/?issue=iran&not=russia")
    assert (response.status_code, response.headers["Location"]) == (301, "/briefs/?issue=iran&not=russia")


@pytest.mark.parametrize("address", ["/", "/briefs/"])
def test_before_the_first_brief_a_page_says_so(client: Client, address: str) -> None:
    assert "Nothing has been published yet." in text_of(client, address)


def test_a_list_shows_what_fits_and_says_so_in_its_heading_and_title(client: Client) -> None:
    cast.published("Both", issues=["Iran", "Russia"])
    cast.published("Iran Alone", issues=["Iran"])
    both = text_of(client, "/briefs/?issue=iran&issue=russia")
    assert cards(both) == ["Both"]
    assert ">Briefs on Iran and Russia</h1>" in both
    assert "<title>Briefs on Iran and Russia — Dateline</title>" in both
    assert cards(text_of(client, "/briefs/?issue=iran&not=russia")) == ["Iran Alone"]


def test_each_further_click_says_what_it_leaves_and_leaves_it(client: Client) -> None:
    cast.published("Both", issues=["Iran", "Russia"])
    cast.published("Iran Alone", issues=["Iran"])
    page = text_of(client, "/briefs/?issue=iran")
    [(address, count)] = re.findall(r'<a href="([^"]+)">Russia <span class="count">(\d+)', page)
    assert count == "1"
    assert cards(text_of(client, address.replace("&amp;", "&"))) == ["Both"]
    assert 'href="/briefs/?issue=iran&amp;not=russia" title="1 not on Russia"' in page


def test_each_condition_can_be_removed_where_it_is_named(client: Client) -> None:
    cast.published(issues=["Iran", "Russia"])
    page = text_of(client, "/briefs/?issue=iran&not=russia&from=2024-01-01")
    removals = re.findall(r'class="remove" href="([^"]+)"><span class="unseen">Remove: </span>([^<]+)<', page)
    assert removals == [
        ("/briefs/?not=russia&amp;from=2024-01-01", "On Iran"),
        ("/briefs/?issue=iran&amp;from=2024-01-01", "Not on Russia"),
        ("/briefs/?issue=iran&amp;not=russia", "From January 1, 2024"),
    ]


def test_the_form_for_dates_keeps_the_other_conditions(client: Client) -> None:
    cast.published(issues=["Iran", "Russia"])
    page = text_of(client, "/briefs/?issue=iran&issue=russia&to=2024-12-31").partition('class="dates"')[2]
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page) == [
        ("issue", "iran"),
        ("issue", "russia"),
    ]
    assert 'name="to" value="2024-12-31"' in page


def test_when_nothing_fits_the_page_says_what_to_do(client: Client) -> None:
    cast.published(issues=["Iran"])
    page = text_of(client, "/briefs/?not=iran")
    assert "No brief fits all of this. Remove one of the conditions above" in page


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "/"),
        ("/briefs/", "/briefs/"),
        ("/briefs/?issue=russia&utm_source=mail&issue=iran", "/briefs/?issue=iran&amp;issue=russia"),
        ("/briefs/?after=2024-03-09.7&issue=iran", "/briefs/?issue=iran&amp;after=2024-03-09.7"),
        ("/issues/iran/?issue=russia", "/issues/iran/"),
        ("/experts/mara-quist/?x=y", "/experts/mara-quist/"),
    ],
)
def test_a_page_names_its_one_canonical_address(client: Client, address: str, canonical: str) -> None:
    cast.published(issues=["Iran", "Russia"])
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in text_of(client, address)


def test_deep_combinations_are_kept_from_search_engines(client: Client) -> None:
    cast.published(issues=["Iran", "Russia"])
    assert 'name="robots"' not in text_of(client, "/briefs/?issue=iran&issue=russia")
    assert '<meta name="robots" content="noindex, follow">' in text_of(
        client, "/briefs/?issue=iran&not=russia"
    )


@pytest.mark.parametrize("address", ["/briefs/", "/issues/iran/", "/experts/mara-quist/"])
def test_older_leads_through_every_brief_once_and_newest_leads_back(client: Client, address: str) -> None:
    publish_many(2 * SIZE + 3, issues=["Iran"])
    seen: list[str] = []
    pages: list[str] = []
    here = address
    while here:
        page = text_of(client, here)
        seen += re.findall(r">(Brief \d\d)</a>", page)
        assert (f'<a class="newest" href="{address}">Newest</a>' in page) == bool(pages)
        pages.append(here)
        here = "".join(re.findall(r'class="older" href="([^"]+)"', page)).replace("&amp;", "&")
    assert seen == [f"Brief {number:02}" for number in reversed(range(2 * SIZE + 3))]
    assert len(pages) == 3


def test_the_next_page_keeps_the_filter(client: Client) -> None:
    publish_many(SIZE + 1, issues=["Iran"])
    assert 'href="/briefs/?issue=iran&amp;after=2024-03-01.' in text_of(client, "/briefs/?issue=iran")


def test_a_brief_published_while_someone_pages_moves_nothing(client: Client) -> None:
    publish_many(SIZE + 2)
    page = text_of(client, "/briefs/")
    [older] = re.findall(r'class="older" href="([^"]+)"', page)
    cast.published("Breaking", date=DAY + datetime.timedelta(days=99))
    assert cards(text_of(client, older)) == ["Brief 01", "Brief 00"]


def test_past_the_last_brief_the_page_leads_back(client: Client) -> None:
    cast.published(issues=["Iran"])
    for address in ("/briefs/", "/issues/iran/", "/experts/mara-quist/"):
        page = text_of(client, f"{address}?after=1999-01-01.1")
        assert f'There is nothing older. <a href="{address}">Go to the newest.</a>' in page


CURSORS = [
    "x",
    "%00",
    "2024-03-09",
    "2024-02-30.1",
    "2024-03-09.-1",
    "2024-03-09.1e9",
    "٢٠٢٤-03-09.1",
    f"2024-03-09.{'9' * 19}",
]


@pytest.mark.parametrize(
    "address", ["/briefs/", "/briefs/?issue=iran", "/issues/iran/", "/experts/mara-quist/"]
)
@pytest.mark.parametrize("cursor", CURSORS)
def test_a_forged_cursor_gets_a_sentence_and_the_newest_page(
    client: Client, address: str, cursor: str
) -> None:
    cast.published("Still Here", issues=["Iran"])
    page = text_of(client, f"{address}{'&' if '?' in address else '?'}after={cursor}", 400)
    assert "That page of the list does not exist" in page
    assert "Still Here" in page
    assert "noindex" in page


def test_a_cursor_reads_what_it_wrote() -> None:
    cursor = Cursor(datetime.date(2024, 3, 9), 7)
    assert str(cursor) == "2024-03-09.7"
    assert Cursor.parse(str(cursor)) == cursor


def test_one_place_has_one_cursor() -> None:
    assert Cursor.parse("2024-03-09.007") is None


@pytest.mark.parametrize(
    "query",
    [
        "issue=%00",
        "issue=iran%00",
        "issue=%ED%A0%80",
        "issue=" + "a" * 5000,
        "&".join(f"issue=unknown-{number}" for number in range(500)),
        "&".join(f"not=unknown-{number}" for number in range(500)),
        "from=2023-02-30",
        "from=0000-00-00&to=99999-01-01",
        "expert=%00&label=%00" + "x" * 70,
        "issue[]=iran&issue=../../etc/passwd",
        "after=%00",
        "from=2024-02-02&to=2023-02-02",
    ],
)
def test_rubbish_in_the_query_gets_a_notice_each_and_the_rest_is_applied(client: Client, query: str) -> None:
    cast.published("Still Here", issues=["Iran"])
    cast.published("Filtered Out", issues=["China"])
    page = text_of(client, f"/briefs/?issue=iran&{query}", 400)
    assert "Part of this address could not be used." in page
    assert cards(page) == ["Still Here"]


def test_what_a_stranger_typed_is_repeated_as_words_and_not_as_markup(client: Client) -> None:
    page = text_of(client, '/briefs/?issue=<script>alert(1)</script>&label="><img>', 400)
    assert "<script>" not in page
    assert "alert(1)" not in page.replace("&lt;script&gt;alert(1)", "").replace(
        "\\u003cscript\\u003ealert(1)", ""
    )
    assert "<img" not in page
    assert "There is no issue “&lt;script&gt;alert(1)&lt;/script&gt;”." in page


@pytest.mark.parametrize("query", ["after=x", "issue=nowhere&from=never"])
def test_a_list_answers_head_and_refuses_to_be_posted_to(client: Client, query: str) -> None:
    assert client.head(f"/briefs/?{query}").status_code == 400
    assert client.head("/briefs/").status_code == 200
    assert client.post("/briefs/").status_code == 405


COSTS = {
    "/": 5,  # the editions, their issues, the counts: two, and which issue belongs to which
    "/briefs/": 5,  # the same, which tell how many there are as well
    "/briefs/?issue=iran&not=russia&expert=mara-quist&label=Flash+Brief&from=2024-01-01": 8,  # and what was asked for
    "/issues/": 2,
    "/issues/iran/": 10,  # the issue, its pins, months and speakers (two), and as above
    "/experts/": 3,  # who, how often, and which issue belongs to which
    "/experts/mara-quist/": 8,  # the expert, the editions, their quotations, two numbers, and the counts as above
}


@pytest.mark.parametrize("address", COSTS)
def test_a_list_costs_the_same_however_much_it_holds(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    cast.issue("Russia")
    for number in (1, SIZE + 4):
        publish_many(number, issues=["Iran", f"Issue {number}"], slug="")
        with django_assert_num_queries(COSTS[address]):
            assert client.get(address).status_code == 200


def test_words_that_are_not_at_hand_are_fetched_in_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish_many(SIZE + 4, issues=["Iran"], slug="")
    for things in Kept.everything:
        things.forget()
    for queries in (COSTS["/briefs/"] + 1, COSTS["/briefs/"]):
        with django_assert_num_queries(queries):
            assert "Brief 09" in client.get("/briefs/").text


def test_looking_for_words_costs_two_questions_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (3, SIZE + 4):
        publish_many(number, issues=["Iran"], slug="")
        with django_assert_num_queries(COSTS["/briefs/"] + 2):  # how many, and whether they are ranked
            assert client.get("/briefs/?q=corridor+-timber").status_code == 200


def test_the_last_page_is_found_by_its_place_and_not_by_counting(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    publish_many(SIZE + 1)
    with django_assert_num_queries(2) as asked:
        page = Page.read(
            BriefFilter(), timezone.now(), QueryDict("after=2024-03-05.1000000"), "/", with_issues
        )
    assert [edition.title for edition in page.editions][:2] == ["Brief 09", "Brief 08"]
    assert "OFFSET" not in asked[0]["sql"]
