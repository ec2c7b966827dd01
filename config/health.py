"""Whether the process lives, and whether it can serve: for load balancers and supervisors."""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

WITHIN = 3  # seconds, for each thing that is asked


class Check:
    """One thing that serving needs. It is asked in a thread of its own, so that an answer that never comes is no wait
    without end; while one is being waited for, no second thread is spent on it.
    """

    def __init__(self, ask: Callable[[], str], failed: str, late: str) -> None:
        self.ask, self.failed, self.late = ask, failed, late
        self.thread = ThreadPoolExecutor(max_workers=1)

    def complaint(self) -> str:
        """What is wrong, as a sentence; empty when nothing is."""
        asked = self.thread.submit(self.ask)
        try:
            return self.failed if asked.exception(timeout=WITHIN) else asked.result()
        except TimeoutError:
            asked.cancel()
            return self.late


def database() -> str:
    """A complaint when the code has migrations that the database has not; raises when there is no database."""
    try:
        missing = unapplied_migrations()
    finally:
        connection.close()  # that of this thread
    return f"The database lacks {missing} migrations: run manage.py migrate." if missing else ""


def uploads() -> str:
    """Raises when nothing can be written where pictures are kept, or the storage elsewhere does not answer."""
    if isinstance(default_storage, FileSystemStorage):
        folder = Path(default_storage.location)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"ready")
    else:
        default_storage.listdir(
            "readyz"
        )  # of a bucket that is gone, no name exists: that would be no failure
    return ""


CHECKS = (
    Check(
        database, "The database cannot be reached.", f"The database did not answer within {WITHIN} seconds."
    ),
    Check(
        uploads, "Uploads cannot be kept.", f"The storage of uploads did not answer within {WITHIN} seconds."
    ),
)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; touches no database."""
    return answer(200, "ok")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has every migration and uploads can be kept, else 503 with what is wrong."""
    complaints = [complaint for check in CHECKS if (complaint := check.complaint())]
    if complaints:
        return answer(503, " ".join(complaints))
    return answer(200, "The database answers and has every migration. Uploads can be kept.")


def unapplied_migrations() -> int:
    """How many migrations the code has that the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def answer(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence + "\n", status=status, content_type="text/plain; charset=utf-8")
