"""Anything at all, put to whatever reads what strangers send: no exception, and nothing that should not come of it.

A few hundred inputs a reader here, and 100,000 in `make check-long`.
"""

import datetime
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

import html5lib
import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.asking import Question
from audit.paging import parse as parse_place
from briefs import prose, sharing
from briefs.admin.board import NoSuchMonth, month
from briefs.importing.reader import read
from briefs.richtext import SCHEMES, CleanHTML, plain
from briefs.text_form import FIRST_LINE
from briefs.words import Question as Typed
from editions import pictures
from editions.filters import BriefFilter
from editions.paging import Cursor
from editions.quoting import QuoteFilter
from tests import cast
from tests.briefs.pasted import BRIEF, VOCABULARY
from tests.security.payloads import PAYLOADS

FEW, MANY = 150, 100_000
numbers = pytest.mark.parametrize("number", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
halved = pytest.mark.parametrize("number", [FEW // 2, pytest.param(MANY // 10, marks=pytest.mark.long)])

SIGNS = "<>/=\"'&;:!-+%\\?#[]{}()., \t\n\r\0\x7f\xa0\u200b\u202e\u2028\ud800\uffff0189aeijnoqstTxzİßا漢🦄"
MARKS = [
    "issue:",
    "expert:",
    "from:2024-03-14",
    "to:",
    "&#",
    "&#x",
    "<!--",
    "<a href=",
    "](",
    "=====",
    "-----",
]
PIECES = [*PAYLOADS, *BRIEF.split(), *BRIEF.split("\n\n"), *SIGNS, *MARKS]
TEXTS = (
    st.text(max_size=120)
    | st.text(alphabet=SIGNS, max_size=80)
    | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
    | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
)
HEADERS = (
    *(
        "accept",
        "accept-language",
        "accept-encoding",
        "if-none-match",
        "if-modified-since",
        "range",
        "referer",
    ),
    *("user-agent", "x-forwarded-for", "x-forwarded-proto", "purpose", "sec-fetch-dest", "x-requested-with"),
)
FIELDS = ("q", "issue", "not", "expert", "label", "from", "to", "after")
AT_THE_DESK = {"issue": "act", "not": "kind", "from": "first", "to": "last"}
QUERIES = st.lists(st.tuples(st.sampled_from(FIELDS), TEXTS), max_size=4)
DATES = st.dates().map(str)


def sent(asked: list[tuple[str, str]]) -> QueryDict:
    """The fields as they come with an address, where half a sign is none."""
    return QueryDict(urlencode(asked, errors="surrogatepass"))


def fuzz(number: int, texts: st.SearchStrategy[Any], check: Callable[[Any], None]) -> None:
    run = settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    run(given(texts)(check))()


@numbers
def test_rich_text_comes_out_clean_whatever_goes_in(number: int) -> None:
    def check(raw: str) -> None:
        once = CleanHTML(raw)
        assert CleanHTML(str(once)) == once
        for each in html5lib.parseFragment(once, namespaceHTMLElements=False).iter():
            assert each.tag in {"DOCUMENT_FRAGMENT", *prose.TAGS}, once
            assert set(each.attrib) <= ({"href", "rel"} if each.tag == "a" else set()), once
            scheme = each.attrib.get("href", "https:").partition(":")[0].strip().lower()
            assert scheme in SCHEMES or not scheme.isalpha() or ":" not in each.attrib["href"], once
        plain(once)

    fuzz(number, TEXTS, check)


@halved
def test_any_text_is_read(number: int) -> None:
    """More of the reader is in tests/briefs/test_reader_any_text.py."""

    def check(text: str) -> None:
        for each in (text, f"{BRIEF[:300]}{text}{BRIEF[300:]}"):
            read(each, VOCABULARY).to_json()

    fuzz(number, TEXTS, check)


@halved
@pytest.mark.django_db
def test_a_text_that_says_it_is_our_own_is_read(number: int) -> None:
    def check(text: str) -> None:
        read(f"{FIRST_LINE}\n{text}", VOCABULARY).to_json()

    fuzz(number, TEXTS, check)


@numbers
@pytest.mark.django_db
def test_any_question_is_understood_or_answered_with_a_sentence(number: int) -> None:
    cast.published("Grain Moves", issues=["Iran", "Russia"])
    at = timezone.now()

    def check(asked: list[tuple[str, str]]) -> None:
        query = sent(asked)
        for kind in (BriefFilter, QuoteFilter):
            wanted = kind.parse(query, at)
            assert all(problem.strip() for problem in wanted.problems)
            again = kind.parse(QueryDict(wanted.address().partition("?")[2]), at)
            assert again.address() == wanted.address()
            list(wanted.editions(at)[:2])

    fuzz(number, QUERIES, check)


@numbers
@pytest.mark.django_db
def test_any_place_in_a_list_or_signed_value_is_known_or_refused(number: int) -> None:
    at = timezone.now()

    def check(text: str) -> None:
        for cursor in (text, f"{text}.1", f"2024-03-14.{text}", f"1.2024-03-14.{text}"):
            found = Cursor.parse(cursor)
            assert found is None or str(found) == cursor
        place = parse_place(text)
        assert place is None or isinstance(place[0], datetime.datetime)
        assert not pictures.opens(text, "0" * 64)
        assert sharing.find(text, at) is None
        with suppress(NoSuchMonth):
            month(text)

    fuzz(number, TEXTS | DATES | DATES.map("{}.1".format), check)


@halved
@pytest.mark.django_db
def test_any_search_at_the_desk_and_in_its_log_is_answered(number: int) -> None:
    def check(asked: list[tuple[str, str]]) -> None:
        query = QueryDict(mutable=True)
        for name, value in asked:
            query.appendlist(
                {"issue": "act", "not": "kind", "from": "first", "to": "last"}.get(name, name), value
            )
            Typed.parse(value, begun=True)
        list(Question(query).entries()[:1])

    fuzz(number, QUERIES, check)


@halved
@pytest.mark.django_db
def test_any_address_to_embed_is_embedded_or_refused_with_a_sentence(number: int) -> None:
    cast.published("Grain Moves")
    client = Client()

    def check(text: str) -> None:
        for url in (
            text,
            f"http://testserver{text}",
            f"http://testserver/briefs/2024/03/14/grain-moves/{text}",
        ):
            answer = client.get("/oembed", {"url": url.encode("utf-8", "replace").decode(), "format": "xml"})
            assert answer.status_code in {200, 400, 404, 410}, url
            assert answer.content

    fuzz(number, TEXTS, check)


@halved
@pytest.mark.django_db
def test_any_header_and_any_path_is_answered(number: int) -> None:
    cast.published("Grain Moves")
    client = Client()

    def check(text: str) -> None:
        sent = text.encode("utf-8", "replace").decode("latin-1")
        headers = dict.fromkeys(HEADERS, sent) | {"cookie": f"sessionid={sent}; messages={sent}"}
        assert client.get("/briefs/", headers=headers).status_code in {200, 304, 412}
        assert client.get("/", headers={"host": sent}).status_code in {200, 400}
        path = quote(text.encode("utf-8", "replace"))
        assert client.get(f"/{path}").status_code in {200, 301, 302, 404}
        assert client.get(f"/briefs/2024/03/14/{path}/").status_code in {200, 301, 404}

    fuzz(number, TEXTS, check)
