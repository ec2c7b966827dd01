"""Drawing a card: typst sets its words in every script alike, Pillow makes a small picture of it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst
from PIL import Image as Pillow
from PIL import ImageColor

from briefs.languages import meant
from editions import typeset
from editions.cards.lettering import piece, shortened
from editions.cards.words import Card

LAYOUT = Path(__file__).with_name("card.typ").read_bytes()
FONTS = Path(typeset.__file__).with_name("fonts")
PAPER = {"ground": "#ffffff", "ink": "#12161c", "soft": "#515a66", "signal": "#b42318", "rule": "#d3d8de"}
NIGHT = {"ground": "#12161c", "ink": "#f4f5f7", "soft": "#a4adb9", "signal": "#ff8a75", "rule": "#3a424d"}
LONGEST = 320  # characters of a title; a brief's has 300 at most
ARABIC = re.compile("[\u0600-\u06ff]")  # whose lines need more room
INKS = ("ink", "soft", "signal")
# From the ground to each ink, for the edges of letters: far enough apart for Pillow, which rounds colours to four.
SHADES = 16


@dataclass(frozen=True, slots=True)
class Size:
    """A card in pixels: its frame, its margins beside and above, its type, and how much of a quotation it takes."""

    width: int
    height: int
    edge: int
    rim: int
    small: int
    largest: int
    least: int
    quoted: int


SIZES = {
    "wide": Size(1200, 630, edge=64, rim=60, small=30, largest=96, least=30, quoted=240),
    "square": Size(1200, 1200, edge=84, rim=84, small=37, largest=124, least=34, quoted=480),
    # For those who ask oEmbed for a thumbnail no wider than a column of text.
    "small": Size(600, 315, edge=32, rim=30, small=15, largest=48, least=15, quoted=240),
    # What shows tall pictures covers their top and their foot with buttons.
    "tall": Size(1080, 1920, edge=92, rim=230, small=42, largest=136, least=38, quoted=480),
}


def draw(card: Card, size: Size) -> bytes:
    """The card as a PNG."""
    colours = NIGHT if card.quoted else PAPER
    most = size.quoted if card.quoted else LONGEST
    title = piece(shortened(card.title, most * 2 // 3 if ARABIC.search(card.title) else most))
    words = {name: piece(getattr(card, name)) for name in ("newsroom", "line", "speaker", "post", "issues")}
    if card.language:
        title["rtl"] = meant(card.language).from_right
    words["line"]["rtl"] = title["rtl"]  # date, then label, as the page has them
    told = {
        **colours,
        **asdict(size),
        **words,
        "title": title,
        "rtl": title["rtl"],
        "lang": code(card.language),
    }
    return packed(set_in_type(json.dumps(told)), colours)


def code(tag: str) -> str:
    """The two or three letters of a language by which typst chooses between forms of a letter."""
    found = re.match(r"[a-z]{2,3}(?![a-z])", tag)
    return found[0] if found else "en"


def set_in_type(told: str) -> bytes:
    """What typst makes of the layout and the words, a pixel a point."""
    return typst.compile(LAYOUT, font_paths=fonts(), format="png", ppi=72, sys_inputs={"card": told})


@cache
def fonts() -> typst.Fonts:
    """The faces in our folder and those in typst: never the machine's, so that a card is the same everywhere."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def packed(drawn: bytes, colours: dict[str, str]) -> bytes:
    """The picture in the few colours that it has: a quarter of the bytes."""
    palette = Pillow.new("P", (1, 1))
    palette.putpalette(
        [*shades(*(colours[ink] for ink in ("ground", *INKS))), *ImageColor.getrgb(colours["rule"])]
    )
    out = io.BytesIO()
    with Pillow.open(io.BytesIO(drawn)) as picture:
        few = picture.convert("RGB").quantize(palette=palette, dither=Pillow.Dither.NONE)
    few.save(out, "PNG")
    return out.getvalue()


def shades(ground: str, *inks: str) -> list[int]:
    """Steps from the ground to each of the inks: red, green, blue and so on."""
    base = ImageColor.getrgb(ground)
    return [
        round(low + (high - low) * step / (SHADES - 1))
        for ink in map(ImageColor.getrgb, inks)
        for step in range(SHADES)
        for low, high in zip(base, ink, strict=True)
    ]
