"""The page cache in one process: what it keeps, for whom, in which form, and that it never keeps too much."""

import datetime
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client import REGISTRY

from config import pages as cache
from config.asking import canonical
from config.generations import QUARTER
from config.pages import Pages, Shelves
from editions.models import Introduction
from editions.publishing import withdraw
from experts.models import Expert
from issues.renaming import rename
from tests import cast, shelf
from tests.config.answers import ask

pytestmark = pytest.mark.django_db
# The cache asks over a connection of its own, which sees what is committed alone.
committing = pytest.mark.django_db(transaction=True)
LIST = "/briefs/"
OUTLETS = [
    "/feed.atom", "/feed.rss", "/feed.json", "/llms.txt", "/index.md", "/briefs.md", "/robots.txt", "/sitemap.xml",
    "/sitemap-issues.xml", "/sitemap-experts.xml", "/sitemap-pages.xml", "/news-sitemap.xml",
]  # fmt: skip
CACHES_OWN = {"etag", "content-length", "content-encoding", "vary", "cache-status", "x-request-id"}


def counted(answer: str) -> float:
    return REGISTRY.get_sample_value("dateline_page_cache_total", {"answer": answer}) or 0


def kept(site: Pages) -> Shelves:
    generation = site.watch.present()
    assert generation
    return generation.kept


@committing
def test_every_page_comes_again_as_django_draws_it(site: Pages, client: Client) -> None:
    addresses = {name: each for name, each in shelf.fill().items() if name not in {"preview", "error"}}
    time.sleep(1)  # within the second of a change no answer says when that was
    for address in [*(each for listed in addresses.values() for each in listed), *OUTLETS]:
        drawn = client.get(address)
        first, second = ask(site, address), ask(site, address)
        if drawn.status_code == 200:
            assert (first.hit, second.hit) == (False, True), address
        for answer in (first, second):
            assert (answer.status, answer.body) == (drawn.status_code, drawn.content), address
            told = {name.lower(): value for name, value in drawn.headers.items()}
            assert without_the_caches_own(answer.headers) == without_the_caches_own(told), address


def without_the_caches_own(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in CACHES_OWN}


def test_pages_hang_on_the_clock_only_where_they_say_so(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = shelf.fill()
    quarter = timezone.now().timestamp() // QUARTER * QUARTER + QUARTER
    early, late = (datetime.datetime.fromtimestamp(quarter + s, datetime.UTC) for s in (1, QUARTER - 1))
    shown = []
    for at in (early, late):
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        asked = [*(each for name in pages.keys() - {"preview"} for each in pages[name]), *OUTLETS]
        shown.append({address: client.get(address).content for address in asked})
    assert shown[0] == shown[1]


CHANGES: dict[str, Callable[[], object]] = {
    "another brief is published": lambda: cast.published("Another"),
    "an issue is renamed": lambda: rename(cast.issue("Iran"), None, "Persia", "persia"),
    "many rows are changed at once": lambda: Expert.objects.update(biography="<p>Writes.</p>"),
    "an issue gets an introduction": lambda: Introduction.objects.create(
        issue=cast.issue("Iran"), text="<p>So.</p>"
    ),
}


@committing
@pytest.mark.parametrize("change", list(CHANGES))
def test_the_next_request_shows_it_when(site: Pages, client: Client, change: str) -> None:
    addresses = [LIST, "/issues/iran/", "/experts/mara-quist/", "/feed.atom"]
    before = [ask(site, address) for address in addresses]
    CHANGES[change]()
    after = [ask(site, address) for address in addresses]
    assert [answer.body for answer in after] != [answer.body for answer in before]
    assert not any(answer.hit for answer in after)
    assert [answer.body for answer in after] == [client.get(address).content for address in addresses]


@committing
def test_a_page_that_was_taken_down_is_gone_at_the_next_request(site: Pages) -> None:
    edition = cast.published("Soon Gone")
    address = edition.get_absolute_url()
    assert [ask(site, address).status for _ in range(2)] == [200, 200]
    withdraw(edition.brief, None)
    assert ask(site, address).status == 410


def test_what_is_not_the_same_for_everyone_is_neither_kept_nor_answered_from_memory(
    site: Pages, client: Client
) -> None:
    ask(site, LIST)
    client.force_login(cast.people().edda)
    cookie = f"theme=dark; sessionid={client.cookies['sessionid'].value}"
    size = kept(site).plain.size
    for address in (LIST, "/issues/", "/admin/", "/preview/none/", "/healthz", "/no/such/page/"):
        answers = [ask(site, address, cookie=cookie) for _ in range(2)]
        assert not any("cache-status" in answer.headers for answer in answers)
    assert kept(site).plain.size == size
    assert ask(site, LIST, cookie="theme=dark").hit
    assert not ask(site, LIST, authorization="Basic x").hit


def test_a_foreign_host_is_refused_and_each_of_ours_has_pages_of_its_own(site: Pages) -> None:
    assert ask(site, "/robots.txt").body != ask(site, "/robots.txt", host="a.example.org").body
    assert b"a.example.org" in ask(site, "/robots.txt", host="a.example.org").body
    assert ask(site, LIST, host="attacker.example.net").status == 400
    assert (
        len(kept(site).endless.kept) == 1
    )  # a name made up under a wildcard has no part in the room of ours


def test_behind_a_proxy_each_scheme_has_pages_of_its_own(settings: Any, site: Pages) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site.proxied = True
    secure = [ask(site, "/robots.txt", x_forwarded_proto="https") for _ in range(2)]
    assert b"https://testserver" in secure[1].body
    assert secure[1].hit
    assert b"http://testserver" in ask(site, "/robots.txt", x_forwarded_proto="http").body


def test_rubbish_in_queries_is_not_kept_and_questions_leave_room_for_pages(site: Pages) -> None:
    first, shelves = ask(site, LIST), kept(site)
    shelves.endless.room = 50_000
    for number in range(20):
        assert not ask(site, f"{LIST}?rubbish={number}").hit
        ask(site, f"/robots.txt?q={number}{'x' * 300}")
    assert not ask(site, f"{LIST}?q={'x' * 501}").hit
    assert not ask(site, f"{LIST}?issue=nothing").hit
    assert 0 < shelves.endless.size <= 50_000
    assert all("rubbish" not in str(key) and "nothing" not in str(key) for key in shelves.endless.kept)
    assert (ask(site, LIST).hit, ask(site, LIST).body) == (True, first.body)


def test_no_more_is_kept_than_there_is_room_for(site: Pages) -> None:
    shelves = kept(site)
    shelves.endless.room = 60_000
    for number in range(20):
        ask(site, f"{LIST}?after=2030-01-01.{number + 1}", accept_encoding="br")
        assert shelves.endless.size <= 60_000
    assert 0 < len(shelves.endless.kept) < 20
    assert shelves.endless.size == sum(each.size for each in shelves.endless.kept.values())


def test_the_order_of_fields_makes_no_other_page(site: Pages) -> None:
    ask(site, f"{LIST}?issue=iran&from=2024-01-01&q=grain")
    assert ask(site, f"{LIST}?q=grain&from=2024-01-01&&issue=iran").hit
    assert canonical("q=b&issue=z&issue=a") == "issue=z&issue=a&q=b"


def test_what_would_change_something_is_passed_on(site: Pages) -> None:
    ask(site, LIST)
    for method in ("POST", "OPTIONS", "DELETE"):
        answer = ask(site, LIST, method)
        assert (answer.status >= 400, "cache-status" in answer.headers) == (True, False)


@committing
def test_a_database_that_ended_its_connection_is_asked_over_another(site: Pages) -> None:
    ask(site, LIST)
    line = site.watch.line
    assert line
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [line.raw.backend_pid])
    else:
        line.connection.connection.close()
    assert ask(site, LIST).hit
    assert site.watch.line is not line


@committing
def test_without_an_answer_from_the_database_pages_are_passed_on(
    site: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(site, LIST)
    before = counted("unasked")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE editions_stamp RENAME TO editions_stamp_away")
    site.watch.close()
    answer = ask(site, LIST)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE editions_stamp_away RENAME TO editions_stamp")
    assert (answer.status, "cache-status" in answer.headers) == (200, False)
    assert counted("unasked") == before + 1
    ask(site, LIST)
    assert ask(site, LIST).hit


def test_a_clock_that_is_put_back_brings_no_page_from_ahead(
    site: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(site, LIST)
    generation = site.watch.present()
    assert generation
    assert not generation.holds(generation.stamp, generation.since - 1)
    assert generation.holds(generation.stamp, generation.since)
    assert not generation.holds(generation.stamp, generation.until)


@committing
def test_answers_may_be_behind_where_that_is_allowed(site: Pages) -> None:
    other = Pages(WSGIHandler(), cache.MEGABYTE, behind=30)
    first = ask(other, LIST)
    cast.published("Another")
    late = ask(other, LIST)
    other.watch.read_at -= 30
    fresh = ask(other, LIST)
    other.watch.close()
    assert (late.hit, late.body, fresh.hit) == (True, first.body, False)
    assert b"Another" in fresh.body


def test_the_counts_tell_what_came_from_where(site: Pages) -> None:
    before = [counted(answer) for answer in ("hit", "miss", "pass")]
    for address in (LIST, LIST, LIST, "/admin/", f"{LIST}?rubbish=1"):
        ask(site, address)
    after = [counted(answer) for answer in ("hit", "miss", "pass")]
    assert [now - then for now, then in zip(after, before, strict=True)] == [2, 1, 2]


@committing
def test_news_leave_their_sitemap_at_their_second(site: Pages, client: Client) -> None:
    end = timezone.now() + datetime.timedelta(seconds=2)
    edition = cast.published("Old News", at=end - datetime.timedelta(hours=48))
    addresses = ["/news-sitemap.xml", "/sitemap.xml"]
    shown = [ask(site, address) for address in addresses]
    assert b"Old News" in shown[0].body
    while timezone.now() < end:
        assert ask(site, addresses[0]).body == client.get(addresses[0]).content or timezone.now() > end
    answers = [ask(site, address) for address in addresses]
    assert b"Old News" not in answers[0].body
    assert [answer.body for answer in answers] == [client.get(address).content for address in addresses]
    assert edition.is_live(timezone.now())
