"""The site as processes of their own, under its production server, on the database of the test."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 120  # seconds, on a machine that may be busy


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and when it was asked for and was there (seconds since 1970)."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    sent: float
    got: float

    @property
    def hit(self) -> bool:
        return self.headers.get("cache-status", "").endswith("hit")


@dataclass(slots=True)
class Server:
    """A process that serves the site on a port of its own."""

    process: subprocess.Popen[bytes]
    port: int
    lines: dict[int, http.client.HTTPConnection] = field(default_factory=dict)

    def get(self, path: str, line: int = 0, method: str = "GET", **headers: str) -> Answer:
        """The answer over one of several kept connections. Raises OSError or HTTPException when it was cut off."""
        caller = self.lines.setdefault(line, http.client.HTTPConnection("127.0.0.1", self.port, timeout=60))
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = time.time()
        try:
            caller.request(method, path, headers=told)
            response = caller.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            self.lines.pop(line).close()
            raise
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, body, sent, time.time())

    def kill(self) -> None:
        """End it and its workers at once, in the middle of whatever they do."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        for caller in self.lines.values():
            caller.close()
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def serving(number: int, folder: Path, **environment: str) -> Iterator[list[Server]]:
    """So many processes on one database, each with `environment` over that of the test, until the block ends."""
    told = os.environ | {"DATABASE_URL": database_url(), "UPLOADS": str(folder), "CACHE_MEGABYTES": "16"}
    servers: list[Server] = []
    try:
        for port in free_ports(number):
            command = f"-m granian --interface wsgi --no-ws --port {port} config.wsgi:application".split()
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=told | environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            servers.append(Server(process, port))
        for server in servers:
            await_start(server)
        yield servers
    finally:
        for server in servers:
            server.stop()


def await_start(server: Server) -> None:
    """Raises TimeoutError when it does not answer in time."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if server.get("/healthz").status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise TimeoutError("The site did not start.")


def free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def database_url() -> str:
    """The URL of the database that this test is on."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
