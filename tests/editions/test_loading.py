"""Briefs that come in by the hundred: the rows are those that the ordinary acts write, to the value."""

import dataclasses
import datetime
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from briefs.content import Content, Link, Quote, Section, Tag
from briefs.drafting import record
from briefs.management.demo import archive, loading
from briefs.management.demo.dealing import Dealt, Pool, deal
from briefs.models import Brief, DeskRules, Source
from briefs.richtext import CleanHTML
from briefs.writing import write
from editions import publishing
from editions.loading import Arrival, load
from editions.models import Count, Counted, Edition, Uncounted
from editions.publishing import NotReady
from editions.searching import place
from tests import cast

pytestmark = pytest.mark.django_db
COUNTED = {Count, Counted, Uncounted}  # what triggers and settling make of the rows
NOON = datetime.datetime(2024, 3, 5, 12, tzinfo=datetime.UTC)


def one_by_one(arrivals: list[Arrival]) -> list[Brief]:
    """The same by the acts that everybody uses."""
    return [by_itself(arrival) for arrival in arrivals]


def by_itself(arrival: Arrival) -> Brief:
    brief = write(Brief(), arrival.content)
    if arrival.source:
        arrival.source.brief = brief
        arrival.source.save()
    first = record(brief, None, arrival.note)
    if arrival.at:
        publishing.publish(brief, None, arrival.at)
    if arrival.ended:
        publishing.withdraw(brief, None, arrival.ended)
    if arrival.changed:
        record(write(brief, arrival.changed), None)
    if arrival.saved:
        brief.revisions.filter(pk=first.pk).update(saved_at=arrival.saved)
    return brief


def written_by(way: Callable[[list[Arrival]], list[Brief]], arrivals: list[Arrival]) -> dict[str, Any]:
    """The rows that one way of bringing `arrivals` in writes, by table: as often as each is there, without their keys;
    a row that they lead to is named by what tells it apart. Nothing stays.
    """
    models = [model for model in apps.get_models() if model not in COUNTED]
    before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in models}
    with transaction.atomic():
        way(arrivals)
        new = {
            model: [row for row in model._base_manager.all() if row.pk not in before[model]]
            for model in models
        }
        found: dict[str, Counter[Any]] = {
            model._meta.label: Counter(map(named, rows)) for model, rows in new.items() if rows
        }
        found["index"] = Counter(words_in_the_index())
        transaction.set_rollback(True)
    return found


def named(row: Any) -> str:
    """Everything that a row says, but for its keys and the seconds of the test itself."""
    said = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.primary_key and not field.is_relation and field.name == "id":
            continue
        if isinstance(value, datetime.datetime) and timezone.now() - value < datetime.timedelta(minutes=9):
            value = "now"
        said[field.name] = str(getattr(row, field.name)) if field.is_relation and value else value
    if row._meta.label == "audit.Entry":
        said["key"] = said["key"] and Brief.objects.get(pk=said["key"]).slug
    if row._meta.label == "editions.EditionText":  # made of the brief's key: here whether it is the right one
        said["place"] = row.place == place(row.edition.date, row.edition.brief_id, row.edition.number)
    return repr(sorted(said.items()))


def words_in_the_index() -> list[Any]:
    """Which words lead to the texts of how many editions and working copies."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT word, ndoc, nentry FROM ts_stat('SELECT vector FROM editions_editiontext UNION ALL "
                "SELECT vector FROM briefs_searchdocument')"
            )
            return list(cursor.fetchall())
        rows: list[Any] = []
        for index in ("briefs_searchindex", "editions_textindex"):
            cursor.execute(f"CREATE VIRTUAL TABLE temp.{index}_words USING fts5vocab(main, {index}, row)")
            cursor.execute(f"SELECT term, doc, cnt FROM temp.{index}_words")  # noqa: S608 - a name from above
            rows += cursor.fetchall()
            cursor.execute(f"DROP TABLE temp.{index}_words")
        return rows


def dealt(count: int) -> list[Dealt]:
    loading.load((), timezone.localdate())
    loading.load_archive_issues()
    ours = cast.published("The Ferry That Never Sailed").brief
    pool, day = Pool.gather(), timezone.localdate() - datetime.timedelta(days=20)
    return [deal(pool, number, day, 365, [(ours.pk, ours.title)]) for number in range(1, count + 1)]


def same(arrivals: list[Arrival]) -> dict[str, Any]:
    loaded, acted = written_by(load, arrivals), written_by(one_by_one, arrivals)
    assert loaded.keys() == acted.keys()
    for table, rows in acted.items():
        assert loaded[table] == rows, table
    return loaded


def test_what_comes_in_at_once_is_what_the_acts_write_brief_by_brief() -> None:
    tables = same([archive.arrival(each) for each in dealt(30)])
    assert {"editions.Edition", "editions.EditionText", "editions.EditionWord", "editions.QuoteText"} <= {
        *tables
    }
    assert {"briefs.SearchDocument", "audit.Entry", "briefs.RelatedLink"} <= {*tables}
    assert tables["editions.Edition"].total() > 25


def a_content() -> Content:
    return Content(
        label="Flash Brief",
        date=NOON.date(),
        title="Harbour Towns Sign a Ferry Pact",
        developments=CleanHTML("<p>They signed it.</p><ul><li><p>Twice &amp; loudly</p></li></ul>"),
        issues=(Tag(cast.issue("Russia").pk, "Rossiya"), Tag(cast.issue("Iran").pk, "Iran")),
        quotes=(
            Quote("a" * 32, CleanHTML("<p>We sail.</p>"), cast.expert("Mara Lindqvist").pk, "M. L.", "Pilot"),
        ),
        sections=(Section("b" * 32, "Before", CleanHTML("<p>They swam.</p>")),),
        links=(Link("c" * 32, "A report", "https://example.org/", authors=("Ann; Bo", "Cy")),),
    )


def test_addresses_issues_authors_and_sources_become_what_the_acts_make_of_them() -> None:
    content = a_content()
    text = Source(text="Harbour towns – signed", digest="d" * 64)
    draft = Arrival(dataclasses.replace(content, date=None, title="", links=()), note="Read from a text")
    same([Arrival(content, at=NOON, source=text), draft, Arrival(content), Arrival(content, at=NOON)])


def test_a_house_that_asks_for_four_eyes_finds_them_flagged() -> None:
    DeskRules.objects.update_or_create(pk=1, defaults={"four_eyes": True})
    assert "('flagged', True)" in str(same([Arrival(a_content(), at=NOON)])["audit.Entry"])


def test_a_page_still_to_come_is_scheduled() -> None:
    later = timezone.now() + datetime.timedelta(days=1)
    assert "scheduled" in str(same([Arrival(a_content(), at=later)])["audit.Entry"])


@pytest.mark.parametrize("lacks", [{"issues": ()}, {"title": ""}, {"developments": CleanHTML("<p>TK</p>")}])
def test_one_that_is_not_fit_for_readers_keeps_all_of_them_out(lacks: dict[str, Any]) -> None:
    unfit = dataclasses.replace(a_content(), **lacks)
    with pytest.raises(NotReady):
        load([Arrival(a_content(), at=NOON), Arrival(unfit, at=NOON)])
    assert not Brief.objects.exists()
    assert not Edition.objects.exists()
    (draft,) = load([Arrival(unfit)])
    assert draft.title == unfit.title


def test_one_with_a_text_that_was_not_understood_keeps_all_of_them_out() -> None:
    text = Source(text="Hm.", digest="d" * 64, not_understood=1)
    with pytest.raises(NotReady, match="1 line of the pasted text could not be understood"):
        load([Arrival(a_content(), at=NOON, source=text)])
    assert not Brief.objects.exists()


def test_an_address_that_is_taken_keeps_all_of_them_out() -> None:
    content = dataclasses.replace(a_content(), slug="ferry-pact")
    load([Arrival(content, at=NOON)])
    with pytest.raises(IntegrityError), transaction.atomic():
        load([Arrival(content, at=NOON)])
    assert Edition.objects.count() == 1


def test_the_keys_that_it_takes_are_not_given_again() -> None:
    (brief,) = load([Arrival(a_content(), at=NOON)])
    assert cast.published("Still Waters").brief.pk > brief.pk
    assert len(load([Arrival(a_content()), Arrival(a_content())])) == 2
