"""The page cache answers in the coding that is preferred, and tells who has a page already so."""

import datetime
import gzip
from typing import Any

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from config import pages as cache
from config.asking import preferred
from config.pages import Pages
from tests.config.answers import Answer, ask

pytestmark = pytest.mark.django_db
LIST = "/briefs/"
NEW_EACH_TIME = {"cache-status", "x-request-id"}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;Q=1.0", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("gzip;q=0.5, identity", "identity"),
        ("identity;q=0.5, *;q=0", "identity"),
        ("br;q=nonsense", "identity"),
        ("deflate", "identity"),
        (",;=,", "identity"),
    ],
)
def test_the_coding_is_the_one_that_is_preferred(accepted: str | None, coding: str) -> None:
    assert preferred(accepted) == coding


@pytest.mark.parametrize(
    "order", [("br", "gzip", "identity"), ("identity", "gzip", "br"), ("gzip", "br", "identity")]
)
def test_each_coding_says_the_same_under_a_tag_of_its_own(site: Pages, order: tuple[str, ...]) -> None:
    unpack: Any = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
    answers = {coding: ask(site, LIST, accept_encoding=coding) for coding in order}
    assert len({unpack[coding](answer.body) for coding, answer in answers.items()}) == 1
    assert len({answer.headers["etag"] for answer in answers.values()}) == 3
    for coding, answer in answers.items():
        assert answer.headers.get("content-encoding", "identity") == coding
        assert int(answer.headers["content-length"]) == len(answer.body)
        assert answer.headers["vary"] == "Accept-Encoding"
        again = ask(site, LIST, accept_encoding=coding)
        assert (again.hit, again.body) == (True, answer.body)


def test_who_has_it_already_is_told_so(site: Pages) -> None:
    fresh = ask(site, "/feed.atom")
    tag, modified = fresh.headers["etag"], fresh.headers.get("last-modified")
    for tags in (tag, f'"other", {tag}', f"W/{tag}", "*", f'"a" ,W/{tag}  ,"b"'):
        same = ask(site, "/feed.atom", if_none_match=tags)
        assert (same.status, same.body, same.headers["etag"]) == (304, b"", tag)
        assert not {"content-length", "content-type", "content-encoding"} & same.headers.keys()
        assert same.headers["cache-control"] == "public, no-cache"
    for tags in ('"other"', "", f"{tag}x"):
        assert ask(site, "/feed.atom", if_none_match=tags).status == 200
    assert ask(site, "/feed.atom", if_none_match='"other"', if_modified_since=f"{modified}").status == 200
    assert ask(site, "/feed.atom", if_none_match=tag, accept_encoding="br").status == 200


def test_one_that_is_asked_for_by_date_is_answered_by_date(
    site: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = timezone.now() + datetime.timedelta(seconds=30)
    monkeypatch.setattr(timezone, "now", lambda: later)
    modified = ask(site, "/feed.atom").headers["last-modified"]
    assert ask(site, "/feed.atom", if_modified_since=modified).status == 304
    assert ask(site, "/feed.atom", if_modified_since="Sat, 01 Jan 2000 00:00:00 GMT").status == 200
    assert ask(site, "/feed.atom", if_modified_since="nonsense").status == 200


def test_the_first_question_may_come_with_a_condition(site: Pages) -> None:
    tag = ask(site, LIST, accept_encoding="br").headers["etag"]
    other = Pages(WSGIHandler(), cache.MEGABYTE)
    answers = [ask(other, LIST, accept_encoding="br", if_none_match=tag) for _ in range(2)]
    other.watch.close()
    assert [(answer.status, answer.hit) for answer in answers] == [(304, False), (304, True)]


@pytest.mark.parametrize("address", [LIST, "/no/such/page/"])
def test_head_is_get_without_a_body(site: Pages, address: str) -> None:
    def told(answer: Answer) -> dict[str, str]:
        return {name: value for name, value in answer.headers.items() if name not in NEW_EACH_TIME}

    first = ask(site, address, "HEAD", accept_encoding="gzip")
    whole = ask(site, address, accept_encoding="gzip")
    again = ask(site, address, "HEAD", accept_encoding="gzip")
    assert first.body == again.body == b""
    assert told(first) == told(whole) == told(again)
