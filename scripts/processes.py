"""What running processes cost, as Linux tells it in /proc (proc(5)): time on a processor, and memory."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")


def family(pid: int) -> set[int]:
    """A process and all that come from it."""
    children = defaultdict[int, list[int]](list)
    for folder in PROC.glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
        children[parent].append(int(folder.name))
    found, waiting = set[int](), [pid]
    while waiting:
        found.add(each := waiting.pop())
        waiting += children[each]
    return found


def seconds(pids: Iterable[int]) -> float:
    """How long the processes that still live have been on a processor, threads that still live alone."""
    nanoseconds = 0
    for pid in pids:
        for task in PROC.glob(f"{pid}/task/*/schedstat"):
            try:
                nanoseconds += int(task.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return nanoseconds / 1e9


def mebibytes(pids: Iterable[int]) -> float:
    """The proportional set size of the processes: what they share is divided among those who share it."""
    kibibytes = 0
    for pid in pids:
        try:
            lines = (PROC / f"{pid}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        kibibytes += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kibibytes / 1024
