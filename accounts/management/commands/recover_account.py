"""`manage.py recover_account NAME`: let someone back in who has lost their password or second factor."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.recovering import recover


class Command(BaseCommand):
    help = (
        "Take away someone's password, passkeys, app and recovery codes, sign them out everywhere, and print a link "
        "at which they choose a new password, once. Be sure who asks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name they sign in with")
        parser.add_argument("--reason", default="", help="why, for the audit log; asked for when not given")

    def handle(self, *args: Any, name: str, reason: str, **options: Any) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {name}.")
        if not (user.is_active and user.is_staff):
            raise CommandError(
                f"{name} may not enter the desk; an administrator can change that under People."
            )
        if not reason and sys.stdin.isatty():
            reason = input("Why, for the audit log: ")
        if not reason.strip():
            raise CommandError("Say why, for the audit log: --reason 'lost her phone; I know her voice'.")
        link = settings.SITE_URL + recover(user, reason.strip())
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        self.stdout.write(f"{name} is signed out everywhere, and nothing they signed in with works any more.")
        self.stdout.write(f"Give them this link. It works once, within {hours} hours:\n\n{link}\n")
