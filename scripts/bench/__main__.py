"""Measures and prints a table; the picture and the table are written to var/bench.

SIZES names how many briefs (1000,10000), DATABASES which databases (sqlite,postgresql), PARTS which parts of the table
(cached,fresh,search,desk,freshness,memory). The first size is what larger ones are compared with.
"""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from config import env
from scripts import postgres
from scripts.bench import archives, measures
from scripts.bench.archives import Archive
from scripts.bench.figures import Part, picture, table
from scripts.processes import PROC

DATABASES = {"sqlite": archives.on_sqlite, "postgresql": archives.on_postgres}
PARTS = ("cached", "fresh", "search", "desk", "freshness", "memory")


def main() -> None:
    if not (PROC / "self" / "schedstat").exists():
        raise env.Misconfigured("make bench reads the cost of processes from /proc, which this system lacks.")
    postgres.end_on_signals()
    sizes = [int(word) for word in words("SIZES", "1000,10000", str.isdecimal)]
    databases = words("DATABASES", ",".join(DATABASES), DATABASES.__contains__)
    wanted = words("PARTS", ",".join(PARTS), PARTS.__contains__)
    archives.manage(f"sqlite:///{archives.FOLDER}/none.sqlite3", "collectstatic", "--noinput", "-v0")
    parts = list[Part]()
    for name in databases:
        for part in measured(name, sizes, wanted):
            print(table([part]), flush=True)
            parts.append(part)
    keep(parts)


def words(name: str, default: str, known: Callable[[str], bool]) -> list[str]:
    found = os.environ.get(name, default).split(",")
    if wrong := [word for word in found if not known(word)]:
        raise env.Misconfigured(f"{name} holds “{wrong[0]}”, which is not understood. {__doc__}")
    return found


def measured(database: str, sizes: list[int], wanted: list[str]) -> Iterator[Part]:
    """The parts of the table for one database; what does not depend on the size is measured at the largest."""
    with ExitStack() as stack:
        opened = [stack.enter_context(DATABASES[database](size)) for size in sizes]
        small, large = opened[0], opened[-1]
        if "cached" in wanted:
            yield measures.cached(large)
        if "fresh" in wanted:
            yield from fresh(small, large)
        for name, measure in (
            ("search", measures.search),
            ("desk", measures.desk),
            ("freshness", measures.freshness),
            ("memory", measures.import_and_memory),
        ):
            if name in wanted:
                yield measure(large)


def fresh(small: Archive, large: Archive) -> Iterator[Part]:
    part, before = measures.fresh(small)
    yield part
    if large is not small:
        part, after = measures.fresh(large)
        yield part
        yield measures.growth(small, large, before, after)


def keep(parts: list[Part]) -> None:
    archives.FOLDER.mkdir(parents=True, exist_ok=True)
    title = f"Dateline measured on {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    (archives.FOLDER / "table.md").write_text(f"{title}\n{table(parts)}\n")
    (archives.FOLDER / "picture.svg").write_text(picture(parts, title))
    print(f"\nThe table and a picture of it are in {archives.FOLDER.relative_to(env.ROOT)}.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
