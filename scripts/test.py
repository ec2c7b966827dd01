"""Runs the whole suite on SQLite and then on PostgreSQL: python -m scripts.test [pytest's arguments]

Says at the end what could not be run; that is a failure where REQUIRE_ALL is yes.
"""

import sys

from config import env
from scripts import chromium, postgres


def on_sqlite() -> int:
    print("\nThe tests on SQLite", flush=True)
    return postgres.run(pytest(), database_url="")


def on_postgres() -> int:
    with postgres.server() as url:
        print("\nThe tests on PostgreSQL", flush=True)
        return postgres.run(pytest(), url)


def pytest() -> list[str]:
    return [sys.executable, "-m", "pytest", *sys.argv[1:]]


def main() -> int:
    require_all = env.flag("REQUIRE_ALL", default=False)
    postgres.end_on_signals()
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
