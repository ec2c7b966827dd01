"""`python manage.py recount [--check]`: make the stored counts anew from the record, or compare them with it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editions import settling

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Counts anew what is on each issue, on each two, by whom and in which month. Publishing waits meanwhile; "
        "readers go on. With --check nothing is changed, but for what was due: it tells where a stored count is wrong."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare the stored counts with the record")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self.stdout.write(f"Counted {settling.recount():,} editions.")
            return
        found = settling.discrepancies()
        if found:
            lines = "\n".join(found[:SHOWN])
            raise CommandError(f"{len(found):,} counts are wrong; run recount to mend them.\n{lines}")
        self.stdout.write("All stored counts are right.")
