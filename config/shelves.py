"""Answers that are kept: each once, in the encodings that were asked for, and no more of them than there is room."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import brotli
from django.utils.http import parse_http_date_safe

from config.asking import CODINGS, names, since

Headers = list[tuple[str, str]]

OF_A_BODY = {"content-type", "content-length", "content-encoding", "content-disposition", "content-language"}
PACK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "identity": bytes,
}
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "identity": bytes,
}
OVERHEAD = 4_000  # bytes of an answer beside its body, at a guess on the safe side
SMALL = 200  # bytes that no packing makes smaller
PART = 8  # of the room, which one answer may take up
MADE_ANEW = {"etag", "content-length", "vary", "x-request-id", "date", "server", "connection"}


class Variant:
    """An answer in one encoding, ready to be sent: `headers` with its body, `unchanged` for 304."""

    __slots__ = ("body", "etag", "headers", "modified", "unchanged")

    def __init__(self, headers: Headers, etag: str, modified: int | None, body: bytes) -> None:
        self.etag, self.modified, self.body = etag, modified, [body]
        self.headers = [*headers, ("ETag", etag), ("Content-Length", str(len(body)))]
        self.unchanged = [each for each in self.headers if each[0].lower() not in OF_A_BODY]

    def is_known(self, tags: str | None, date: str | None) -> bool:
        """Whether whoever asks has it already, by If-None-Match or else by If-Modified-Since (RFC 9110, 13.2.2)."""
        if tags is not None:
            return names(tags, self.etag)
        return date is not None and since(date, self.modified)


class Kept:
    """An answer, good up to `until` (seconds since 1970). An encoding is made when it is first asked for, and has a
    strong ETag of its own; the whole body is held only if somebody asks for it unpacked.
    """

    __slots__ = ("etag", "headers", "modified", "size", "until", "variants")

    def __init__(self, headers: Headers, body: bytes, coding: str, until: float) -> None:
        told = {name.lower(): value for name, value in headers}
        known = told.get("etag", "").removeprefix("W/").strip('"')
        self.etag = known or hashlib.sha256(body).hexdigest()[:32]
        self.modified, self.until = parse_http_date_safe(told.get("last-modified", "")), until
        self.headers = [each for each in headers if each[0].lower() not in MADE_ANEW]
        if len(body) > SMALL and is_text(told.get("content-type", "")):
            self.headers.append(("Vary", "Accept-Encoding"))
            self.variants = {coding: self.variant(coding, PACK[coding](body))}
        else:
            self.variants = dict.fromkeys(CODINGS, self.variant("identity", body))
        self.size = sum(len(each.body[0]) for each in set(self.variants.values())) + OVERHEAD

    def variant(self, coding: str, body: bytes) -> Variant:
        if coding == "identity":
            return Variant(self.headers, f'"{self.etag}"', self.modified, body)
        headers = [*self.headers, ("Content-Encoding", coding)]
        return Variant(headers, f'"{self.etag}-{coding}"', self.modified, body)

    def add(self, coding: str) -> Variant:
        """Make another encoding, from one that is there."""
        kept, there = next(iter(self.variants.items()))
        made = self.variant(coding, PACK[coding](UNPACK[kept](there.body[0])))
        self.variants = {**self.variants, coding: made}
        self.size += len(made.body[0])
        return made


class Shelf:
    """Room for so many bytes of answers; those go that were not asked for the longest."""

    def __init__(self, room: int) -> None:
        self.room, self.size, self.lock = room, 0, threading.Lock()
        self.kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def get(self, key: Hashable) -> Kept | None:
        with self.lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
        return found

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep an answer, or one that has grown, unless it would take up a good part of the room."""
        with self.lock:
            if self.kept.pop(key, None):
                self.size = sum(each.size for each in self.kept.values())
            if kept.size <= self.room // PART:
                self.kept[key] = kept
                self.size += kept.size
            while self.size > self.room:
                self.size -= self.kept.popitem(last=False)[1].size


def is_text(content_type: str) -> bool:
    """Whether packing makes it smaller: text, and JSON and XML in all their kinds."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind.endswith(("json", "xml"))
