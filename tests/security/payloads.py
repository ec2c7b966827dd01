"""Words that would run a script wherever a page took them for markup; `payloads.txt` has them, a kind after another."""

import re
from collections.abc import Iterator
from pathlib import Path

_SIGN = re.compile(r"(?<!\\)\\(u[0-9a-f]{4}|x[0-9a-f]{2}|t)")


def _read() -> Iterator[str]:
    for line in Path(__file__).with_name("payloads.txt").read_text().splitlines():
        if not line.startswith("# "):
            written = _SIGN.sub(lambda found: "\t" if found[1] == "t" else chr(int(found[1][1:], 16)), line)
            yield written.replace("\\\\", "\\")


PAYLOADS = list(_read())


def parcels(most: int, words: list[str] = PAYLOADS) -> list[str]:
    """All of them, several to a string of at most so many characters; none is cut."""
    found = [""]
    for each in words:
        if len(found[-1]) + len(each) + 1 > most:
            found.append("")
        found[-1] = f"{found[-1]} {each}".lstrip(" ")
    return found
