"""`python manage.py load_issues`: the starter vocabulary of issues. Issues that are there already stay as they are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify

from issues.models import Issue, IssueAlias

STARTER = Path(__file__).parents[1] / "starter.toml"


class Command(BaseCommand):
    help = (
        "Puts in the starter issues, with descriptions and other spellings. An issue that is there already, even "
        "under another name, stays as the desk has it; running this again changes nothing."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        added = sum(map(load, tomllib.loads(STARTER.read_text(encoding="utf-8"))["issues"]))
        known = Issue.objects.count() - added
        self.stdout.write(f"Added {added} issue{'' if added == 1 else 's'}; {known} were there already.")


def load(entry: dict[str, Any]) -> bool:
    """Make the issue, unless its name or its address is taken; whether it was made."""
    name = entry["name"]
    if Issue.objects.known(name) or Issue.objects.filter(slug=slugify(name)).exists():
        return False
    parent = Issue.objects.known(entry["parent"]) if "parent" in entry else None
    issue = Issue.objects.create(name=name, description=entry["description"], parent=parent)
    free = (alias for alias in entry.get("aliases", []) if Issue.objects.known(alias) is None)
    IssueAlias.objects.bulk_create(IssueAlias(issue=issue, name=alias) for alias in free)
    return True
