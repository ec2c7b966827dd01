"""Fifty readers and five editors at once: nobody meets an error, and no lock runs out of time."""

from __future__ import annotations

import statistics
import threading
import time
from itertools import count
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from audit.models import Act, Entry
from briefs import roles
from briefs.models import Brief
from tests import cast
from tests.desk import Desk
from tests.reliability.invariants import breaches
from tests.reliability.serving import Readers, database_url, served

pytestmark = pytest.mark.django_db(transaction=True)
READERS, EDITORS = 50, 5


class Editor:
    """Saves words and publishes them, again and again, until told to stop."""

    def __init__(self, number: int, over: threading.Event) -> None:
        self.brief, self.over, self.faults = cast.published(f"Harbour {number}").brief, over, list[str]()
        self.desk = Desk(Client(), cast.person(f"piet{number}", roles.PUBLISHER))
        self.thread = threading.Thread(target=self.work)

    def work(self) -> None:
        try:
            for number in count(1):
                if self.over.is_set():
                    return
                page = self.desk.open(self.brief).fill(title=f"Title {number}").press("_publish")
                if not page.redirect_chain:
                    self.faults.append(page.content.decode())
        except Exception as fault:  # noqa: BLE001 - the test tells of it
            self.faults.append(repr(fault))
        finally:
            connection.close()


@pytest.mark.parametrize("seconds", [6, pytest.param(600, marks=pytest.mark.long)])
def test_fifty_readers_and_five_editors_meet_no_error(seconds: int, tmp_path: Path) -> None:
    over = threading.Event()
    editors = [Editor(number, over) for number in range(EDITORS)]
    addresses = ["/", "/briefs/", "/quotes/", "/issues/", "/briefs/?q=ships", "/feed.atom", "/sitemap.xml"]
    addresses += [edition.get_absolute_url() for editor in editors for edition in editor.brief.editions.all()]
    with served(database_url(), tmp_path) as port, Readers(port, addresses, READERS) as readers:
        for editor in editors:
            editor.thread.start()
        time.sleep(seconds)
        over.set()
        for editor in editors:
            editor.thread.join()
    assert [fault for editor in editors for fault in editor.faults] == []
    assert readers.statuses() <= {200}, (tmp_path / "server.log").read_text()[-4000:]
    assert Entry.objects.filter(act=Act.PUBLISHED).count() >= 2 * EDITORS
    assert Brief.objects.filter(title__startswith="Title").count() == EDITORS
    assert breaches() == []
    waits = statistics.quantiles([wait for _, wait, _ in readers.answers], n=100)
    published = Entry.objects.filter(act=Act.PUBLISHED).count() - EDITORS
    print(
        f"{len(readers.answers)} pages, median {waits[49]:.3f} s, p95 {waits[94]:.3f} s; {published} published"
    )
