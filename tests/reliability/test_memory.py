"""The site answers for days and takes no more memory than in its first hour."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scripts.processes import PROC, family, mebibytes
from tests import cast
from tests.serving import Server, serving

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not PROC.exists(), reason="Linux alone tells in /proc what memory is shared."),
]
READERS = 4
PAGES = ["/", "/briefs/", "/quotes/", "/issues/", "/feed.atom", "/feed.json", "/sitemap.xml", "/briefs.md"]
ASKED_ONCE = ["?q=ships+{}", "?q=harbour&to={}", "?issue=harbour&after={}", "{}/"]
PACKED = ["gzip", "br", "identity"]
ROOM = 12  # MiB: at a million answers, the loss of 16 bytes an answer is beyond it


def read(server: Server, line: int, answers: int, addresses: list[str]) -> set[int]:
    """Asks for so many pages over one connection: most from memory, one in fifty what nobody asked for before."""
    chance, statuses = random.Random(f"{line} {answers}"), set[int]()  # noqa: S311
    for _ in range(answers):
        new = chance.random() < 0.02
        once = f"/briefs/{chance.choice(ASKED_ONCE)}".format(chance.randrange(10**9))
        address = once if new else chance.choice(addresses)
        statuses.add(server.get(address, line, accept_encoding=chance.choice(PACKED)).status)
    return statuses


def answer(server: Server, answers: int, addresses: list[str]) -> set[int]:
    with ThreadPoolExecutor(READERS) as readers:
        told = [readers.submit(read, server, line, answers // READERS, addresses) for line in range(READERS)]
        return set[int]().union(*(each.result() for each in told))


@pytest.mark.parametrize("answers", [6_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_a_server_that_answers_on_and_on_takes_no_more_memory(answers: int, tmp_path: Path) -> None:
    briefs = [cast.published(f"Ship {number}", issues=["Harbour"]).brief for number in range(40)]
    addresses = PAGES + [edition.get_absolute_url() for brief in briefs for edition in brief.editions.all()]
    with serving(1, tmp_path) as (server,):
        statuses = answer(server, answers // 5, addresses)  # its caches fill, its threads take what they need
        before = mebibytes(family(server.process.pid))
        statuses |= answer(server, answers - answers // 5, addresses)
        after = mebibytes(family(server.process.pid))
    print(f"{answers} answers: {before:.1f} MiB after a fifth of them, {after:.1f} MiB at the end")
    assert statuses == {200, 400, 404}
    assert after - before < ROOM
