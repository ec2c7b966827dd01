"""What machines are told of a page in the words of schema.org, as JSON-LD.

Each function gives the nodes of one kind of page. Nodes that several pages tell of bear the same @id everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from briefs.imaging import widths_of
from briefs.richtext import opening, plain
from briefs.wordcount import length
from editions import pictures
from editions.imprint import Imprint
from editions.models import Edition, EditionQuote
from editions.reading import Voice
from editions.site import Site
from experts.models import Expert
from issues.models import Issue

Node = dict[str, Any]
Crumb = tuple[str, str]  # a name and an address
# In a script element these could end it, or begin another; in JSON they may be written as codes.
_HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script(nodes: Iterable[Node]) -> SafeString:
    """The element that tells a page's nodes. Nothing in them can end it: every angle bracket is written as a code."""
    told = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)}, ensure_ascii=False)
    element = f'<script type="application/ld+json">{told.translate(_HARMLESS)}</script>'
    return mark_safe(element)  # noqa: S308 - data whose every bracket was just replaced


def brief(imprint: Imprint) -> list[Node]:
    edition, site = imprint.edition, imprint.site
    crumbs = [(_("Briefs"), reverse("briefs")), (edition.title, edition.get_absolute_url())]
    return [article(imprint), newsroom(site), breadcrumbs(site, crumbs)]


def article(imprint: Imprint) -> Node:
    content, edition, site = imprint.content, imprint.edition, imprint.site
    counted = length(content)
    told = {
        "@type": "NewsArticle",
        "@id": imprint.address,
        "url": imprint.address,
        "mainEntityOfPage": imprint.address,
        "headline": edition.title,
        "articleSection": edition.label,
        "inLanguage": imprint.language.tag,
        "datePublished": imprint.published.isoformat(),
        "dateModified": (imprint.updated or imprint.published).isoformat(),
        "description": opening(content.developments),
        "author": {"@id": newsroom_id(site)},
        "publisher": {"@id": newsroom_id(site)},
        "isAccessibleForFree": True,
        "wordCount": counted.total,
        "timeRequired": f"PT{counted.minutes}M",
        "about": [thing(issue, site) for issue in imprint.article.issues],
        "keywords": [issue.name for issue in imprint.article.issues],
        "hasPart": [quotation(voice, imprint) for voice in imprint.article.voices],
        "image": image(imprint),
        "translationOfWork": {"@id": imprint.original} if imprint.original else None,
    }
    return without_nothing(told)


def quotation(voice: Voice, imprint: Imprint) -> Node:
    said, site = voice.quote, imprint.site
    address = site.absolute(reverse("quote", args=[said.key]))
    speaker = {
        "@type": "Person",
        "name": said.name,
        "jobTitle": said.title,
        "url": site.absolute(voice.expert.get_absolute_url()) if voice.expert else "",
    }
    return {
        "@type": "Quotation",
        "@id": address,
        "url": address,
        "text": "\n".join(plain(said.text)),
        "creator": without_nothing(speaker),
        "isPartOf": {"@id": imprint.address},
    }


def quote(site: Site, row: EditionQuote, edition: Edition) -> list[Node]:
    """The page of one quotation."""
    address = row.get_absolute_url()
    speaker = {
        "@type": "Person",
        "name": row.name,
        "jobTitle": row.title,
        "url": site.absolute(row.expert.get_absolute_url()),
    }
    brief_page = site.absolute(edition.get_absolute_url())
    told = {
        "@type": "Quotation",
        "@id": site.absolute(address),
        "url": site.absolute(address),
        "text": "\n".join(plain(row.text)),
        "creator": without_nothing(speaker),
        "isPartOf": {"@type": "CreativeWork", "@id": brief_page, "url": brief_page, "name": edition.title},
    }
    return [
        told,
        newsroom(site),
        breadcrumbs(site, [(_("Quotations"), reverse("quotes")), (row.name, address)]),
    ]


def image(imprint: Imprint) -> Node | None:
    picture = imprint.content.image
    if picture is None:
        return None
    widest = widths_of(picture.width)[-1]
    told = {
        "@type": "ImageObject",
        "url": imprint.site.absolute(pictures.address(picture.digest, widest, "jpg")),
        "creditText": picture.credit,
        "caption": "" if picture.decorative else picture.alt,
    }
    return without_nothing(told)


def newsroom_id(site: Site) -> str:
    return f"{site.root}/#newsroom"


def newsroom(site: Site) -> Node:
    home = site.absolute(reverse("home"))
    return {"@type": "NewsMediaOrganization", "@id": newsroom_id(site), "name": site.name, "url": home}


def website(site: Site) -> list[Node]:
    """The home page: whose it is, and where to search it."""
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": site.absolute(reverse("briefs")) + "?q={search_term_string}",
        },
        "query-input": "required name=search_term_string",
    }
    home = site.absolute(reverse("home"))
    told = {
        "@type": "WebSite",
        "@id": f"{site.root}/#site",
        "url": home,
        "name": site.name,
        "publisher": {"@id": newsroom_id(site)},
        "potentialAction": search,
    }
    return [told, newsroom(site)]


def collection(site: Site, name: str, address: str, crumbs: Iterable[Crumb] = ()) -> list[Node]:
    """A page that lists others: `crumbs` lead to it, itself not counted."""
    told = {
        "@type": "CollectionPage",
        "@id": site.absolute(address),
        "url": site.absolute(address),
        "name": name,
        "publisher": {"@id": newsroom_id(site)},
    }
    return [told, newsroom(site), breadcrumbs(site, [*crumbs, (name, address)])]


def issue(site: Site, about: Issue) -> list[Node]:
    page, *others = collection(site, about.name, about.get_absolute_url(), [(_("Issues"), reverse("issues"))])
    return [{**page, "about": thing(about, site)}, *others]


def expert(site: Site, who: Expert) -> list[Node]:
    address = site.absolute(who.get_absolute_url())
    told = {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": who.name,
        "jobTitle": who.title,
        "worksFor": {"@type": "Organization", "name": who.organisation} if who.organisation else None,
        "description": "\n".join(plain(who.biography)),
        "url": address,
    }
    page = {"@type": "ProfilePage", "@id": address, "url": address, "mainEntity": without_nothing(told)}
    crumbs = [(_("Experts"), reverse("experts")), (who.name, who.get_absolute_url())]
    return [page, newsroom(site), breadcrumbs(site, crumbs)]


def thing(about: Issue, site: Site) -> Node:
    return {"@type": "Thing", "name": about.name, "url": site.absolute(about.get_absolute_url())}


def breadcrumbs(site: Site, crumbs: Iterable[Crumb]) -> Node:
    whole = [(site.name, reverse("home")), *crumbs]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": site.absolute(address)}
        for place, (name, address) in enumerate(whole, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def without_nothing(node: Node) -> Node:
    """`node` without the properties of which there is nothing to say."""
    return {name: value for name, value in node.items() if value not in ("", None, [])}
