"""The site under its production server, on the database of the test."""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

STARTS_WITHIN = 120  # seconds


def database_url() -> str:
    """The address of the database at hand, as DATABASE_URL names it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def served(url: str, folder: Path, workers: int = 2) -> Iterator[int]:
    """The port of the site, served on the database of that URL; `folder` gets the server's log."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--interface", "wsgi", "--workers", str(workers), "--host", "127.0.0.1", "--port", str(port)]
    options += ["--blocking-threads", "4"]
    environment = os.environ | {
        "DATABASE_URL": url,
        "DATELINE_ENV": "development",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "granian", *options, "config.wsgi:application"]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)
    try:
        await_answer(port, folder)
        yield port
    finally:
        process.terminate()
        process.wait()


def await_answer(port: int, folder: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if status(port, "/healthz") == 200:
            return
        time.sleep(0.1)
    raise AssertionError((folder / "server.log").read_text())


def status(port: int, address: str) -> int:
    """What the site answers; 0 when it does not."""
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        caller.request("GET", address)
        answer = caller.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        caller.close()


class Readers:
    """People who read one page after the other until the block ends; `answers` has a time and a status for each."""

    def __init__(self, port: int, addresses: Sequence[str], people: int) -> None:
        self.answers: list[tuple[float, float, int]] = []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.read, args=[port, addresses]) for _ in range(people)]

    def read(self, port: int, addresses: Sequence[str]) -> None:
        while not self.over.is_set():
            begun = time.monotonic()
            answer = status(port, random.choice(addresses))  # noqa: S311
            self.answers.append((begun, time.monotonic() - begun, answer))

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def await_answers(self, number: int, since: float = 0) -> None:
        """Returns when so many answers have come to what was asked after `since`, or after a minute."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and sum(begun >= since for begun, _, _ in self.answers) < number:
            time.sleep(0.1)

    def statuses(self, since: float = 0) -> set[int]:
        return {answer for begun, _, answer in self.answers if begun >= since}
