"""The archives that are measured: made once in var/bench, or in a PostgreSQL that lives as long as the run."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import env
from scripts import postgres, stack
from scripts.bench.servers import production

FOLDER = env.ROOT / "var" / "bench"


@dataclass(frozen=True, slots=True)
class Archive:
    """A database of so many briefs: its URL, the process that serves it, and how its briefs were brought in."""

    url: str
    briefs: int
    server: int | None
    per_second: float | None
    peak: float | None  # MiB while they were brought in

    @property
    def kind(self) -> str:
        return "PostgreSQL" if self.server else "SQLite"


@contextmanager
def on_sqlite(briefs: int) -> Iterator[Archive]:
    """A file that is kept for the next run, with what its making took beside it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file, told = FOLDER / f"{briefs}.sqlite3", FOLDER / f"{briefs}.json"
    url = f"sqlite:///{file}"
    if not told.exists():
        for each in FOLDER.glob(f"{file.name}*"):
            each.unlink()
        told.write_text(json.dumps(make(url, briefs)))
    yield Archive(url, briefs, None, *json.loads(told.read_text()))


@contextmanager
def on_postgres(briefs: int) -> Iterator[Archive]:
    """A new cluster that ends with the block."""
    # As it is run, unlike the throwaway ones of the tests: what is committed is on the disk.
    kept = stack.options(stack.DEPLOY / "postgresql" / "dateline.conf")
    with postgres.server([*kept, "listen_addresses="]) as url:
        folder = re.search(r"host=([^&]+)", url)
        if folder is None:
            raise env.Misconfigured("make bench starts a PostgreSQL of its own: unset TEST_DATABASE_URL.")
        rate, peak = make(url, briefs)
        pid = int((Path(folder[1]) / "data" / "postmaster.pid").read_text().splitlines()[0])
        yield Archive(url, briefs, pid, rate, peak)


def make(url: str, briefs: int) -> tuple[float, float]:
    """Fills a new database; how many briefs a second were brought in, and the most memory (MiB) it took."""
    for words in (["migrate", "-v0"], ["load_issues"], ["load_demo"]):
        manage(url, *words)
    began, (before, _) = time.monotonic(), ask(url, "size")
    peak = manage(url, "load_demo", "--briefs", f"{briefs}")
    took = time.monotonic() - began
    ask(url, "settle")
    return (briefs - before) / took, peak


def manage(url: str, *words: str) -> float:
    """Runs manage.py on a database; the most memory (MiB) that it took."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *words],
        env=os.environ | production(url),
        cwd=env.ROOT,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise env.Misconfigured(f"manage.py {' '.join(words)} failed.")
    return usage.ru_maxrss / 1024


def ask(url: str, question: str, *words: str) -> list[Any]:
    """What `scripts.bench.inside` tells of a database."""
    told = subprocess.run(
        [sys.executable, "-m", "scripts.bench.inside", question, *words],
        env=os.environ | production(url),
        cwd=env.ROOT,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    found: list[Any] = json.loads(told)
    return found
