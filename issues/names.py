"""How names are compared: a reader's “ukraine” and an editor's “Ukraïne ” are one name."""

import re
import unicodedata
from functools import lru_cache

_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-"})


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """`name` without case, accents, doubled spaces and kinds of dash or apostrophe: for comparing, never for show."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_MARKS))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", plain).strip().casefold()
