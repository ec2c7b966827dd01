"""`python manage.py load_demo [--briefs N]`: the demo newsroom, and as many further briefs as measuring takes."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from briefs.importing.bringing_in import NothingUnderstood
from briefs.management.demo import accounts, archive, loading
from briefs.management.demo.dealing import Pool
from briefs.management.demo.newsroom import DemoBrief, newsroom
from briefs.models import Brief
from editions.publishing import NotReady

MOST = 10_000_000
SIGN_IN = f"Sign in as writer, editor, publisher or administrator, with the password {accounts.PASSWORD}."
NO_ACCOUNTS = "No accounts are made in production: the demo's password is known to everyone."


def how_many(text: str) -> int:
    """The number that was asked for. Raises argparse.ArgumentTypeError with a sentence for everything else."""
    digits = text.replace(",", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12 and int(digits) <= MOST):
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a number of briefs: give a whole number from 0 to {MOST:,}."
        )
    return int(digits)


class Command(BaseCommand):
    help = (
        "Puts in the demo newsroom: issues, experts, and briefs in every state. In development also the accounts "
        "writer, editor, publisher and administrator. What is there stays as the desk has it; running this again "
        "changes nothing."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--briefs",
            type=how_many,
            metavar="N",
            help="how many briefs there shall be in all; those beyond the newsroom's own are dealt from its words",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted: int | None = options["briefs"]
        accounts.make_accounts()
        before = Brief.objects.count()
        if not loading.is_loaded():
            most = None if wanted is None else max(0, wanted - before)
            self.load(newsroom().briefs[:most])
        if wanted is not None:
            self.fill(wanted - Brief.objects.count())
        self.stdout.write(
            f"{told(before, Brief.objects.count())} {NO_ACCOUNTS if settings.PRODUCTION else SIGN_IN}"
        )

    def load(self, briefs: tuple[DemoBrief, ...]) -> None:
        with tqdm(briefs, unit="brief", disable=None, file=sys.stderr) as bar:
            try:
                loading.load(bar, timezone.localdate())
            except (NotReady, NothingUnderstood) as refusal:
                raise CommandError(
                    f"The demo newsroom was not loaded, because the reader no longer understands its texts. {refusal} "
                    "Were phrases for the paste reader taken out?"
                ) from refusal

    def fill(self, missing: int) -> None:
        if missing <= 0:
            return
        loading.load_archive_issues()
        with tqdm(total=missing, unit="brief", disable=None, file=sys.stderr) as bar:
            for made in archive.fill(Pool.gather(), missing):
                bar.update(made)


def told(before: int, now: int) -> str:
    """A sentence on what was made."""
    if now == before:
        return f"The demo newsroom is in place, with {now:,} briefs; nothing was added."
    added = "1 brief" if now - before == 1 else f"{now - before:,} briefs"
    return f"Added {added} to the demo newsroom: {now:,} in all."
