"""No page reads a whole table of the record, or of its words: every question finds its rows in an index.

What stands in an index is asked of the database itself, with an archive that it has had a look at.
"""

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from editions.models import Edition

pytestmark = pytest.mark.django_db
# What grows with the archive. Issues, experts and translations are few, and some pages read all of them.
LARGE = r"editions_edition(?!translation)\w*|editions_quotetext\w*|briefs_\w+"
# Nearly all of the record is live, so whoever begins with that, in SQLite's plans, reads all of it.
LIVE = r"edition_live(?= \(live_until[=>])"
PAGES = [
    "/",
    "/briefs/",
    "/briefs/?issue=iran",
    "/briefs/?issue=iran&issue=russia",
    "/briefs/?issue=iran&not=russia",
    "/briefs/?from=2024-01-01&to=2024-06-30",
    "/briefs/?q=insurance",
    "/briefs/?q=war+risk&issue=iran",
    "/issues/iran/",
    "/quotes/",
    "/quotes/?issue=iran",
    "/feed.atom",
    "/feed.atom?issue=iran",
    "/news-sitemap.xml",
]


@pytest.fixture(scope="module")
def archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Made once for all these tests, for they only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", briefs=600, stdout=StringIO())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            if connection.vendor == "postgresql":
                # So few rows are read faster than found. What is left to be read could not have been found.
                cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        transaction.set_rollback(True)


def read_whole(sql: str) -> set[str]:
    """The large tables that the database reads from end to end to answer, or the index by which it reads them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            return set(re.findall(rf"Seq Scan on ({LARGE})", plan))
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = "\n".join(row[-1] for row in cursor.fetchall())
    scanned = {each for each in re.findall(r"SCAN (\w+)$", plan, re.MULTILINE) if is_large(each, sql)}
    return scanned | set(re.findall(LIVE, plan))


def is_large(name: str, sql: str) -> bool:
    """Whether `name`, a table or what `sql` calls it, is large."""
    called = re.search(rf'"?({LARGE})"?\s+(?:AS\s+)?"?{name}"?\b', sql)
    return bool(called or re.fullmatch(LARGE, name))


def explained(client: Client, address: str) -> dict[str, set[str]]:
    """What was asked for the page, with the large tables that it took reading."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    questions = [
        query["sql"] for query in asked.captured_queries if query["sql"].startswith(("SELECT", "WITH"))
    ]
    assert questions
    return {sql: tables for sql in questions if (tables := read_whole(sql))}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_reads_no_large_table_from_end_to_end(client: Client, archive: None, address: str) -> None:
    assert explained(client, address) == {}


def test_a_brief_and_the_last_page_of_a_list_are_found_in_an_index(client: Client, archive: None) -> None:
    live = Edition.objects.live().newest_first()
    oldest = live.reverse()[3]
    assert explained(client, live[100].get_absolute_url()) == {}
    assert explained(client, f"/briefs/?issue=iran&after={oldest.date}.{oldest.brief_id}") == {}


def test_a_table_that_is_read_is_seen(archive: None) -> None:
    assert read_whole("SELECT title FROM editions_edition WHERE title = 'Ships'") == {"editions_edition"}
    if connection.vendor == "sqlite":
        live = "SELECT id FROM editions_edition WHERE live_until IS NULL AND live_from < '2020-01-01'"
        assert read_whole(live) == {"edition_live"}
