"""The three kinds of feed, written down: Atom (RFC 4287) and RSS 2.0 by Django, JSON Feed 1.1 here."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils import feedgenerator
from django.utils.xmlutils import SimplerXMLGenerator

from editions.feeds.items import Attachment, Item
from editions.site import Site


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of briefs to follow: `address` is its page, `own` the feed's address, `updated` when it last told more."""

    site: Site
    title: str
    description: str
    language: str
    address: str
    own: str
    updated: datetime.datetime
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of feed: the name of its address, its media type, and how it is written."""

    name: str
    media_type: str
    write: Callable[[Feed], str]


class _Dated(feedgenerator.SyndicationFeed):
    def latest_post_date(self) -> datetime.datetime:
        updated: datetime.datetime = self.feed["updated"]
        return updated


class _Atom(_Dated, feedgenerator.Atom1Feed):
    """Django's, with the whole text of each entry."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


class _Rss(_Dated, feedgenerator.Rss201rev2Feed):
    """Django's, with the whole text of each item, its language, when it last changed, and what its image shows."""

    def rss_attributes(self) -> dict[str, str]:
        spaces = {
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }
        return super().rss_attributes() | spaces

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", feedgenerator.rfc3339_date(item["updateddate"]))
        handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("content:encoded", item["html"])
        if item["image"] is not None:
            _write_media(handler, item["image"])


def _write_media(handler: SimplerXMLGenerator, image: Attachment) -> None:
    size = {"width": str(image.width), "height": str(image.height), "fileSize": str(image.size)}
    told = {"url": image.address, "type": image.kind, "medium": "image", **size}
    handler.startElement("media:content", AttributesImpl(told))
    if image.alt:
        handler.addQuickElement("media:description", image.alt, {"type": "plain"})
    if image.credit:
        handler.addQuickElement("media:credit", image.credit)
    handler.endElement("media:content")


def _syndicated(generator: type[feedgenerator.SyndicationFeed], feed: Feed) -> str:
    document = generator(
        title=feed.title,
        link=feed.address,
        description=feed.description,
        subtitle=feed.description,
        language=feed.language,
        author_name=feed.site.name,
        author_link=feed.site.root + "/",
        feed_url=feed.own,
        feed_guid=feed.own,
        updated=feed.updated,
    )
    for item in feed.items:
        document.add_item(
            title=item.title,
            link=item.address,
            description=escape(item.summary),
            unique_id=item.id,
            unique_id_is_permalink=False,
            pubdate=item.published,
            updateddate=item.updated,
            categories=item.issues,
            enclosures=[_enclosure(item.image)] if item.image else [],
            html=item.html,
            language=item.language,
            image=item.image,
        )
    written: str = document.writeString("utf-8")
    return written


def _enclosure(image: Attachment) -> feedgenerator.Enclosure:
    return feedgenerator.Enclosure(image.address, str(image.size), image.kind)


def atom(feed: Feed) -> str:
    return _syndicated(_Atom, feed)


def rss(feed: Feed) -> str:
    return _syndicated(_Rss, feed)


def json_feed(feed: Feed) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.address,
        "feed_url": feed.own,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.site.name, "url": feed.site.root + "/"}],
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _json_item(item: Item) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": item.id,
        "url": item.address,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
        "tags": item.issues,
        "language": item.language,
    }
    if item.image:
        image = item.image
        told["image"] = image.address
        told["attachments"] = [{"url": image.address, "mime_type": image.kind, "size_in_bytes": image.size}]
    return told


ATOM = Kind("feed_atom", "application/atom+xml; charset=utf-8", atom)
RSS = Kind("feed_rss", "application/rss+xml; charset=utf-8", rss)
JSON = Kind("feed_json", "application/feed+json; charset=utf-8", json_feed)
