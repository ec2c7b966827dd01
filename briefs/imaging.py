"""Taking in a picture: what is refused, and what is made of the rest.

The file that was sent is never kept. Its pixels are, drawn anew in a few widths: so nothing of a camera's place and
time, and nothing that hides behind a picture, reaches a reader.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import IO, Any, NamedTuple

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError, features

from briefs.images import Image
from briefs.keeping import keep

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
FEWEST_PIXELS_WIDE = 320
WIDTHS = (160, 320, 480, 960, 1600)


class Kind(NamedTuple):
    """A kind of file that is made of a picture: its media type, and how Pillow writes it."""

    media_type: str
    format: str
    options: dict[str, Any]


# The smallest first, as a page offers them. AVIF at a lower speed takes seconds and saves next to nothing.
KINDS = {
    "avif": Kind("image/avif", "AVIF", {"quality": 58, "speed": 8}),
    "webp": Kind("image/webp", "WEBP", {"quality": 80, "method": 4}),
    "jpg": Kind("image/jpeg", "JPEG", {"quality": 82, "progressive": True}),
}


class NotAPicture(ValueError):
    """The file can't be taken; the message says why, for whoever sent it."""


def receive(sent: IO[bytes], by: User | None) -> Image:
    """Check a picture, draw it in its sizes and keep it; the same file again is the same row, which then gets the
    kinds of file that it lacks.

    Raises NotAPicture for anything but a JPEG, PNG or WebP of reasonable size, before its pixels are unpacked.
    """
    sent.seek(0)
    data = sent.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NotAPicture("The file is larger than 12 megabytes. Send a smaller copy.")
    digest = hashlib.sha256(data).hexdigest()
    known = Image.objects.filter(digest=digest).first()
    return known if known and made_here() <= known.files.keys() else _keep(_drawn(data), digest, by)


def made_here() -> set[str]:
    """The kinds of file that this machine's Pillow can write: not every build of it writes AVIF."""
    return {ending for ending in KINDS if ending != "avif" or features.check("avif")}


def _drawn(data: bytes) -> Pillow.Image:
    """The picture upright, in the colours of the web, without anything but its pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Pillow.open(io.BytesIO(data), formats=FORMATS) as opened:
                _refuse_size(opened)
                opened.draft("RGB", (max(WIDTHS) * 2, max(WIDTHS) * 2))
                return _in_srgb(ImageOps.exif_transpose(opened))
    except UnidentifiedImageError:
        raise NotAPicture("This is no JPEG, PNG or WebP picture.") from None
    except (OSError, SyntaxError, ValueError, Warning, MemoryError, Pillow.DecompressionBombError) as fault:
        if isinstance(fault, NotAPicture):
            raise
        raise NotAPicture("The picture is damaged: it can't be opened. Save it anew and send that.") from None


def _refuse_size(opened: Pillow.Image) -> None:
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise NotAPicture(
            f"The picture has {width * height // 1_000_000} megapixels; at most 40 are taken. Send a smaller copy."
        )
    if width < FEWEST_PIXELS_WIDE:
        raise NotAPicture(f"The picture is {width} pixels wide; it needs at least {FEWEST_PIXELS_WIDE}.")
    if not 0.25 <= width / height <= 4:
        raise NotAPicture("The picture is too long for a page: one side is more than four times the other.")


def _in_srgb(picture: Pillow.Image) -> Pillow.Image:
    profile = picture.info.get("icc_profile")
    alpha = "A" in picture.getbands() or "transparency" in picture.info
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            srgb = ImageCms.createProfile("sRGB")
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB") or picture
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile says nothing; the pixels are shown as they are
    drawn = picture.convert("RGBA" if alpha else "RGB")
    drawn.info.clear()
    return drawn


def _keep(picture: Pillow.Image, digest: str, by: User | None) -> Image:
    """Write the files, then the row: a row never speaks of a file that is not there."""
    widths, made = widths_of(picture.width), made_here()
    for width in widths:
        scaled = picture.resize(
            (width, max(1, round(picture.height * width / picture.width))), Pillow.Resampling.LANCZOS
        )
        for ending in made:
            name = file_name(digest, width, ending)
            if not default_storage.exists(name):
                keep(name, _encoded(scaled, ending))
    fresh = {
        "file": file_name(digest, widths[-1], "webp"),
        "width": picture.width,
        "height": picture.height,
        "uploaded_by": by,
    }
    files = {ending: widths for ending in KINDS if ending in made}
    with transaction.atomic():
        image, _ = Image.objects.update_or_create(
            digest=digest, defaults={"files": files}, create_defaults={**fresh, "files": files}
        )
    return image


def widths_of(width: int) -> list[int]:
    """The widths in which a picture so many pixels wide is kept; none is drawn larger than it came."""
    return [each for each in WIDTHS if each < width] + ([width] if width <= max(WIDTHS) else [])


def _encoded(picture: Pillow.Image, ending: str) -> bytes:
    kind = KINDS[ending]
    if kind.format == "JPEG" and picture.mode == "RGBA":
        flat = Pillow.new("RGB", picture.size, "white")
        flat.paste(picture, mask=picture.getchannel("A"))
        picture = flat
    out = io.BytesIO()
    picture.save(out, kind.format, **kind.options)
    return out.getvalue()


def file_name(digest: str, width: int, ending: str) -> str:
    """Where a size of a picture is kept: named by its content, so that no later upload can change it."""
    return f"images/{digest[:2]}/{digest}-{width}.{ending}"
