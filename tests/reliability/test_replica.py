"""Public pages are drawn from a replica, and are never older for it: a real one, that follows, lags and stops."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.db import connection

from editions.publishing import publish
from editions.stamp import ASK
from scripts import postgres
from tests import cast
from tests.serving import ROOT, Server, database_url, serving

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no replicas"),
    pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="a replica takes a server of our own"),
]
TOKEN = "a token for whoever counts"
FOLLOWS_WITHIN = 30  # seconds, on a machine that may be busy


class Replica:
    """A second server that follows the one of the test."""

    def __init__(self, folder: Path) -> None:
        programs = postgres.find()
        assert programs
        owner, socket = postgres.unprivileged(folder), parse_qs(urlsplit(database_url()).query)["host"][0]
        copy: list[str | Path] = [
            programs / "pg_basebackup",
            "-h",
            socket,
            "-p",
            postgres.PORT,
            "-U",
            "dateline",
        ]
        copy += ["-D", folder / "data", "--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        subprocess.run(copy, **owner, cwd=folder, check=True, capture_output=True)
        self.url = urlsplit(database_url())._replace(query=f"host={folder}").geturl()
        self.process = postgres.start(programs, folder, owner, postgres.FAST, folder)
        self.await_answer()

    def await_answer(self) -> None:
        for _ in range(FOLLOWS_WITHIN * 10):
            try:
                self.ask("SELECT 1")
                return
            except psycopg.OperationalError:
                time.sleep(0.1)
        raise TimeoutError("The replica did not start.")

    def ask(self, question: str) -> object:
        with psycopg.connect(self.url, autocommit=True) as line:
            row = line.execute(question).fetchone()
            return row[0] if row else None

    def follow(self) -> None:
        """Wait until it has the last change."""
        with connection.cursor() as cursor:
            cursor.execute(ASK["postgresql"])
            (stamp,) = cursor.fetchone()
        for _ in range(FOLLOWS_WITHIN * 10):
            if self.ask(ASK["postgresql"]) == stamp:
                return
            time.sleep(0.1)
        raise TimeoutError("The replica did not follow.")

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()


@pytest.fixture
def replica() -> Iterator[Replica]:
    with tempfile.TemporaryDirectory(prefix="dateline-", dir="/tmp") as folder:
        replica = Replica(Path(folder))
        yield replica
        replica.stop()


@pytest.fixture
def server(replica: Replica, tmp_path: Path) -> Iterator[Server]:
    with serving(1, tmp_path, DATABASE_REPLICA_URL=replica.url, METRICS_TOKEN=TOKEN) as (server,):
        yield server


def counted(server: Server) -> dict[str, float]:
    """How many pages were drawn from the replica, and how many were not because it was behind or down."""
    told = server.get("/metrics", Authorization=f"Bearer {TOKEN}").body.decode()
    return {name: float(n) for name, n in re.findall(r'dateline_replica_total\{answer="(\w+)"\} (\S+)', told)}


def test_what_is_published_is_shown_at_once_whether_the_replica_follows_lags_or_stops(
    replica: Replica, server: Server
) -> None:
    brief = cast.published("Ship v0").brief
    replica.follow()
    assert b"Ship v0" in server.get("/briefs/").body
    assert b"<mark>Ship</mark> v0" in server.get("/briefs/?q=ship").body
    assert counted(server) == {"used": 2, "behind": 0, "down": 0}

    replica.ask("SELECT pg_wal_replay_pause()")
    publish(cast.change(brief, title="Ship v1"), None)
    assert b"Ship v1" in server.get("/briefs/").body
    assert b"Ship v1" in server.get(brief.editions.live().get().get_absolute_url()).body
    assert counted(server) == {"used": 2, "behind": 2, "down": 0}

    replica.ask("SELECT pg_wal_replay_resume()")
    replica.follow()
    assert b"Ship v1" in server.get("/quotes/").body
    assert counted(server)["used"] == 3

    for version in range(2, 6):  # as fast as they come
        publish(cast.change(brief, title=f"Ship v{version}"), None)
        assert b"Ship v%d" % version in server.get("/briefs/").body

    replica.stop()
    publish(cast.change(brief, title="Ship v6"), None)
    answer = server.get("/briefs/")
    assert (answer.status, b"Ship v6" in answer.body) == (200, True)
    assert answer.got - answer.sent < 5
    assert counted(server)["down"] >= 1


def test_the_desk_and_commands_never_ask_the_replica(replica: Replica) -> None:
    told = os.environ | {"DATABASE_URL": database_url(), "DATABASE_REPLICA_URL": replica.url}
    replica.stop()
    for command in ("check", "migrate --check", "recount --check"):
        asked = [sys.executable, "manage.py", *command.split()]
        done = subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
