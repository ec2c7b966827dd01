"""Pictures on a page: the lead image of a brief, the portrait of a person."""

from typing import Any

from django import template

from briefs.content import Picture
from editions.models import Edition
from editions.pictures import sources
from experts.models import Expert

register = template.Library()


@register.inclusion_tag("components/picture.html")
def lead_image(picture: Picture, public: Edition | None) -> dict[str, Any]:
    """The picture in the width that fits the screen; `public` is the edition that shows it, None in a preview."""
    return {
        "picture": picture,
        "sources": sources(picture, private=public is None),
        "focus": focus(*picture.focus),
    }


@register.inclusion_tag("components/portrait.html")
def portrait(expert: Expert, size: int, alt: str = "") -> dict[str, Any]:
    """The portrait of someone public as a square of `size` CSS pixels, with initials in place of one that is missing;
    `alt` is empty where the name stands beside it.
    """
    initials = [word[0] for word in expert.name.split() if word[0].isalpha()]
    return {
        "sources": sources(expert.portrait, private=False) if expert.portrait else None,
        "focus": focus(expert.portrait_focus_x, expert.portrait_focus_y),
        "initials": "".join(dict.fromkeys([*initials[:1], *initials[-1:]])),
        "size": size,
        "alt": alt,
    }


def focus(x: int, y: int) -> str:
    """The classes by which a style sheet cuts a picture around a point, in per cent from the left and the top."""
    return f"x{round(x / 5) * 5} y{round(y / 5) * 5}"
