"""The measurements, one function a part of the table."""

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

from scripts import processes
from scripts.bench import archives, servers
from scripts.bench.archives import Archive
from scripts.bench.figures import Figure, Part
from scripts.bench.load import Request, milliseconds, p95, waits

CACHED = ("a brief", "an issue's list, first page")
FRESH = {
    "a brief": 10.0,
    "an issue's list, first page": 12.0,
    "an issue's list, last page": 12.0,
    "an issue's list": 12.0,
    "two issues": 12.0,
    "the Atom feed": 12.0,
}
FIRST = ", not read before"
MINIMAL = "scripts.bench.minimal:application"


def cached(archive: Archive) -> Part:
    """Pages from the cache, beside nginx with the same bytes from a file: plain, compressed, and “not modified”."""
    addresses = dict(_named(archives.ask(archive.url, "pages")))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-bench-")))
        (folder / "pages").mkdir()
        site = stack.enter_context(servers.dateline(archive.url, archive.server))
        asked = [each for name in CACHED for each in _ways(site, name, addresses[name])]
        for number, (_, request) in enumerate(asked):
            _keep(request, folder / "pages" / f"{number}.html")
        files = stack.enter_context(servers.nginx(folder))
        beside = [_same(files, number, request) for number, (_, request) in enumerate(asked)]
        least = stack.enter_context(servers.granian(MINIMAL))
        costs = milliseconds(
            Request.at_once, *(request for _, request in asked), *beside, Request(least, "/")
        )
    goal = 8.0 if archive.server else 3.0
    figures = [
        Figure(name, cost, "ms CPU", reference, "nginx, the same bytes", goal)
        for (name, _), cost, reference in zip(asked, costs, costs[len(asked) :], strict=False)
    ]
    return Part(
        f"From the cache, {archive.kind}, strict",
        [*figures, Figure("a minimal granian application", costs[-1], "ms CPU")],
    )


def _ways(site: servers.Server, name: str, address: str) -> Iterator[tuple[str, Request]]:
    yield f"{name}, plain", Request(site, address, {"Accept-Encoding": "identity"})
    yield f"{name}, compressed", Request(site, address, {"Accept-Encoding": "gzip, br"})
    answer, _ = Request(site, address, {"Accept-Encoding": "gzip, br"}).once()
    known = {"Accept-Encoding": "gzip, br", "If-None-Match": answer.headers.get("ETag", '"none"')}
    yield f"{name}, 304", Request(site, address, known, status=304)


def _keep(request: Request, file: Path) -> None:
    """The very bytes of an answer in a file; those of a “not modified” are the page's."""
    plain = {name: value for name, value in request.headers.items() if name != "If-None-Match"}
    file.write_bytes(Request(request.server, request.path, plain).once()[1])


def _same(files: servers.Server, number: int, request: Request) -> Request:
    """The same question to nginx; who has the file already shows nginx's own tag."""
    path = f"/{number}.html"
    if request.status == 200:
        return Request(files, path)
    answer, _ = Request(files, path).once()
    return Request(files, path, {"If-None-Match": answer.headers["ETag"]}, status=304)


def fresh(archive: Archive) -> tuple[Part, dict[str, float]]:
    """Pages with the cache off, beside the least that gunicorn answers; and their costs by name, in milliseconds.

    Asked again and again a page finds what it says for good in the worker's memory; what it costs the first time is
    told of those pages that keep most.
    """
    named = _named(archives.ask(archive.url, "pages"))
    unread = {f"{name}{FIRST}": cycle(paths) for name, paths in archives.ask(archive.url, "unread")}
    with (
        servers.dateline(archive.url, archive.server, cache_megabytes=0) as site,
        servers.gunicorn(MINIMAL) as least,
    ):
        asked = {name: Request(site, path) for name, path in named}
        asked |= {name: Request(site, next(paths), others=paths) for name, paths in unread.items()}
        *costs, reference = milliseconds(Request.in_turn, *asked.values(), Request(least, "/"))
    told = dict(zip(asked, costs, strict=True))
    figures = [
        Figure(
            name,
            told[name],
            "ms CPU",
            reference,
            "a minimal gunicorn application",
            FRESH.get(name.removesuffix(FIRST)),
        )
        for name in told
    ]
    return Part(f"Rendered anew, {archive.kind}, {archive.briefs:,} briefs", figures), told


def growth(small: Archive, large: Archive, before: dict[str, float], after: dict[str, float]) -> Part:
    """What the same pages cost in a larger archive."""
    heading = f"{large.briefs:,} briefs beside {small.briefs:,}, {large.kind}"
    beside = f"at {small.briefs:,}"
    return Part(
        heading,
        [Figure(name, cost, "ms CPU", before[name], beside, 1.3) for name, cost in after.items()],
    )


def search(archive: Archive) -> Part:
    """How long a reader waits for each kind of search, of twenty times the 95th percentile, nothing cached."""
    limits = {False: (20.0, 60.0), True: (60.0, 150.0)}[archive.briefs > 100_000]
    with servers.dateline(archive.url, archive.server, cache_megabytes=0) as site:
        figures = []
        for kind, address in _named(archives.ask(archive.url, "questions")):
            request = Request(site, address)
            waits(request.once, 4)
            figures.append(
                Figure(kind, p95(waits(request.once, 20)), "ms", goal=limits[archive.server is not None])
            )
    return Part(f"Search, 95th percentile, {archive.kind}, {archive.briefs:,} briefs", figures)


def desk(archive: Archive) -> Part:
    """How long someone at the desk waits, at the median."""
    cookie, *rest = archives.ask(archive.url, "desk")
    with servers.dateline(archive.url, archive.server) as site:
        figures = []
        for name, address in _named(rest):
            request = Request(site, address, {"Cookie": f"{cookie}"})
            waits(request.once, 4)
            figures.append(Figure(name, statistics.median(waits(request.once, 11)), "ms", goal=300))
    return Part(f"The desk, median, {archive.kind}, {archive.briefs:,} briefs", figures)


def freshness(archive: Archive) -> Part:
    """How many answers were not yet true right after a publication or withdrawal, of two workers."""
    with servers.dateline(archive.url, archive.server) as site:
        asked, stale = archives.ask(archive.url, "freshness", f"{site.port}", "25")
    return Part(
        f"Published or withdrawn, then asked at once, {archive.kind}",
        [Figure(f"answers not yet true, of {asked}", float(f"{stale}"), "answers")],
    )


def import_and_memory(archive: Archive) -> Part:
    """How fast the archive was brought in, and what the site takes in memory once its pages have been read."""
    figures = []
    if archive.per_second is not None and archive.briefs >= 10_000:
        floor = 500.0 if archive.server else 1000.0
        figures.append(
            Figure("brought in, search included", archive.per_second, "briefs/s", goal=floor, at_least=True)
        )
        figures.append(Figure("memory while they were brought in", archive.peak or 0, "MiB"))
    with servers.dateline(archive.url, archive.server) as site:
        for _, address in _named(archives.ask(archive.url, "pages")) * 10:
            Request(site, address, {"Accept-Encoding": "gzip"}).once()
        room = {True: 130.0, False: 200.0}[archive.briefs <= 10_000]
        figures.append(
            Figure(
                "memory, two workers and database", processes.mebibytes(site.processes()), "MiB", goal=room
            )
        )
    return Part(f"Bringing in, and memory, {archive.kind}, {archive.briefs:,} briefs", figures)


def _named(pairs: list[Any]) -> list[tuple[str, str]]:
    return [(name, address) for name, address in pairs]
