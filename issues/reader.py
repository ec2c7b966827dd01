"""The connection over which a question in plain SQL is asked."""

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from issues.models import Issue


def reader() -> BaseDatabaseWrapper:
    """To the database that Django would ask a queryset of: a replica while a public page is drawn from one."""
    return connections[router.db_for_read(Issue)]
