"""The site as an address that works elsewhere: in a feed, a sitemap, a file that someone keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Self
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# A link of clean HTML; its words have no angle brackets.
_LINK = re.compile(r'(?<=<a href=")[^"]*')


@dataclass(frozen=True, slots=True)
class Site:
    """Where readers found us, such as https://briefs.example.org, and what the newsroom is called."""

    root: str
    name: str

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        return cls(f"{request.scheme}://{request.get_host()}", settings.NEWSROOM_NAME)

    @property
    def host(self) -> str:
        return urlsplit(self.root).hostname or ""

    def absolute(self, address: str) -> str:
        """The whole of an address of ours; another's stays as it is."""
        return self.root + address if address.startswith("/") else address

    def absolute_links(self, html: str, page: str) -> str:
        """Clean HTML in which links that are relative to the address `page` lead there from anywhere."""
        return _LINK.sub(lambda found: escape(self._joined(page, unescape(found[0]))), html)

    def _joined(self, page: str, link: str) -> str:
        try:
            return urljoin(self.absolute(page), link)
        except ValueError:
            return link  # an address that is none is printed as it was written


def for_any_page(answer: HttpResponse) -> HttpResponse:
    """`answer`, which pages of other sites may show as well: a feed reader shows our pictures, and so does a service to
    which a page is passed on. Without this no browser lets them.
    """
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
