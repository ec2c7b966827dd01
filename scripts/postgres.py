"""Runs a command against a throwaway PostgreSQL: python -m scripts.postgres COMMAND…

The command finds the database's address in DATABASE_URL. TEST_DATABASE_URL names a server to use instead.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

import psycopg

from config import env

MISSING = (
    "PostgreSQL was not found: install it (Debian: apt-get install postgresql; macOS: brew install postgresql@17) "
    "or name a server in TEST_DATABASE_URL."
)
FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
EXISTS = "SELECT 1 FROM pg_database WHERE datname = 'dateline'"
# Durability is for data that someone wants back.
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")
PORT = "5432"  # no more than part of the socket's name
STARTS_WITHIN = 60  # seconds


class Owner(TypedDict, total=False):
    """Who runs the server and owns its files, as Popen's arguments; empty where that is whoever runs this."""

    user: int
    group: int
    extra_groups: list[int]


class NotFoundError(Exception):
    """There are no PostgreSQL programs on this machine."""

    def __str__(self) -> str:
        return MISSING


@contextmanager
def server(options: Sequence[str] = FAST) -> Iterator[str]:
    """The URL of a PostgreSQL database to test on; a throwaway cluster is removed at the end, however that comes.

    `options` are settings of such a cluster's server.

    Raises NotFoundError where there is no PostgreSQL.
    """
    named = env.postgres_url("TEST_DATABASE_URL", "")
    if named:
        yield named
        return
    programs = find()
    if programs is None:
        raise NotFoundError
    # In /tmp, because a socket's path may have 103 bytes, and other users cannot enter every TMPDIR.
    temporary = tempfile.TemporaryDirectory(prefix="dateline-", dir="/tmp", ignore_cleanup_errors=True)
    with temporary as folder, cluster(programs, Path(folder), options) as url:
        yield url


def find() -> Path | None:
    """The folder of the newest PostgreSQL's programs, or None."""
    folders = [path for pattern in FOLDERS for path in Path("/").glob(pattern[1:])]
    newest_first = sorted(
        folders, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))], reverse=True
    )
    return next((path for path in [*on_path(), *newest_first] if has_server(path)), None)


def on_path() -> Iterator[Path]:
    if pg_config := shutil.which("pg_config"):
        yield Path(subprocess.check_output([pg_config, "--bindir"], text=True).strip())
    if postgres := shutil.which("postgres"):
        yield Path(postgres).resolve().parent


def has_server(folder: Path) -> bool:
    return all((folder / program).exists() for program in ("initdb", "postgres"))


@contextmanager
def cluster(programs: Path, folder: Path, options: Sequence[str] = FAST) -> Iterator[str]:
    """A new cluster in the folder, reached through a socket in it alone."""
    owner = unprivileged(folder)
    create(programs, folder, owner)
    process = start(programs, folder, owner, options, folder)
    try:
        yield await_database(process, folder, folder)
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL's word for: end the sessions and stop
        process.wait()


def unprivileged(folder: Path) -> Owner:
    """Hands root's folder to somebody else, because PostgreSQL refuses to run as root."""
    if os.geteuid():
        return {}
    users = {user.pw_name: user for user in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def create(programs: Path, folder: Path, owner: Owner) -> None:
    # macOS has no C.UTF-8, and not every Debian has en_US.UTF-8.
    letters = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    options = f"-U dateline -E UTF8 --lc-collate=C --lc-ctype={letters} -A trust --no-sync".split()
    command: list[str | Path] = [programs / "initdb", "-D", folder / "data", *options]
    made = subprocess.run(command, **owner, cwd=folder, capture_output=True, check=False)
    if made.returncode:
        raise env.Misconfigured(
            f"PostgreSQL could not make a cluster: {made.stderr.decode(errors='replace').strip()}"
        )


def start(
    programs: Path, folder: Path, owner: Owner, options: Sequence[str], socket: Path
) -> subprocess.Popen[bytes]:
    """The server on the cluster in the folder, with its socket in a folder whose path is short."""
    settings = [word for option in options for word in ("-c", option)]
    command: list[str | Path] = [
        programs / "postgres",
        "-D",
        folder / "data",
        "-k",
        socket,
        "-p",
        PORT,
        *settings,
    ]
    with (folder / "log").open("wb") as log:
        # In a session of its own, so that a Ctrl-C in the terminal ends the command first.
        return subprocess.Popen(command, **owner, cwd=folder, stdout=log, stderr=log, start_new_session=True)


def await_database(process: subprocess.Popen[bytes], folder: Path, socket: Path) -> str:
    """Creates the database, where it is not there yet, as soon as the server answers, and tells its URL."""
    deadline = time.monotonic() + STARTS_WITHIN
    address = f"postgres://dateline@:{PORT}/postgres?host={socket}"
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                if not connection.execute(EXISTS).fetchone():
                    connection.execute("CREATE DATABASE dateline")
            return address.replace("/postgres?", "/dateline?")
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise env.Misconfigured(
        f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace').strip()}"
    )


def run(command: list[str], database_url: str) -> int:
    """Runs the command on the database and tells its exit status; it does not outlive this process.

    Which settings it reads it says itself: pytest would else read them before tests/conftest.py had its say.
    """
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(command, env=inherited | {"DATABASE_URL": database_url})
    try:
        return process.wait()
    finally:
        process.terminate()
        process.wait()


def end_on_signals() -> None:
    """Lets SIGINT, SIGTERM and SIGHUP end this process like an exception, so that what it started is taken down.

    SIGINT by name, too: a process that was started in the background is told to ignore it.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    end_on_signals()
    try:
        with server() as url:
            return run(sys.argv[1:], url)
    except NotFoundError as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
