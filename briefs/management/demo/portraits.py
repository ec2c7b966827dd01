"""Portraits for the demo's people. They are invented, so they have monograms instead of faces."""

from __future__ import annotations

import io
import random
from functools import cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SIZE = 480
FONT = settings.BASE_DIR / "static" / "fonts" / "newsreader-display.woff2"
# Of the paper, the shape on it and the letters.
INKS = [
    ("#22313f", "#b42318", "#f6efe6"),
    ("#e9e2d6", "#c7b299", "#16232b"),
    ("#5a2a27", "#8c5a2b", "#fbf4e8"),
    ("#d8dee6", "#e0b7a6", "#1d2530"),
    ("#28403a", "#4d6b57", "#f3f1e7"),
    ("#efe6dc", "#a9bbd9", "#241f1c"),
]


def monogram(name: str) -> io.BytesIO:
    """A square PNG with the initials of `name`, the same each time."""
    dice = random.Random(name)  # noqa: S311 - the same every time, not secret
    paper, shape, ink = dice.choice(INKS)
    picture = Image.new("RGB", (SIZE, SIZE), paper)
    pen = ImageDraw.Draw(picture)
    x, y, reach = (dice.randint(SIZE // 4, 3 * SIZE // 4) for _ in range(3))
    if dice.random() < 0.5:
        pen.ellipse((x - reach, y - reach // 2, x + reach, y + 3 * reach // 2), fill=shape)
    else:
        pen.polygon([(0, y), (SIZE, y - reach), (SIZE, SIZE), (0, SIZE)], fill=shape)
    words = [word for word in name.split() if word[0].isalpha() and not word.isupper()]
    letters = words[0][0] + words[-1][0]
    pen.text((SIZE // 2, SIZE // 2), letters, fill=ink, font=_font(), anchor="mm")
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, 210)
