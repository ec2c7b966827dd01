"""Where a picture is on the web, and who may see it: readers while it is live, others with a signed address."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from briefs.content import Picture
from briefs.imaging import KINDS
from briefs.models import Image
from editions.facets import quoted
from editions.models import Edition

SALT = "editions.pictures"
SIGNED_FOR = datetime.timedelta(hours=12)  # as long as someone may look at a preview


@dataclass(frozen=True, slots=True)
class Sources:
    """What an `img` of a picture needs: `srcset` of each kind, empty where there is none, and the file that any browser
    can show.
    """

    avif: str
    webp: str
    jpeg: str
    src: str


def sources(picture: Picture | Image, *, private: bool) -> Sources:
    """The addresses of a picture in all its widths; `private` ones are signed, and lead to what is not public yet.

    One query for the picture of a brief's content, which does not know its files; none for the row itself.
    """
    image = picture if isinstance(picture, Image) else Image.objects.filter(digest=picture.digest).first()
    files = image.files if image else {}
    query = f"?seal={signing.dumps(picture.digest, salt=SALT)}" if private else ""
    sets = {
        ending: [
            (f"{address(picture.digest, width, ending)}{query}", width) for width in files.get(ending, [])
        ]
        for ending in KINDS
    }
    avif, webp, jpeg = (", ".join(f"{where} {width}w" for where, width in sets[kind]) for kind in KINDS)
    return Sources(avif, webp, jpeg, sets["jpg"][-1][0] if sets["jpg"] else "")


def address(digest: str, width: int, ending: str) -> str:
    return reverse("image", args=[digest, width, ending])


def is_public(digest: str, at: datetime.datetime) -> bool:
    """Whether a page that is live at `at` (aware) shows this picture: as its own, or as the portrait of someone whom it
    quotes. Two queries at most.
    """
    shown = Edition.objects.live(at).filter(image_row__image__digest=digest).exists()
    return shown or quoted(at).filter(portrait__digest=digest).exists()


def opens(seal: str, digest: str) -> bool:
    """Whether `seal`, from a signed address, opens this picture, and is not too old."""
    try:
        sealed: str = signing.loads(seal, salt=SALT, max_age=SIGNED_FOR)
    except (signing.BadSignature, ValueError):  # of what is no text, or was sealed by something else
        return False
    return sealed == digest
