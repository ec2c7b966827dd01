"""What a feed must be, told as checks: each gives the feed back as its readers' programs see it."""

import datetime
import email.utils
import json
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
from django.test import Client
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
GRAMMAR = etree.RelaxNG(file=Path(__file__).with_name("atom.rng"))
TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "format": "uri", "pattern": "^https?://[^ ]+$"}
INSTANT = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"}
# What https://www.jsonfeed.org/version/1.1/ asks of a feed, as far as ours goes; what it does not name is refused.
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": TEXT,
        "language": {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
        "authors": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/author"}},
        "items": {"type": "array", "items": {"$ref": "#/$defs/item"}},
    },
    "$defs": {
        "author": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS},
        },
        "item": {
            "type": "object",
            "required": ["id"],
            "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
            "additionalProperties": False,
            "properties": {
                "id": TEXT,
                "url": ADDRESS,
                "title": {"type": "string"},
                "summary": {"type": "string"},
                "content_html": TEXT,
                "content_text": TEXT,
                "date_published": INSTANT,
                "date_modified": INSTANT,
                "image": ADDRESS,
                "language": TEXT,
                "tags": {"type": "array", "items": TEXT, "uniqueItems": True},
                "attachments": {"type": "array", "items": {"$ref": "#/$defs/attachment"}},
            },
        },
        "attachment": {
            "type": "object",
            "required": ["url", "mime_type"],
            "additionalProperties": False,
            "properties": {
                "url": ADDRESS,
                "mime_type": TEXT,
                "title": TEXT,
                "size_in_bytes": {"type": "integer", "minimum": 1},
            },
        },
    },
}


def atom(client: Client, address: str = "/feed.atom") -> etree._Element:
    """The Atom feed at an address, held to RFC 4287."""
    body = fetched(client, address, "application/atom+xml; charset=utf-8")
    feed = etree.fromstring(body)
    GRAMMAR.assertValid(feed)
    once(feed, "id", "title", "updated", "author")
    own, alternate = links(feed, "self"), links(feed, "alternate")
    assert len(own) == len(alternate) == 1
    ids = [held_entry(entry) for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert_understood(body)
    return feed


def held_entry(entry: etree._Element) -> str:
    once(entry, "id", "title", "updated", "published", "summary", "content")
    assert len(links(entry, "alternate")) == 1
    for name in ("updated", "published"):
        assert datetime.datetime.fromisoformat(text(entry, name)).utcoffset() is not None
    assert text(entry, "published") <= text(entry, "updated")
    assert entry.find(f"{ATOM}content").get("type") == "html"
    assert all(each.get("term") for each in entry.findall(f"{ATOM}category"))
    return text(entry, "id")


def rss(client: Client, address: str = "/feed.rss") -> etree._Element:
    """The channel of the RSS feed at an address, held to the rules of RSS 2.0."""
    body = fetched(client, address, "application/rss+xml; charset=utf-8")
    document = etree.fromstring(body)
    assert (document.tag, document.get("version")) == ("rss", "2.0")
    (channel,) = document
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
    (own,) = channel.findall(f"{ATOM}link")
    assert own.get("rel") == "self"
    guids = [held_item(item) for item in channel.findall("item")]
    assert len(guids) == len(set(guids))
    assert_understood(body)
    return channel


def held_item(item: etree._Element) -> str:
    for name in ("title", "link", "description", "guid", "pubDate", f"{CONTENT}encoded"):
        assert len(item.findall(name)) == 1, name
    guid = item.find("guid")
    assert guid.get("isPermaLink") == "false"
    assert email.utils.parsedate_to_datetime(item.findtext("pubDate")).utcoffset() is not None
    enclosures = item.findall("enclosure")
    assert len(enclosures) <= 1
    assert all(int(each.get("length")) > 0 and each.get("type") and each.get("url") for each in enclosures)
    return str(guid.text)


def json_feed(client: Client, address: str = "/feed.json") -> dict[str, Any]:
    """The JSON Feed at an address, held to version 1.1."""
    feed: dict[str, Any] = json.loads(fetched(client, address, "application/feed+json; charset=utf-8"))
    jsonschema.Draft202012Validator(JSON_FEED).validate(feed)
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    return feed


def fetched(client: Client, address: str, kind: str) -> bytes:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    return response.content


def assert_understood(body: bytes) -> None:
    """What most readers' programs are built on finds no fault."""
    parsed = feedparser.parse(body)
    assert not parsed.bozo, parsed.get("bozo_exception")


def once(element: etree._Element, *names: str) -> None:
    for name in names:
        assert len(element.findall(f"{ATOM}{name}")) == 1, name


def links(element: etree._Element, rel: str) -> list[str]:
    return [each.get("href") for each in element.findall(f"{ATOM}link") if each.get("rel") == rel]


def text(element: etree._Element, name: str) -> str:
    return str(element.findtext(f"{ATOM}{name}"))


def titles(feed: etree._Element) -> list[str]:
    """The titles of an Atom feed's entries, in order."""
    return [text(entry, "title") for entry in feed.findall(f"{ATOM}entry")]
