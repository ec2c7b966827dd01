"""Pages that are drawn anew only when they would say something else.

Whoever asks for a page again after something else was published gets the words that were put together before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from editions.kept import Kept
from editions.site import Site

_PAGES: Kept[str] = Kept(150)  # of some thirty kilobytes each


def drawn(
    request: HttpRequest, template: str, facts: Hashable, shown: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The answer 200 with a public page: `template` with what `shown` gives.

    `facts` is all that the page says, as values, or what stands for them for good; where two requests have the same, at
    the same site and in the same language, so is their page. A page says nothing of who asks for it.
    """
    page = (template, facts, Site.of(request), get_language())
    return HttpResponse(_PAGES.get(page, lambda: render_to_string(template, shown(), request)))
