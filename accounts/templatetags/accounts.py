"""What the pages about signing in say of a person and of their browsers."""

from __future__ import annotations

import re

from django import template
from django.template.context import RequestContext

from accounts import second_factor

register = template.Library()

# As browsers name themselves, the narrower first, for each names those it descends from.
BROWSERS = [
    ("Firefox", "Firefox"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
]


@register.filter
def browser(agent: str) -> str:
    """“Firefox on Windows”, as far as the browser says so itself."""
    name = next((name for sign, name in BROWSERS if re.search(sign, agent)), "An unknown browser")
    system = next((f" on {name}" for sign, name in SYSTEMS if sign in agent), "")
    return name + system


@register.simple_tag(takes_context=True)
def lacks_second_factor(context: RequestContext) -> bool:
    """Whether this person can't go on before they set one up."""
    user = context["request"].user
    return second_factor.needed(user) and not second_factor.has_one(user)
