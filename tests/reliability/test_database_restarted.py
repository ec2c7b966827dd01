"""PostgreSQL is stopped and started again under load: the service returns by itself."""

from __future__ import annotations

import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from editions.backup.archive import restore, write
from scripts import postgres
from tests import cast
from tests.reliability.other_database import working_on
from tests.reliability.serving import Readers, served

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite is no server that could be restarted"
    ),
    pytest.mark.skipif(postgres.find() is None, reason=postgres.MISSING),
]
RETURNS_WITHIN = 5  # seconds after the database answers again


class Server:
    """A PostgreSQL of the test's own that can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        programs = postgres.find()
        assert programs
        self.programs, self.folder, self.owner = programs, folder, postgres.unprivileged(folder)
        postgres.create(programs, folder, self.owner)

    def start(self) -> str:
        """The URL of its database, as soon as it answers."""
        folder = self.folder
        self.process = postgres.start(self.programs, folder, self.owner, postgres.FAST, folder)
        return postgres.await_database(self.process, folder, folder)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="dateline-", dir="/tmp") as folder:
        server = Server(Path(folder))
        yield server
        if server.process.poll() is None:
            server.stop()


def test_the_site_reads_again_by_itself_after_the_database_was_restarted(
    server: Server, tmp_path: Path
) -> None:
    edition = cast.published()
    write(tmp_path / "one.backup")
    url = server.start()
    with working_on("dateline", host=str(server.folder)):
        restore(tmp_path / "one.backup")
    with (
        served(url, tmp_path) as port,
        Readers(port, ["/", "/briefs/", edition.get_absolute_url()], people=4) as readers,
    ):
        readers.await_answers(8)
        stopped = time.monotonic()
        server.stop()
        time.sleep(1)
        server.start()
        back = time.monotonic()
        time.sleep(RETURNS_WITHIN)
        readers.await_answers(8, since=back + RETURNS_WITHIN)
    assert {answer for begun, wait, answer in readers.answers if begun + wait < stopped} == {200}
    assert readers.statuses() <= {200, 500, 503}
    assert readers.statuses(back + RETURNS_WITHIN) == {200}
    last = max((begun + wait for begun, wait, answer in readers.answers if answer != 200), default=stopped)
    print(
        f"out for {back - stopped:.1f} s; the last page that failed came {last - back:+.2f} s after the database"
    )
