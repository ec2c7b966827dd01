"""What a request asks of a cache: which page, in which encoding, and whether the copy it knows of is still good."""

from __future__ import annotations

from functools import lru_cache

from django.utils.http import parse_http_date_safe

from editions.filters import FIELDS

# What pages understand in a query. One with any other name is no business of the cache, or rubbish would fill it.
UNDERSTOOD = frozenset((*FIELDS, "after", "page", "url", "format", "maxwidth", "maxheight"))
LONGEST = 500  # characters of a query that is kept
CODINGS = ("br", "gzip", "identity")  # as we like them


def canonical(query: str) -> str | None:
    """A query string with its fields in one order; None for one that is not to be kept.

    Values of one field stay in the order in which they were given, which is all that a page can tell.
    """
    return _sorted(query) if len(query) <= LONGEST else None


@lru_cache(maxsize=512)
def _sorted(query: str) -> str | None:
    named = [(pair.partition("=")[0], pair) for pair in query.split("&") if pair]
    if any(name not in UNDERSTOOD for name, _ in named):
        return None
    return "&".join(pair for _, pair in sorted(named, key=lambda each: each[0]))


def preferred(accepted: str | None) -> str:
    """The content coding to answer in, from an Accept-Encoding header: one of CODINGS (RFC 9110, 12.5.3).

    The one with the greatest weight; of equal ones the first of CODINGS. A request without the header gets identity.
    """
    if accepted is None:
        return "identity"
    return _best(accepted) if len(accepted) <= LONGEST else "identity"


@lru_cache(maxsize=128)
def _best(accepted: str) -> str:
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        coding, _, parameters = part.partition(";")
        weights.setdefault(coding.strip(), _weight(parameters))
    others = weights.get("*", 0.0)
    told = {coding: weights.get(coding, others) for coding in CODINGS[:-1]}
    told["identity"] = weights.get("identity", 0.0)  # what is not named is taken, but nobody asked for it
    return max(CODINGS, key=lambda coding: told[coding]) if any(told.values()) else "identity"


def _weight(parameters: str) -> float:
    """The number behind `q=`; 1 when there is none, 0 when it is no number."""
    name, _, number = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(number), 0.0), 1.0)
    except ValueError:
        return 0.0


def names(tags: str, etag: str) -> bool:
    """Whether an If-None-Match header names `etag`, compared weakly (RFC 9110, 13.1.2)."""
    if tags == etag or tags.strip() == "*":
        return True
    return etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))


def since(header: str, modified: int | None) -> bool:
    """Whether nothing changed since the time in an If-Modified-Since header; `modified` in seconds since 1970."""
    known = parse_http_date_safe(header)
    return known is not None and modified is not None and modified <= known
