"""Asking a server, and what the answers cost it."""

import http.client
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from config import env
from scripts import processes
from scripts.bench.servers import Server

ROUNDS = 5
SECONDS = 1.0  # of load a round
# What a proxy adds, so that a site in production answers instead of leading to HTTPS
PROXIED = {"Host": "localhost", "X-Forwarded-Proto": "https"}


@dataclass(frozen=True, slots=True)
class Request:
    """One address of one server, asked in one way, and the status that it must answer with. `others`, which never end,
    take its place when it is asked over and over in turn.
    """

    server: Server
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    others: Iterator[str] | None = None

    def once(self) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer and its bytes. Raises Misconfigured when it is not what was expected."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        try:
            connection.request("GET", self.path, headers=PROXIED | self.headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != self.status:
            raise env.Misconfigured(f"{self.path} answered {answer.status} instead of {self.status}.")
        return answer, body

    def in_turn(self) -> int:
        """Asks over and over, one after the other, through one connection; how many answers came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        until, answers = time.monotonic() + SECONDS, 0
        while time.monotonic() < until:
            path = next(self.others) if self.others else self.path
            connection.request("GET", path, headers=PROXIED | self.headers)
            connection.getresponse().read()
            answers += 1
        connection.close()
        return answers

    def at_once(self) -> int:
        """Asks as fast as answers come, through four connections; how many came. For what costs next to nothing."""
        headers = [word for each in (PROXIED | self.headers).items() for word in ("-H", ": ".join(each))]
        address = f"http://127.0.0.1:{self.server.port}{self.path}"
        told = subprocess.run(
            [wrk(), "-t1", "-c4", f"-d{SECONDS:.0f}s", *headers, address],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        if "Non-2xx" in told or "Socket errors" in told:
            raise env.Misconfigured(f"{self.path} did not bear the load: {told}")
        found = re.search(r"(\d+) requests in", told)
        return int(found[1]) if found else 0


def wrk() -> str:
    program = shutil.which("wrk")
    if program is None:
        raise env.Misconfigured("make bench needs wrk to ask with: apt-get install wrk, or brew install wrk.")
    return program


def milliseconds(load: Callable[[Request], int], *requests: Request) -> list[float]:
    """What each of `requests` costs its server's processes in time on a processor: the medians of rounds in turn."""
    for request in requests:
        for _ in range(8):  # each worker has met it
            request.once()
    rounds = [[cost(load, request) for request in requests] for _ in range(ROUNDS)]
    return [statistics.median(costs) for costs in zip(*rounds, strict=True)]


def cost(load: Callable[[Request], int], request: Request) -> float:
    """Milliseconds of processor time an answer."""
    family = request.server.processes()
    before = processes.seconds(family)
    answers = load(request)
    return (processes.seconds(family) - before) / max(answers, 1) * 1000


def waits(ask: Callable[[], object], times: int) -> list[float]:
    """How many milliseconds passed at each of so many calls, in order of size."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        found.append((time.perf_counter() - began) * 1000)
    return sorted(found)


def p95(sizes: list[float]) -> float:
    return sizes[min(len(sizes) - 1, int(len(sizes) * 0.95))]
