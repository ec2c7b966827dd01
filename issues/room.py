"""Room to write: whether something failed for want of it."""

import errno
from typing import Any

from django.db import OperationalError
from psycopg.errors import DiskFull


def is_full(exception: BaseException) -> bool:
    """Whether a database or a file could not be written for want of room."""
    cause: Any = exception.__cause__
    if isinstance(exception, OperationalError):
        return isinstance(cause, DiskFull) or "disk is full" in str(exception)
    return isinstance(exception, OSError) and exception.errno in {errno.ENOSPC, errno.EDQUOT}
