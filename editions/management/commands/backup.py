"""manage.py backup FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editions.backup.archive import UPLOADS, write
from editions.backup.manifest import Manifest, Refused


class Command(BaseCommand):
    help = (
        "Writes the database and the uploads, as they stand at one instant, to one file, while people go on working. "
        "The file holds everything that is not public too: keep it as you keep the database. Settings are not in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="where to write it; there must be no such file yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            manifest = write(path.absolute())
        except (Refused, OSError) as refusal:
            raise CommandError(f"No backup was made. {refusal}") from refusal
        self.stdout.write(f"Wrote {path}: {gist(manifest)}.")


def gist(manifest: Manifest) -> str:
    """What a backup holds, in a few words."""
    rows, files = manifest.facts.rows, sum(name.startswith(UPLOADS) for name in manifest.members)
    briefs, editions = rows.get("briefs_brief", 0), rows.get("editions_edition", 0)
    return f"{briefs:,} briefs, {editions:,} editions and {files:,} files of pictures"
