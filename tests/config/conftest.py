"""Dateline as a process of its own, in an environment that the test alone decides."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from config import pages as cache
from config.pages import Pages
from tests import cast

ROOT = Path(__file__).resolve().parents[2]

Process = subprocess.CompletedProcess[str]
Start = Callable[..., Process]

ASK = """
from config.wsgi import application
from django.test import Client
answer = Client().get({path!r}, headers={{"host": "briefs.example.org"}}, secure={secure})
print(answer.status_code, answer.headers.get("location") or answer.content.decode())
"""


@pytest.fixture
def start() -> Start:
    """Runs Python with these arguments and, but for what a process always has, these environment variables alone."""

    def run(*arguments: str, **environment: str) -> Process:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
        return subprocess.run(
            [sys.executable, *arguments],
            env=kept | environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """The variables that production cannot do without."""
    return {
        "SECRET_KEY": "pZ4-wren-edda-piet-rhea-9QxT7mLk2VbN8sYc3HdJ6fGw0RaE",
        "ALLOWED_HOSTS": "briefs.example.org",
        "DATABASE_URL": f"sqlite:///{tmp_path}/dateline.sqlite3",
    }


@pytest.fixture
def ask(start: Start, production: dict[str, str]) -> Callable[..., str]:
    """Asks a production server's process for one page and gives its status, the redirect's target and its text."""

    def get(path: str, secure: bool = True, **environment: str) -> str:
        process = start("-c", ASK.format(path=path, secure=secure), **(production | environment))
        assert process.returncode == 0, process.stderr
        return process.stdout.strip()

    return get


@pytest.fixture
def site(settings: Any) -> Iterator[Pages]:
    """Django behind a cache of a megabyte, with a newsroom of two briefs."""
    settings.ALLOWED_HOSTS = ["testserver", ".example.org"]
    for number in (1, 2):
        cast.published(f"Grain Moves {number}", issues=["Iran"])
    site = Pages(WSGIHandler(), cache.MEGABYTE)
    # The test's own connection is open and in a transaction: as Django's client, leave it alone.
    signals = (request_started, request_finished)
    held = [signal.disconnect(close_old_connections) for signal in signals]
    yield site
    for signal in (each for each, was in zip(signals, held, strict=True) if was):
        signal.connect(close_old_connections)
    site.watch.close()
