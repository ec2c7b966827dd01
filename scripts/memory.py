"""What a running stack takes of this machine's memory: python -m scripts.memory PID, the process of scripts.serve.

Prints the proportional set size (PSS, Linux alone) of every process under it: memory that several share counts once.
"""

import sys

from config import env
from scripts.processes import PROC, family, mebibytes


def name(pid: int) -> str:
    try:
        return (PROC / str(pid) / "cmdline").read_text().replace("\0", " ").strip()[:70]
    except OSError:
        return ""


def main() -> None:
    if len(sys.argv) != 2 or not sys.argv[1].isdigit() or not (PROC / sys.argv[1]).exists():
        raise env.Misconfigured("Name the process that started the stack: python -m scripts.memory PID")
    sizes = {pid: mebibytes([pid]) for pid in family(int(sys.argv[1])) - {int(sys.argv[1])}}
    for pid, size in sizes.items():
        print(f"{size:8.1f} MiB  {name(pid)}")
    print(f"{sum(sizes.values()):8.1f} MiB  in all")


if __name__ == "__main__":
    main()
