"""`manage.py restore` is killed at random instants: the database holds what it held before, or all that comes back."""

from __future__ import annotations

import shutil
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests import cast
from tests.reliability.invariants import breaches
from tests.reliability.killing import killed
from tests.reliability.other_database import another, working_on
from tests.reliability.public import seen

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql" and shutil.which("pg_dump") is None,
        reason="pg_dump was not found: install PostgreSQL's client programs",
    ),
]


@pytest.mark.parametrize("times", [3, pytest.param(50, marks=pytest.mark.long)])
def test_a_restore_that_is_killed_has_brought_back_all_or_nothing(times: int, tmp_path: Path) -> None:
    files, pages = [], []
    for number in range(3):
        cast.published(f"Harbour Opens {number}", issues=["Shipping"])
        files.append(tmp_path / f"{number}.backup")
        call_command("backup", str(files[-1]), stdout=StringIO())
        pages.append(seen())

    def bring_back(number: int) -> None:
        call_command("restore", str(files[number % 3]), "--over", stdout=StringIO())

    with another(tmp_path) as name, working_on(name):
        bring_back(0)
        started = time.monotonic()
        bring_back(1)
        within, last = 2 * (time.monotonic() - started), 1
        for _ in range(times):
            told = killed(bring_back, last + 1, within)
            last = told if seen() == pages[told % 3] else told + 1
            assert seen() == pages[last % 3]
            assert breaches() == []
        bring_back(last + 1)
        assert seen() == pages[(last + 1) % 3]
