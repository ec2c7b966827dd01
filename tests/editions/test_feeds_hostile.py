"""No title and no text breaks a feed: whatever was typed, each kind is well formed and says the words."""

import datetime
import json

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from briefs.content import Content, Link, Quote, Section
from briefs.richtext import CleanHTML, without_controls
from editions.feeds.documents import Feed, atom, json_feed, rss
from editions.feeds.gathering import Gathered
from editions.feeds.items import item
from editions.models import Edition
from editions.reading import Reading
from editions.site import Site
from tests import cast
from tests.editions import feed_rules

NASTY = [
    "]]>", "<![CDATA[", "&amp;amp;", "<script>", "\x01\x08\x0b\x1f\x7f", "\ufffe\uffff", "👩🏽‍🚀", "שלום עולם",
    "\u202eolleh", "السلام", "\u2028\u2029", "\U0010ffff", "%s%(x)s", "--", "\r\n\t", "\x85\x9f", "a" * 250,
]  # fmt: skip
NOON = datetime.datetime(2024, 3, 14, 12, tzinfo=datetime.UTC)
SITE = Site("https://briefs.example.org", "The Desk")


def of(words: str) -> Feed:
    """A feed of one brief that says `words` wherever words can stand, as it would come from the record."""
    text = CleanHTML(f"<p>{words}</p>")
    link = Link("l", words, f"https://example.org/{words}", None, (words,), words)
    quote, section = Quote("q", text, 1, words, words), Section("s", words, text)
    content = Content(words, cast.DAY, words, "slug", text, (quote,), (section,), (link,))
    edition = Edition(brief_id=7, date=cast.DAY, slug="slug", digest=words, live_from=NOON)
    gathered = Gathered(edition, content, NOON, [words], [Reading(link, link.url, ours=False)])
    made = item(gathered, None, SITE)
    return Feed(SITE, made.title, made.title, "en", SITE.root, SITE.root, NOON, [made])


def as_read(words: str) -> str:
    """What an XML parser makes of it: one kind of line end."""
    return without_controls(words).replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(st.characters(codec=None), max_size=40))
@example("".join(NASTY))
@example("\ud800 half a sign")
def test_whatever_was_typed_makes_feeds_that_say_it(words: str) -> None:
    feed = of(words)
    for write in (atom, rss):
        document = etree.fromstring(write(feed).encode())
        titles = [each.text or "" for each in document.iter("{*}title")]
        assert titles == [as_read(words)] * 2
    told = json.loads(json_feed(feed).encode())
    assert told["items"][0]["title"] == without_controls(words)


@pytest.mark.django_db
def test_briefs_of_hostile_words_are_told_in_every_feed(client: Client) -> None:
    for number, words in enumerate(NASTY):
        title = f"Ships {words}"
        cast.published(
            title,
            slug=f"ships-{number}",
            developments=f"<p>{title} &lt;b&gt; x.</p>",
            quotes=[(f"<p>Said {words}.</p>", "Mara Quist", f"Fellow {words[:99]}")],
            sections=[(title[:100], f"<p>Body {words}.</p>")],
            links=[cast.link_out(title, "https://example.org/?a=1&b=]]>", ["<b>"], words[:99])],
        )
    titles = [f"Ships {words}" for words in reversed(NASTY)]
    told = [item["title"] for item in feed_rules.json_feed(client)["items"]]
    assert told == [without_controls(title) for title in titles]
    assert feed_rules.titles(feed_rules.atom(client)) == [as_read(title) for title in titles]
    items = feed_rules.rss(client).findall("item/title")
    assert [each.text for each in items] == [as_read(title) for title in titles]
