"""A brief in a list. Lists show the same briefs again and again, so the cards that were shown last are kept ready."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from briefs import languages
from editions.kept import Kept
from editions.models import Edition

register = template.Library()
_CARDS: Kept[SafeString] = Kept(300)


@register.simple_tag
def card(edition: Edition) -> SafeString:
    """The card of an edition whose issues were fetched with it. The language of the page decides where words are marked
    as being in another.
    """
    said = (edition.as_listed(), languages.meant("").tag)
    return _CARDS.get(said, lambda: render_to_string("components/card.html", {"edition": edition}))
