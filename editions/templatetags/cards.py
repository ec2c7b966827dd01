"""A brief in a list. Lists show the same briefs again and again, so the cards that were shown last are kept ready."""

from dataclasses import dataclass, field
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from briefs import languages
from editions.models import Edition

register = template.Library()


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a card says: the digest stands for the words of the edition, which never change; those of its issues are
    of today, and the language of the page decides where words are marked as being in another.
    """

    digest: str
    address: str
    issues: tuple[tuple[str, str], ...]
    language: str
    edition: Edition = field(compare=False)


@register.simple_tag
def card(edition: Edition) -> SafeString:
    """The card of an edition whose issues were fetched with it."""
    issues = tuple((issue.get_absolute_url(), issue.name) for issue in edition.named)
    return _card(Shown(edition.digest, edition.get_absolute_url(), issues, languages.meant("").tag, edition))


@lru_cache(maxsize=300)
def _card(shown: Shown) -> SafeString:
    return render_to_string("components/card.html", {"edition": shown.edition})
