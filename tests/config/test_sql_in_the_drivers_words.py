"""SQL reaches SQLite's driver as Django's own backend would send it, the first time and every other."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_values_and_percent_signs_arrive_as_they_are() -> None:
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute("SELECT '100%%', CAST(%s AS text), '%%s'", ["%s ?"])
            assert cursor.fetchone() == ("100%", "%s ?", "%s")
            cursor.execute("SELECT CAST(%(b)s AS text), CAST(%(a)s AS text), '5%%'", {"a": "one", "b": "two"})
            assert cursor.fetchone() == ("two", "one", "5%")
            cursor.execute("SELECT '100%'")
            assert cursor.fetchone() == ("100%",)
