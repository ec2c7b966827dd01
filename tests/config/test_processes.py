"""Several processes on one database: what one publishes, each shows at its very next answer, however they are asked.

A publisher works at random beneath readers, and every answer is held against what was true while it was asked for.
"""

import datetime
import gzip
import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from django.utils import timezone

from briefs.models import Brief
from editions.publishing import publish, withdraw
from issues.models import Issue
from tests import cast
from tests.serving import Answer, Server, serving

pytestmark = pytest.mark.django_db(transaction=True)
Instant = datetime.datetime
NUMBER = 5  # briefs
LISTS = [
    "/",
    "/briefs/",
    "/briefs/?issue=harbour",
    "/feed.atom",
    "/feed.json",
    "/issues/harbour/",
    "/briefs.md",
]
SHOWN = re.compile(rb"Ship (\d) v(\d+)")
NAMED = re.compile(rb"Harbour n(\d+)")
NAME = -1  # the key of the issue's name among the things that change
GONE = 0


@pytest.fixture(scope="module")
def servers(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    with serving(3, tmp_path_factory.mktemp("uploads")) as servers:
        yield servers


@dataclass(slots=True)
class Truth:
    """What each thing shows, with the two instants between which it began to: for an act when it was begun and when it
    was done, for a schedule its second, twice.
    """

    values: dict[int, list[tuple[float, float, int]]] = field(default_factory=dict)

    def during(self, key: int, sent: float, got: float) -> set[int]:
        """What it may have shown to a request that was sent and answered at these instants."""
        told = list(self.values[key])
        over = [last for _, last, _ in told[1:]] + [float("inf")]
        return {
            value for (first, _, value), end in zip(told, over, strict=True) if first <= got and end >= sent
        }


class Publisher:
    """Publishes, schedules, withdraws and renames at random. `Ship 3 v7` is what brief 3 says since the seventh act."""

    def __init__(self, seed: int) -> None:
        self.random, self.numbers, self.truth = random.Random(seed), count(1), Truth()  # noqa: S311
        self.issue = Issue.objects.create(name="Harbour n0", slug="harbour")
        self.briefs = [
            cast.make_brief(f"Ship {key} v0", slug=f"ship-{key}", issues=["Harbour n0"])
            for key in range(NUMBER)
        ]
        self.truth.values = {key: [(0.0, 0.0, GONE)] for key in (*range(NUMBER), NAME)}
        self.addresses = [f"/briefs/2024/03/14/ship-{key}/" for key in range(NUMBER)]
        for key in range(NUMBER):
            self.publish(key)

    def act(self) -> None:
        key = self.random.randrange(NUMBER)
        latest = self.truth.values[key][-1]
        if latest[0] > time.time() - 0.1:  # what is scheduled takes its course
            return
        if self.random.random() < 0.2:
            self.rename()
        elif latest[2] and self.random.random() < 0.3:
            self.withdraw(key)
        else:
            self.publish(key, ahead=self.random.choice([0, 0, 0.4]))

    def publish(self, key: int, ahead: float = 0) -> None:
        version, begun = next(self.numbers), time.time()
        brief = Brief.objects.get(pk=self.briefs[key].pk)
        changed = cast.change(brief, title=f"Ship {key} v{version}")
        at = timezone.now() + datetime.timedelta(seconds=ahead) if ahead else None
        self.done(key, begun, version, lambda: publish(changed, None, at), at)

    def withdraw(self, key: int) -> None:
        brief = Brief.objects.get(pk=self.briefs[key].pk)
        self.done(key, time.time(), GONE, lambda: withdraw(brief, None), None)

    def rename(self) -> None:
        number = next(self.numbers)
        named = Issue.objects.filter(pk=self.issue.pk)
        self.done(NAME, time.time(), number, lambda: named.update(name=f"Harbour n{number}"), None)

    def done(self, key: int, begun: float, value: int, act: Callable[[], object], at: Instant | None) -> None:
        act()
        first = at.timestamp() if at else begun
        self.truth.values[key].append((first, max(first, time.time()), value))


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer said of one thing."""

    address: str
    key: int
    value: int
    sent: float
    got: float


class Reader:
    """Asks for pages at random, of one process after another, over connections of its own."""

    def __init__(self, number: int, servers: list[Server], addresses: list[str]) -> None:
        self.number, self.servers, self.addresses = number, servers, addresses
        self.random = random.Random(number)  # noqa: S311
        self.seen: list[Seen] = []
        self.answers = self.hits = 0

    def read(self, wanted: int, stop: threading.Event) -> None:
        while self.answers < wanted and not stop.is_set():
            address = self.random.choice([*LISTS, *self.addresses])
            coding = self.random.choice(["identity", "gzip"])
            answer = self.random.choice(self.servers).get(address, self.number, accept_encoding=coding)
            self.answers, self.hits = self.answers + 1, self.hits + answer.hit
            self.note(address, answer)

    def note(self, address: str, answer: Answer) -> None:
        assert answer.status in {200, 410}, (address, answer.status)
        packed = answer.headers.get("content-encoding") == "gzip"
        body = gzip.decompress(answer.body) if packed else answer.body
        shown: dict[int, set[int]] = {key: set() for key in self.keys(address)}
        for key, version in SHOWN.findall(body):
            if int(key) in shown:
                shown[int(key)].add(int(version))
        told = [(key, value) for key, values in shown.items() for value in values or {GONE}]
        if address in LISTS:  # a brief's own page also tells what its issue was called that day
            told += [(NAME, int(number)) for number in set(NAMED.findall(body))]
        self.seen += [Seen(address, key, value, answer.sent, answer.got) for key, value in told]

    def keys(self, address: str) -> Iterable[int]:
        """The briefs that an address must tell of: its own, or all that are live."""
        return [self.addresses.index(address)] if address in self.addresses else range(NUMBER)


def wrong_answers(servers: list[Server], answers: int, pause: float) -> tuple[list[Seen], float]:
    """What was said that was not true while it was asked for, of so many answers; and how many came from memory."""
    publisher, stop = Publisher(seed=20), threading.Event()
    readers = [Reader(number, servers, publisher.addresses) for number in range(4)]
    with ThreadPoolExecutor(len(readers)) as pool:
        reading = [pool.submit(reader.read, answers // len(readers), stop) for reader in readers]
        try:
            while not all(each.done() for each in reading):
                publisher.act()
                time.sleep(pause)
        finally:
            stop.set()
        for each in reading:
            each.result()
    seen = [each for reader in readers for each in reader.seen]
    wrong = [each for each in seen if each.value not in publisher.truth.during(each.key, each.sent, each.got)]
    total = sum(reader.answers for reader in readers)
    assert total == answers
    return wrong, sum(reader.hits for reader in readers) / total


def test_every_answer_is_true_while_someone_publishes(servers: list[Server]) -> None:
    wrong, hits = wrong_answers(servers, 1_200, pause=0.4)
    assert not wrong
    assert hits > 0.02


@pytest.mark.long
def test_of_a_hundred_thousand_answers_none_is_wrong(servers: list[Server]) -> None:
    wrong, hits = wrong_answers(servers, 100_000, pause=0.25)
    assert not wrong
    assert hits > 0.02


def test_what_one_process_does_all_show_at_their_next_answer(servers: list[Server]) -> None:
    edition = cast.published("Ship 0 v1")
    address = edition.get_absolute_url()
    for version in range(2, 8):
        assert [b"Ship 0 v%d" % (version - 1) in server.get(address).body for server in servers] == [True] * 3
        assert all(server.get(address).hit for server in servers)
        publish(cast.change(edition.brief, title=f"Ship 0 v{version}"), None)
    withdraw(edition.brief, None)
    assert [server.get(address).status for server in servers] == [410] * 3


def test_all_show_what_is_scheduled_at_its_second_and_not_before(servers: list[Server]) -> None:
    edition = cast.published("Ship 0 v1")
    address, at = edition.get_absolute_url(), timezone.now() + datetime.timedelta(seconds=2)
    publish(cast.change(edition.brief, title="Ship 0 v2"), None, at)
    early, late = 0, 0
    while late < 3:
        for server in servers:
            answer = server.get(address)
            new = b"Ship 0 v2" in answer.body
            assert not (new and answer.got < at.timestamp())
            assert new or answer.sent < at.timestamp()
            early += answer.got < at.timestamp() and answer.hit
        late += answer.sent > at.timestamp()
    assert early > 0


def test_a_process_that_is_killed_fails_no_page_but_those_in_its_hands(
    tmp_path: Path, servers: list[Server]
) -> None:
    address = cast.published("Ship 0 v1").get_absolute_url()
    failed: list[str] = []
    stop = threading.Event()

    def read(doomed: Server, number: int) -> int:
        """Asks the doomed one first and, once it refuses, the others, as a proxy in front of them does."""
        answers = 0
        while not stop.is_set():
            try:
                answer = doomed.get(address, number)
            except ConnectionRefusedError:
                answer = servers[number].get(address, number)
            except (OSError, http.client.HTTPException) as cut:
                failed.append(str(cut))
                continue
            assert b"Ship 0 v1" in answer.body
            answers += 1
        return answers

    with serving(1, tmp_path) as (doomed,), ThreadPoolExecutor(3) as pool:
        reading = [pool.submit(read, doomed, number) for number in range(3)]
        time.sleep(0.5)
        doomed.kill()
        time.sleep(0.5)
        stop.set()
        assert all(each.result() > 1 for each in reading)
    # In its hands were, of each reader, the page being made and one that had come in by then.
    assert len(failed) <= 6
