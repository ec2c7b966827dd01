"""The Markdown twins of lists and pages, and llms.txt."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from editions.publishing import withdraw
from editions.twins.markdown import Converter, escaped
from editions.twins.pages import twin
from issues.renaming import rename
from tests import cast

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def markdown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (status, "text/markdown; charset=utf-8")
    text = response.content.decode()
    assert text.startswith(("# ", "["))
    assert not re.search(r"</?[a-z]", text)
    assert "\n\n\n" not in text
    return text


def test_a_list_is_read_as_markdown_with_links_from_twin_to_twin(client: Client) -> None:
    cast.published("Grain *Moves* [Again]", slug="grain-moves", issues=["Iran", "Ukraine"])
    cast.published("Elsewhere", issues=["Russia"])
    text = markdown(client, "/briefs.md?not=russia&issue=iran")
    assert text.startswith("# Briefs on Iran, not on Russia\n\n1 brief\n\n")
    assert rf"[Grain \*Moves\* \[Again\]]({HOST}/briefs/2024/03/14/grain-moves" in text
    assert "Four ships entered the corridor before noon." in text
    assert f"[Iran]({HOST}/issues/iran.md), [Ukraine]({HOST}/issues/ukraine.md)" in text
    assert "Elsewhere" not in text
    for control in ("Remove", "Clear all", "Filter", "Feed"):
        assert control not in text


def test_every_kind_of_page_has_a_twin_and_says_so(client: Client) -> None:
    edition = cast.published("Grain Moves", issues=["Iran"])
    key = edition.quote_rows.get().key
    pages = [
        "/",
        "/briefs/",
        "/briefs/?issue=iran",
        "/issues/",
        "/issues/iran/",
        "/experts/",
        "/experts/mara-quist/",
    ]
    for page in [*pages, "/quotes/", f"/quotes/{key}/"]:
        address = twin(page)
        assert (
            f'<link rel="alternate" type="text/markdown" href="{address}">'
            in client.get(page).content.decode()
        )
        text = markdown(client, address)
        assert "Grain Moves" in text or page in {"/issues/", "/experts/"}
        assert client.get(address)["Link"] == f'<{HOST}{page}>; rel="canonical"'
    assert "> Insurance is the harbour." in markdown(client, "/experts/mara-quist.md")
    assert f"- [Iran]({HOST}/issues/iran.md)" in markdown(client, "/issues.md")


def test_a_twin_leads_where_its_page_leads(client: Client) -> None:
    cast.published(issues=["Persia"])
    rename(cast.issue("Persia"), None, "Iran", "iran")
    for address, to in {
        "/issues/persia.md": "/issues/iran.md",
        "/briefs.md?issue=persia": "/briefs.md?issue=iran",
        "/index.md?issue=iran": "/briefs.md?issue=iran",
    }.items():
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, to)


@pytest.mark.parametrize(
    "address", ["/issues/atlantis.md", "/experts/nobody.md", "/quotes/none.md", "/admin.md", "/x.md", "/.md"]
)
def test_where_there_is_no_page_there_is_no_twin(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_what_makes_no_sense_is_said_with_the_status_of_the_page(client: Client) -> None:
    assert "There is no issue “atlantis”." in markdown(client, "/briefs.md?issue=atlantis", 400)
    assert client.get("/briefs.md?issue=atlantis")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/briefs.md")


def test_a_twin_pages_on_as_its_list_does(client: Client) -> None:
    for each in range(21):
        cast.published(f"Brief {each:02}")
    first = markdown(client, "/briefs.md")
    older = re.search(rf"\[Older\]\({HOST}(/briefs\.md\?after=[^)]+)\)", first)
    assert older is not None
    assert "[Brief 00]" in markdown(client, older[1])
    assert "[Brief 00]" not in first


def test_a_twin_costs_what_its_page_costs(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast.published(issues=["Iran"])
    for page in ("/", "/briefs/?issue=iran", "/issues/iran/", "/experts/mara-quist/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        with django_assert_num_queries(len(asked)):
            client.get(twin(page))


def test_words_that_look_like_markdown_mean_nothing_else() -> None:
    assert escaped("# 1. *a* _b_ <c> [d](e) `f` &amp; A&B ~~g~~") == (
        r"\# 1. \*a\* \_b\_ \<c\> \[d\](e) \`f\` \&amp; A&B \~~g\~~"
    )
    assert escaped("1. one\n- two\n===") == "1\\. one\n\\- two\n\\==="


def test_llms_txt_tells_what_the_site_is_and_where_its_words_are(client: Client) -> None:
    cast.published("Grain [Moves]", slug="grain-moves")
    gone = cast.published("Gone")
    withdraw(gone.brief, None)
    response = client.get("/llms.txt")
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    text = response.content.decode()
    assert text.startswith("# Dateline\n\n> Dateline publishes flash briefs")
    assert rf"- [Grain \[Moves\]]({HOST}/briefs/2024/03/14/grain-moves" in text
    assert "2024-03-14. Four ships entered the corridor before noon." in text
    assert "Gone" not in text
    for address in re.findall(rf"\({HOST}(/[^)]*)\)", text):
        assert client.get(address).status_code == 200, address


def test_llms_txt_costs_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for each in range(3):
        cast.published(f"Brief {each}")
    with django_assert_num_queries(1):
        client.get("/llms.txt")


def test_a_page_that_a_browser_has_is_not_sent_again(client: Client) -> None:
    cast.published(issues=["Iran"])
    for address in (
        "/",
        "/briefs/",
        "/issues/iran/",
        "/issues/iran.md",
        "/llms.txt",
        "/briefs/2024/03/14/" + "grain-ships-return-to-the-odesa-approaches/",
    ):
        had = client.get(address)
        assert client.get(address, headers={"If-None-Match": had["ETag"]}).status_code == 304
    withdraw(cast.published("Another", issues=["Iran"]).brief, None)
    assert "ETag" not in client.get("/admin/login/")


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("http://x/) [evil](javascript:alert(1)", "http://x/%29%20[evil]%28javascript:alert%281%29"),
        ("http://x/<a>\\", "http://x/%3Ca%3E%5C"),
        ("http://x/\n\ny", "http://x/%0A%0Ay"),
        ("http://x/%20?a=1&amp;b=*", "http://x/%20?a=1&b=*"),
    ],
)
def test_an_address_ends_where_its_link_does(address: str, written: str) -> None:
    assert Converter().convert(f'<p><a href="{address}">w</a></p>').strip() == f"[w]({written})"


def test_a_link_in_a_brief_makes_no_second_one(client: Client) -> None:
    hostile = '<p><a href="http://x/) [evil](javascript:alert(1)">w</a></p>'
    address = cast.published(developments=hostile).get_absolute_url()[:-1] + ".md"
    assert "](javascript:" not in client.get(address).content.decode()
