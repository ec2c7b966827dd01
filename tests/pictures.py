"""Pictures for the tests, drawn here: good ones, and the kinds that must be refused."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def drawn(kind: str = "PNG", size: tuple[int, int] = (800, 600), mode: str = "RGB", **options: Any) -> bytes:
    """A picture of that size: blue on the left, white on the right."""
    picture = Image.new(mode, size, "white")
    picture.paste(Image.new(mode, (size[0] // 2, size[1]), "blue"))
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def upload(data: bytes, name: str = "harbour.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def with_place(size: tuple[int, int] = (800, 600)) -> bytes:
    """A JPEG that says where it was taken, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "qzcamera"
    exif.get_ifd(0x8825)[1] = "N"
    return drawn("JPEG", size, exif=exif.tobytes())
