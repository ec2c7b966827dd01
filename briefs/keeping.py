"""Putting a file among the uploads, whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage


def keep(name: str, data: bytes) -> None:
    """Put `data` in its place under `name`, over what may be there: whoever looks sees all of the one or of the other,
    also after a power cut, and two that write the same at once don't make two.
    """
    if not isinstance(default_storage, FileSystemStorage):  # others show a file when all of it is there
        if not getattr(default_storage, "file_overwrite", False) and default_storage.exists(name):
            default_storage.delete(name)
        default_storage.save(name, ContentFile(data))
        return
    place = Path(default_storage.path(name))
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=place.parent) as aside:
        whole = Path(aside) / place.name
        whole.write_bytes(data)
        if (mode := default_storage.file_permissions_mode) is not None:
            whole.chmod(mode)
        whole.replace(place)
