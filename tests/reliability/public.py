"""Everything that readers can see, to the byte."""

from __future__ import annotations

import re

from django.test import Client

BEGINNINGS = (
    "/sitemap.xml", "/news-sitemap.xml", "/robots.txt", "/llms.txt", "/feed.atom", "/feed.rss", "/feed.json",
    "/", "/briefs/", "/briefs/?q=ships", "/quotes/", "/issues/", "/experts/",
)  # fmt: skip
# Addresses in sitemaps, and the pictures that pages show
LOCATION = re.compile(r"<loc>http://[^/]+(/[^<]*)</loc>")
PICTURE = re.compile(r"/images/[0-9a-f]+-[0-9]+\.[a-z]+")


def seen() -> dict[str, bytes]:
    """What each public address answers, by the address: all that sitemaps and feeds lead to, and the pictures there."""
    client, answers, waiting = Client(), dict[str, bytes](), list(BEGINNINGS)
    while waiting:
        address = waiting.pop()
        if address in answers:
            continue
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        answers[address] = answer.getvalue()
        if not answer.headers["Content-Type"].startswith("image/"):
            text = answers[address].decode()
            waiting += [*LOCATION.findall(text), *PICTURE.findall(text)]
    return answers
