"""manage.py restore FILE [--over]"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editions.backup.archive import restore
from editions.backup.manifest import Refused
from editions.management.commands.backup import gist


class Command(BaseCommand):
    help = (
        "Puts back what manage.py backup wrote, on the kind of database that it was made from: all of it, or, with a "
        "sentence, nothing. Stop the site first, and restore only a file that you trust. Then run manage.py migrate."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that manage.py backup wrote")
        parser.add_argument("--over", action="store_true", help="lose what the database holds now")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            manifest = restore(path, options["over"])
        except (Refused, OSError) as refusal:
            raise CommandError(f"Nothing was restored. {refusal}") from refusal
        self.stdout.write(f"Restored {path} of {manifest.made_at}: {gist(manifest)}.")
