"""Cards as files: each is drawn when it is first asked for, and kept under its digest.

Whoever calls has seen that the card is one of a page that is public now, so that only such cards fill the disk.
"""

from __future__ import annotations

from django.core.files.storage import default_storage

from briefs.keeping import keep
from editions.cards.drawing import SIZES, draw
from editions.cards.words import Card


def picture_of(card: Card, size: str) -> bytes:
    """The card in one of the SIZES, as a PNG; drawn unless it has been drawn before."""
    name = file_name(card.digest(), size)
    try:
        with default_storage.open(name) as file:
            kept: bytes = file.read()
            return kept
    except FileNotFoundError:
        drawn = draw(card, SIZES[size])
        keep(name, drawn)
        return drawn


def file_name(digest: str, size: str) -> str:
    return f"cards/{digest[:2]}/{digest}-{size}.png"
