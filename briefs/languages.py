"""The languages that briefs are written in: their tags (BCP 47), what they are called, from which side they are read.

A brief whose language is "" is written in the language of the site, the `SITE_LANGUAGE` setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext, to_locale

LONGEST = 35  # the longest tag that RFC 5646 asks everyone to have room for
# Languages that Django does not list: called what in English and by those who write it, and whether from the right
MORE = {
    "am": ("Amharic", "አማርኛ", False),
    "prs": ("Dari", "دری", True),
    "ps": ("Pashto", "پښتو", True),
    "so": ("Somali", "Soomaali", False),
    "yi": ("Yiddish", "ייִדיש", True),
    "zh": ("Chinese", "中文", False),
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its tag, what it is called in English and in itself, and whether it is read from the right."""

    tag: str
    name: str
    own_name: str
    from_right: bool

    @property
    def direction(self) -> str:
        """The value of an element's `dir`."""
        return "rtl" if self.from_right else "ltr"


@cache
def known() -> dict[str, Language]:
    """Every language that a brief could be in, by its tag."""
    django = {
        tag: (info["name"], info["name_local"], info["bidi"])
        for tag, info in LANG_INFO.items()
        if "fallback" not in info
    }
    return {tag: Language(tag, *said) for tag, said in sorted({**MORE, **django}.items())}


def offered() -> Iterator[Language]:
    """The languages that editors may choose beside that of the site, in the order of the `BRIEF_LANGUAGES` setting."""
    return (meant(tag) for tag in dict.fromkeys(settings.BRIEF_LANGUAGES) if tag != settings.LANGUAGE_CODE)


def meant(tag: str) -> Language:
    """The language that a brief's `tag` means; one that this version does not know is called by its tag."""
    tag = tag or settings.LANGUAGE_CODE
    return known().get(tag) or Language(tag, tag, tag, from_right=False)


def stored(tag: str) -> str:
    """How a brief keeps the language `tag`: that of the site is kept as ""."""
    return "" if tag == settings.LANGUAGE_CODE else tag


def interface(tag: str) -> str:
    """The language in which the headings of a brief in the language `tag` are said: its own where locale/ has them,
    else that of the site.
    """
    own = meant(tag).tag
    return own if own.split("-")[0] == "en" or has_catalogue(own) else settings.LANGUAGE_CODE


@cache
def has_catalogue(tag: str) -> bool:
    """Whether one of the translations of the site's words is in this language."""
    catalogue = f"{to_locale(tag)}/LC_MESSAGES/django.mo"
    return any((Path(folder) / catalogue).exists() for folder in settings.LOCALE_PATHS)


def choices() -> list[tuple[str, str]]:
    """What the desk offers: "" for the language of the site, then the others."""
    site = meant("")
    return [("", site.name), *((each.tag, f"{each.name} ({each.own_name})") for each in offered())]


def told(tag: str) -> str:
    """What editors call the language that a brief's `tag` means, in the site's own words."""
    return gettext(meant(tag).name)
