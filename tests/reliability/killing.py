"""Killing a process in the middle of an act, as a power cut would, at a random instant."""

from __future__ import annotations

import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from itertools import count

from django.db import connection, connections


def killed(act: Callable[[int], object], first: int, within: float) -> int:
    """Have a process do `act(first)`, `act(first + 1)` and so on, and kill it after a random time of at most `within`
    seconds. Returns the number of the last act that had come to its end; `first - 1` when none had.
    """
    connections.close_all()
    hears, tells = os.pipe()
    child = os.fork()
    if not child:
        act_for_ever(act, first, tells)
    os.close(tells)
    with os.fdopen(hears, "rb") as told:
        told.readline()  # it has begun
        time.sleep(random.uniform(0, within))  # noqa: S311
        os.kill(child, signal.SIGKILL)
        ended = os.waitpid(child, 0)[1]
        done = told.read().split()
    assert os.WIFSIGNALED(ended), "the act failed by itself: see above"
    await_the_end()
    return int(done[-1]) if done else first - 1


def act_for_ever(act: Callable[[int], object], first: int, tells: int) -> None:
    try:
        os.write(tells, b"begun\n")
        for number in count(first):
            act(number)
            os.write(tells, f"{number}\n".encode())
    except BaseException:  # noqa: BLE001 - nothing of the parent's may run here
        traceback.print_exc()
    finally:
        os._exit(1)


def await_the_end() -> None:
    """Returns when the server has noticed that the process is gone; it may have carried out its last word since."""
    if connection.vendor != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute(f"{others} AND backend_type = 'client backend'")
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("A killed process still works on the database after ten seconds.")
