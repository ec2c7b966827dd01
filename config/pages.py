"""The page cache: public pages from memory, never other than Django would draw them at that instant.

It stands around Django as a WSGI application. Before each answer it asks which generation of the record this is
(`config.generations`); a page is kept with the generation that was read before it was drawn, and goes with it. What it
does not know for sure to be the same for everyone it passes on, untouched.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from config import replica
from config.asking import canonical, preferred
from config.generations import Generation, Watch
from config.metrics import PAGES
from config.shelves import Headers, Kept, Shelf, Variant

MEGABYTE = 1024 * 1024
OF_ONE_ALONE = ("/admin/", "/accounts/", "/preview/", "/static/", "/healthz", "/readyz", "/metrics")
SAFE = ("GET", "HEAD")
# What Django must not see when it draws for everyone, and what it alone can judge.
CONDITIONS = {
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_RANGE",
    "HTTP_IF_RANGE",
    "HTTP_ACCEPT_ENCODING",
}
FOR_DJANGO = ("HTTP_AUTHORIZATION", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
HIT, MISS = ("Cache-Status", "Dateline; hit"), ("Cache-Status", "Dateline; fwd=miss")  # RFC 9211

Key = tuple[str, bool, str, str]


# How an answer came about: from memory, drawn and maybe kept, none of the cache's business, or with a database that
# could not be asked.
KEPT, DRAWN, PASSED, UNASKED = map(PAGES.labels, ("hit", "miss", "pass", "unasked"))


class Shelves:
    """Room for the pages of one generation: most of it for plain addresses under the site's own names. Queries, and
    names made up under a wildcard, are endless, so they can take no more than a quarter.
    """

    def __init__(self, room: int, hosts: frozenset[str]) -> None:
        self.hosts, self.plain, self.endless = hosts, Shelf(room * 3 // 4), Shelf(room // 4)

    def of(self, key: Key) -> Shelf:
        return self.endless if key[3] or key[0] not in self.hosts else self.plain


class Pages:
    """A WSGI application that answers from memory where it can, and from `application` where it can't.

    `room` is in bytes, `behind` in seconds: how much older than the present an answer may be.
    """

    def __init__(self, application: WSGIApplication, room: int, behind: float = 0) -> None:
        self.application = application
        hosts = frozenset(host.lower() for host in settings.ALLOWED_HOSTS)
        self.watch = Watch(lambda: Shelves(room, hosts), behind)
        self.replica = replica.configured()
        self.session, self.proxied = f"{settings.SESSION_COOKIE_NAME}=", settings.BEHIND_PROXY

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self.key(environ)
        if key is None:
            PASSED.inc()
            return self.application(environ, start_response)
        generation = self.watch.present()
        if generation is None:
            UNASKED.inc()
            return self.application(environ, start_response)
        kept = generation.kept.of(key).get(key)
        if kept is None or kept.until <= time.time():
            return self.drawn(key, generation, environ, start_response)
        KEPT.inc()
        coding = preferred(environ.get("HTTP_ACCEPT_ENCODING"))
        variant = kept.variants.get(coding)
        if variant is None:
            variant = kept.add(coding)
            generation.kept.of(key).put(key, kept)
        return answer(variant, HIT, environ, start_response)

    def key(self, environ: WSGIEnvironment) -> Key | None:
        """Which page is asked for; None for a request that is none of the cache's business: of someone signed in, for
        what is not for everyone, or with a query that no page understands.
        """
        path, host, cookies = environ["PATH_INFO"], environ.get("HTTP_HOST"), environ.get("HTTP_COOKIE")
        if environ["REQUEST_METHOD"] not in SAFE or not host or path.startswith(OF_ONE_ALONE):
            return None
        if (cookies and self.session in cookies) or any(name in environ for name in FOR_DJANGO):
            return None
        query = canonical(environ.get("QUERY_STRING", ""))
        secure = self.is_secure(environ)
        return None if query is None or secure is None else (host, secure, path, query)

    def is_secure(self, environ: WSGIEnvironment) -> bool | None:
        """Whether the reader came by HTTPS, as Django sees it; None for what a proxy of ours would never say."""
        said = environ.get("HTTP_X_FORWARDED_PROTO") if self.proxied else None
        scheme = environ["wsgi.url_scheme"] if said is None else said
        return {"https": True, "http": False}.get(scheme)

    def drawn(
        self,
        key: Key,
        generation: Generation[Shelves],
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        """The page as Django draws it now, kept if it is the same for everyone."""
        DRAWN.inc()
        inner = {name: value for name, value in environ.items() if name not in CONDITIONS}
        told = Told()
        body = self.fresh(inner | {"REQUEST_METHOD": "GET"}, generation, told)
        if not told.for_everyone():
            start_response(told.status, told.headers)
            return body if environ["REQUEST_METHOD"] == "GET" else unsent(body)
        coding = preferred(environ.get("HTTP_ACCEPT_ENCODING"))
        kept = Kept(told.headers, read(body), coding, min(generation.until, told.expires()))
        generation.kept.of(key).put(key, kept)
        return answer(kept.variants[coding], MISS, environ, start_response)

    def fresh(self, environ: WSGIEnvironment, generation: Generation[Shelves], told: Told) -> Iterable[bytes]:
        """The answer of Django, from the replica where that has what this generation is of and does not fail."""
        if self.replica and self.replica.has(generation.stamp):
            with replica.reading():
                body = self.application(dict(environ), told)
            if not told.status.startswith("5"):
                return body
            read(body)
            self.replica.fails()
        return self.application(environ, told)


class Told:
    """What an application says before its body."""

    status: str
    headers: Headers

    def __call__(self, status: str, headers: Headers, exc_info: Any = None, /) -> Any:
        self.status, self.headers = status, headers

    def header(self, name: str) -> str:
        return ", ".join(value for each, value in self.headers if each.lower() == name)

    def for_everyone(self) -> bool:
        """Whether anyone may have the same: a whole page, public, that hangs on nothing but its address."""
        rules = {rule.strip().lower() for rule in self.header("cache-control").split(",")}
        return (
            self.status.startswith("200 ")
            and "public" in rules
            and not rules & {"private", "no-store"}
            and self.header("content-length") != ""
            and not any(map(self.header, ("set-cookie", "vary", "content-encoding")))
        )

    def expires(self) -> float:
        """Until when it is good at most, in seconds since 1970: a page that hangs on the clock says so in Expires."""
        try:
            return parsedate_to_datetime(self.header("expires")).timestamp()
        except ValueError:
            return float("inf")


def read(body: Iterable[bytes]) -> bytes:
    """All of a body, which is closed as WSGI asks."""
    try:
        return b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()


def unsent(body: Iterable[bytes]) -> Iterable[bytes]:
    """Nothing of a body, for HEAD."""
    read(body)
    return []


def answer(
    variant: Variant, status: tuple[str, str], environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    tags, date = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    if (tags or date) and variant.is_known(tags, date):
        start_response("304 Not Modified", [*variant.unchanged, status])
        return []
    start_response("200 OK", [*variant.headers, status])
    return variant.body if environ["REQUEST_METHOD"] == "GET" else []


def around(application: WSGIApplication) -> WSGIApplication:
    """The application with the cache that the settings ask for, if any. A replica is asked through it, so it is there
    without room to keep anything, too.
    """
    if not settings.CACHE_MEGABYTES and not replica.configured():
        return application
    return Pages(application, settings.CACHE_MEGABYTES * MEGABYTE, settings.CACHE_BEHIND)
