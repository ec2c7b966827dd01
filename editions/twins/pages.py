"""Every list and page of the site as Markdown, for programs that read words: its address with .md for the last slash.

A twin is made of the page itself, so it takes the same filters and leads where the page leads. llms.txt tells of them.
"""

from __future__ import annotations

import re
from copy import copy
from html import unescape

from bs4 import BeautifulSoup, Tag
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefs.richtext import without_controls
from editions.models import Edition
from editions.site import Site
from editions.twins.markdown import Converter, escaped

MARKDOWN = "text/markdown; charset=utf-8"
NEWEST = 20
ONLY_ON_PAGES = (
    "nav:not(.pager), form, button, script, svg, summary, "
    ".unseen, .filters, .follow, .conditions, .tips, .print-only, [aria-hidden=true]"
)
PAGES = r"(?:briefs|issues|experts|quotes)(?:/[-\w%]+)?"

_OURS = re.compile(rf"/(?:({PAGES}|briefs/\d+/\d+/\d+/[-\w%]+)/)?([?#].*)?")
_MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
_GAP = re.compile(r"\n[ \n]*\n")
NEW_PARAGRAPH = "\n\n"


def twin(address: str) -> str:
    """The address of a page's twin; any other address stays as it is."""
    found = _OURS.fullmatch(address)
    return f"/{found[1] or 'index'}.md{found[2] or ''}" if found else address


@require_safe
def page(request: HttpRequest, page: str) -> HttpResponse:
    """The twin of a page, with the status of that; a redirect leads from twin to twin."""
    asked = copy(request)
    asked.path = asked.path_info = "/" if page == "index" else f"/{page}/"
    asked.resolver_match = match = resolve(asked.path)
    shown: HttpResponse = match.func(asked, *match.args, **match.kwargs)
    if "Location" in shown:
        shown["Location"] = twin(shown["Location"])
        return shown
    html, site = shown.content.decode(), Site.of(request)
    answer = HttpResponse(written(html, site), status=shown.status_code, content_type=MARKDOWN)
    answer["Cache-Control"] = "public, no-cache"
    if canonical := _CANONICAL.search(html):
        answer["Link"] = f'<{unescape(canonical[1])}>; rel="canonical"'
    if '<meta name="robots"' in html:
        answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What the site is, which forms it has, and the newest briefs, as llmstxt.org proposes it."""
    newest = Edition.objects.live(timezone.now()).newest_first()[:NEWEST]
    context = {"site": Site.of(request), "newest": newest}
    answer = render(request, "llms.txt", context, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "public, no-cache"
    return answer


def written(html: str, site: Site) -> str:
    """What stands in the main part of a page, as Markdown."""
    found = _MAIN.search(html)
    main = BeautifulSoup(without_controls(found[1]) if found else "", "html.parser")
    name = "" if main.h1 else f"# {escaped(site.name)}\n\n"
    for element in main.select(ONLY_ON_PAGES):
        element.decompose()
    for element in main.select("figure, header, aside, details"):
        element.name = "div"
    for attribute in ("href", "src"):
        for element in main.select(f"[{attribute}]"):
            element[attribute] = site.absolute(twin(str(element[attribute])))
    for element in main.select("a + a, cite + span"):
        set_apart(element)
    text = str(Converter().convert_soup(main))
    return f"{name}{_GAP.sub(NEW_PARAGRAPH, text).strip()}\n"


def set_apart(element: Tag) -> None:
    """A comma where a page tells two things apart by their looks alone."""
    before = element.previous_sibling
    if before is None or (str(before).strip() and not isinstance(before, Tag)):
        return
    if element.get_text().strip().startswith(","):
        return
    if not isinstance(before, Tag):
        before.extract()
    element.insert_before(", ")
