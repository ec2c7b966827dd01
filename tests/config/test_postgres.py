"""The throwaway PostgreSQL that the tests run on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from scripts import postgres

ROOT = Path(__file__).resolve().parents[2]
TELL = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep({seconds})"

needs_postgres = pytest.mark.skipif(postgres.find() is None, reason=postgres.MISSING)


@pytest.fixture
def throwaway() -> Iterator["subprocess.Popen[str]"]:
    """A command on a throwaway PostgreSQL that would go on for an hour."""
    command = [sys.executable, "-c", TELL.format(seconds=3600)]
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.postgres", *command],
        env=os.environ | {"TEST_DATABASE_URL": ""},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        process.kill()


@needs_postgres
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_throwaway_postgresql_that_is_interrupted_leaves_nothing_behind(
    throwaway: "subprocess.Popen[str]", end: signal.Signals
) -> None:
    assert throwaway.stdout
    url = throwaway.stdout.readline().strip()
    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    throwaway.send_signal(end)
    assert throwaway.wait(timeout=30) == 128 + end
    assert not Path(url.partition("?host=")[2]).exists()


@needs_postgres
def test_the_commands_exit_status_is_passed_on() -> None:
    command = [sys.executable, "-m", "scripts.postgres", sys.executable, "-c", "raise SystemExit(7)"]
    assert (
        subprocess.run(command, env=os.environ | {"TEST_DATABASE_URL": ""}, cwd=ROOT, check=False).returncode
        == 7
    )


def test_a_named_server_is_used_instead() -> None:
    named = "postgres://piet@db.example.org/dateline"
    command = [
        sys.executable,
        "-m",
        "scripts.postgres",
        sys.executable,
        "-c",
        TELL.format(seconds=0),
    ]
    environment = os.environ | {"TEST_DATABASE_URL": named}
    told = subprocess.check_output(command, env=environment, cwd=ROOT, text=True)
    assert told.strip() == named
