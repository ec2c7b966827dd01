"""Which texts may come in, and how the bytes of a file become one."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import SupportsRead

MOST_CHARACTERS = 1_000_000
MOST_BYTES = 4 * MOST_CHARACTERS
MOST_LINES = 5_000
# The longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Unreadable(ValueError):
    """The text can't be taken in; the message is a sentence that says why."""


def read(stream: SupportsRead[bytes], size: int) -> str:
    """The text of an open file of so many bytes. Raises Unreadable, and OSError as files do."""
    if size > MOST_BYTES:
        raise Unreadable(too_long(size))
    return decode(stream.read())


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 and UTF-32 with their byte order mark. Raises Unreadable for any other."""
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    if encoding in {"utf-8", "utf-8-sig"} and b"\0" in data:
        raise Unreadable(
            "This is no plain text: it holds zero bytes. Save it as a .txt file in UTF-8 and try again."
        )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"Line {line} is not valid {encoding.removesuffix('-sig').upper()}. "
            "Save the file as UTF-8 text and try again."
        ) from error


def check(text: str) -> str:
    """`text` itself, when it is one that the reader takes. Raises Unreadable for one that is empty or far too long."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(too_long(len(text)))
    if not text.strip():
        raise Unreadable("There is no text here.")
    lines = len(text.splitlines())
    if lines > MOST_LINES:
        raise Unreadable(
            f"This text has {lines:,} lines. A brief has a few dozen; the reader takes up to {MOST_LINES:,}."
        )
    return text


def too_long(size: int) -> str:
    """The sentence about a text of so many characters, or bytes."""
    return (
        f"This text is too long: {size / 1_000_000:.1f} million characters. "
        f"A brief has a few thousand; the reader takes up to {MOST_CHARACTERS // 1_000_000} million."
    )
