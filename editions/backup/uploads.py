"""The uploads of a backup, wherever they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import default_storage

from briefs.keeping import keep

# Share cards are drawn anew when someone asks for one.
LEFT_OUT = ("cards",)


def names(folder: str = "") -> Iterator[str]:
    """The names of all uploads, in no order; what is still being written is left out."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files if not name.startswith("."))
    for name in folders:
        if not name.startswith(".") and f"{folder}{name}" not in LEFT_OUT:
            yield from names(f"{folder}{name}/")


def bring_back(name: str, data: bytes) -> None:
    """Put an upload in its place, unless it is there already, to the byte."""
    try:
        with default_storage.open(name) as file:
            if file.read() == data:
                return
    except FileNotFoundError:
        pass
    keep(name, data)
