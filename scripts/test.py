"""Runs the whole suite on SQLite and then on PostgreSQL: python -m scripts.test [pytest's arguments]

Says at the end what could not be run; that is a failure where REQUIRE_ALL is yes.
"""

import os
import secrets
import subprocess
import sys

from config import env
from scripts import chromium, postgres


def gather_static_files() -> None:
    """What a site in production names by digest, for the tests that serve one. Asks no database."""
    told = {
        "DATELINE_ENV": "production",
        "DATABASE_URL": "sqlite:///var/none.sqlite3",
        "ALLOWED_HOSTS": "localhost",
        "SECRET_KEY": secrets.token_urlsafe(50),
    }
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, env=os.environ | told, cwd=env.ROOT, check=True)


def on_sqlite() -> int:
    print("\nThe tests on SQLite", flush=True)
    return postgres.run(pytest(), database_url="")


def on_postgres() -> int:
    """The same tests, without those that touch no database: they would only say again what they said."""
    with postgres.server() as url:
        print("\nThe tests on PostgreSQL", flush=True)
        return postgres.run([*pytest(), "--database-only"], url)


def pytest() -> list[str]:
    """Spread over the processors; more than four workers would spend their time on databases of their own."""
    return [sys.executable, "-m", "pytest", "-n", "auto", "--maxprocesses", "4", *sys.argv[1:]]


def main() -> int:
    require_all = env.flag("REQUIRE_ALL", default=False)
    postgres.end_on_signals()
    gather_static_files()
    last_words = [sentence for sentence in [chromium.hindrance()] if sentence]
    failed = ["SQLite"] if on_sqlite() else []
    try:
        failed += ["PostgreSQL"] if on_postgres() else []
    except postgres.NotFoundError as missing:
        last_words.append(f"The tests were run on SQLite alone, because {missing}")
    absent = bool(last_words)
    last_words += [f"Tests failed on {' and on '.join(failed)}."] if failed else []
    print("".join(f"\n{sentence}\n" for sentence in last_words), end="", flush=True)
    return int(bool(failed) or (absent and require_all))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
