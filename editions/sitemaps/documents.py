"""Sitemaps written down, as sitemaps.org and Google News ask for them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from xml.sax.saxutils import escape

from briefs.richtext import without_controls
from editions.site import Site
from editions.sitemaps.pages import Story

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
CHINESE = {"zh": "zh-cn", "zh-hans": "zh-cn", "zh-hant": "zh-tw"}

Page = tuple[str, datetime.datetime | None]  # the whole address, and when it last changed


def index(parts: Iterable[Page]) -> str:
    listed = "".join(f"<sitemap>{_located(part)}</sitemap>\n" for part in parts)
    return f"{HEAD}<sitemapindex {SPACE}>\n{listed}</sitemapindex>\n"


def urlset(pages: Iterable[Page]) -> str:
    listed = "".join(f"<url>{_located(page)}</url>\n" for page in pages)
    return f"{HEAD}<urlset {SPACE}>\n{listed}</urlset>\n"


def news(stories: Iterable[Story], site: Site) -> str:
    listed = "".join(
        f"<url><loc>{escape(site.absolute(story.address))}</loc><news:news>"
        f"<news:publication><news:name>{_text(site.name)}</news:name>"
        f"<news:language>{_language(story.language)}</news:language></news:publication>"
        f"<news:publication_date>{_instant(story.published)}</news:publication_date>"
        f"<news:title>{_text(story.title)}</news:title></news:news></url>\n"
        for story in stories
    )
    return f"{HEAD}<urlset {SPACE} {NEWS}>\n{listed}</urlset>\n"


def _located(page: Page) -> str:
    address, changed = page
    return f"<loc>{escape(address)}</loc>" + (f"<lastmod>{_instant(changed)}</lastmod>" if changed else "")


def _text(words: str) -> str:
    return escape(without_controls(words))


def _language(tag: str) -> str:
    """As Google News has it: no country, but for Chinese, of which it knows two."""
    return CHINESE.get(tag, tag.partition("-")[0])


def _instant(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds")
