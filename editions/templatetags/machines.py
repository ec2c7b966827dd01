"""What a page tells machines: JSON-LD, and the tags by which reference managers read a brief."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from editions import linked_data
from editions.citing import Work
from editions.imprint import Imprint
from editions.models import Edition, EditionQuote
from editions.site import Site
from editions.twins.forms import CITATIONS, PAGES
from experts.models import Expert
from issues.models import Issue

register = template.Library()


@register.simple_tag
def brief_data(imprint: Imprint) -> SafeString:
    return linked_data.script(linked_data.brief(imprint))


@register.simple_tag(takes_context=True)
def website_data(context: Context) -> SafeString:
    return linked_data.script(linked_data.website(Site.of(context["request"])))


@register.simple_tag(takes_context=True)
def collection_data(context: Context, name: str, address: str) -> SafeString:
    """For a page that lists others; `address` is its canonical one."""
    return linked_data.script(linked_data.collection(Site.of(context["request"]), str(name), address))


@register.simple_tag(takes_context=True)
def issue_data(context: Context, issue: Issue) -> SafeString:
    return linked_data.script(linked_data.issue(Site.of(context["request"]), issue))


@register.simple_tag(takes_context=True)
def expert_data(context: Context, expert: Expert) -> SafeString:
    return linked_data.script(linked_data.expert(Site.of(context["request"]), expert))


@register.simple_tag(takes_context=True)
def quote_data(context: Context, row: EditionQuote, edition: Edition) -> SafeString:
    return linked_data.script(linked_data.quote(Site.of(context["request"]), row, edition))


@register.inclusion_tag("components/citation_tags.html")
def citation_tags(imprint: Imprint) -> dict[str, Any]:
    """Highwire's tags and Dublin Core, which Zotero, Google Scholar and libraries read."""
    return {"work": Work.of(imprint), "pdf": imprint.pdf}


@register.inclusion_tag("components/other_forms.html")
def other_forms(imprint: Imprint) -> dict[str, Any]:
    """A link in the head for each other form of the page."""
    return {"forms": addressed(imprint, "page") + addressed(imprint, "citation")}


@register.inclusion_tag("components/keeping.html")
def keeping(imprint: Imprint) -> dict[str, Any]:
    """The part of a brief's page by which readers cite it, keep it and pass it on."""
    return {
        "work": Work.of(imprint),
        "imprint": imprint,
        "pages": addressed(imprint, "page"),
        "citations": addressed(imprint, "citation"),
    }


def addressed(imprint: Imprint, kind: str) -> list[dict[str, Any]]:
    forms = PAGES if kind == "page" else CITATIONS
    return [{"name": form.name, "kind": form.kind, "address": imprint.form(form.ending)} for form in forms]
