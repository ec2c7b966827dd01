"""A check of JSON-LD against schema.org, as far as Dateline uses its words: types, their properties, what those take.

Written by hand from the definitions at schema.org (29.0); what is not here must be looked up there before it is used.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

PARENTS = {
    "NewsArticle": "Article",
    "Article": "CreativeWork",
    "Quotation": "CreativeWork",
    "WebSite": "CreativeWork",
    "WebPage": "CreativeWork",
    "CollectionPage": "WebPage",
    "ProfilePage": "WebPage",
    "ImageObject": "CreativeWork",
    "CreativeWork": "Thing",
    "NewsMediaOrganization": "Organization",
    "Organization": "Thing",
    "Person": "Thing",
    "BreadcrumbList": "ItemList",
    "ItemList": "Thing",
    "ListItem": "Thing",
    "SearchAction": "Action",
    "Action": "Thing",
    "EntryPoint": "Thing",
}
# Of each type its own properties; what each takes: kinds of text, or types.
PROPERTIES: dict[str, dict[str, tuple[str, ...]]] = {
    "Thing": {
        "name": ("text",),
        "url": ("address",),
        "description": ("text",),
        "image": ("ImageObject", "address"),
        "mainEntityOfPage": ("address", "CreativeWork"),
        "potentialAction": ("Action",),
    },
    "CreativeWork": {
        "headline": ("text",),
        "inLanguage": ("language",),
        "datePublished": ("time",),
        "dateModified": ("time",),
        "author": ("Person", "Organization"),
        "publisher": ("Person", "Organization"),
        "creator": ("Person", "Organization"),
        "isAccessibleForFree": ("truth",),
        "timeRequired": ("duration",),
        "about": ("Thing",),
        "keywords": ("text",),
        "hasPart": ("CreativeWork",),
        "isPartOf": ("CreativeWork", "address"),
        "text": ("text",),
        "translationOfWork": ("CreativeWork",),
        "creditText": ("text",),
        "mainEntity": ("Thing",),
    },
    "Article": {"articleSection": ("text",), "wordCount": ("number",)},
    "ImageObject": {"caption": ("text",)},
    "Person": {"jobTitle": ("text",), "worksFor": ("Organization",)},
    "ItemList": {"itemListElement": ("ListItem",)},
    "ListItem": {"position": ("number",), "item": ("address", "Thing")},
    "Action": {"target": ("EntryPoint", "address"), "query-input": ("text",)},
    "EntryPoint": {"urlTemplate": ("text",)},
}
REQUIRED = {
    "NewsArticle": {"headline", "datePublished", "author", "publisher", "url"},
    "Quotation": {"text", "creator"},
    "Person": {"name"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "WebSite": {"name", "url"},
}


def faults(document: dict[str, Any]) -> list[str]:
    """What is wrong with a document; every @id that is named must be told of in it, or be an address of a work."""
    if document.get("@context") != "https://schema.org":
        return ["the context is not schema.org"]
    return [
        fault
        for node in document["@graph"]
        for fault in _of_node(node, {n["@id"]: n for n in document["@graph"] if "@id" in n})
    ]


def _of_node(node: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    kind = node.get("@type", "")
    if kind not in PARENTS and kind != "Thing":
        yield f"{kind!r} is no type"
        return
    known = {name: takes for each in lineage(kind) for name, takes in PROPERTIES.get(each, {}).items()}
    yield from (f"{kind} lacks {name}" for name in sorted(REQUIRED.get(kind, set()) - set(node)))
    for name, value in node.items():
        if name == "@id":
            yield from () if is_address(value) else (f"{value!r} is no address",)
        elif name in known:
            for one in value if isinstance(value, list) else [value]:
                yield from _of_value(f"{kind}.{name}", one, known[name], told)
        elif name != "@type":
            yield f"{kind} has no property {name}"


def _of_value(where: str, value: Any, takes: tuple[str, ...], told: dict[str, Any]) -> Iterator[str]:
    if isinstance(value, dict) and set(value) == {"@id"}:
        value = told.get(value["@id"], {"@type": takes[0]} if is_address(value["@id"]) else {})
        yield from () if set(takes) & set(lineage(value.get("@type", ""))) else (f"{where} leads nowhere",)
    elif isinstance(value, dict):
        fits = set(takes) & set(lineage(value.get("@type", "")))
        yield from _of_node(value, told) if fits else (f"{where} takes no {value.get('@type')}",)
    elif not any(KINDS[kind](value) for kind in takes if kind in KINDS):
        yield f"{where} does not take {value!r}"


def lineage(kind: str) -> Iterator[str]:
    while kind:
        yield kind
        kind = PARENTS.get(kind, "Thing" if kind != "Thing" else "")


def is_address(value: object) -> bool:
    return isinstance(value, str) and bool(urlsplit(value).scheme and urlsplit(value).netloc)


def is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


KINDS: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str) and value != "",
    "address": is_address,
    "language": lambda value: isinstance(value, str) and bool(re.fullmatch(r"[a-z]{2,3}(-\w+)*", value)),
    "time": is_time,
    "duration": lambda value: isinstance(value, str) and bool(re.fullmatch(r"PT\d+M", value)),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "truth": lambda value: isinstance(value, bool),
}
