"""Publishing freezes, withdrawing ends; who may, what is refused, and what the record keeps."""

import datetime
import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from briefs.models import Brief, Source, Status
from briefs.workflow import NotAllowed
from editions.models import Edition, EditionIssue, EditionLink, EditionQuote
from editions.publishing import NotReady, edits_not_public, publish, withdraw
from experts.models import Expert
from tests import cast

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2024, 3, 14, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def live_titles(at: datetime.datetime | None = None) -> list[str]:
    return list(Edition.objects.live(at).newest_first().values_list("title", flat=True))


def test_a_published_brief_is_live_from_its_instant_on_and_not_before() -> None:
    cast.published("Grain Moves", at=NOON)
    assert live_titles(NOON - HOUR) == []
    assert live_titles(NOON) == ["Grain Moves"]


def test_the_edition_says_what_the_brief_said() -> None:
    brief = cast.make_brief("Grain Moves")
    edition = publish(brief, None)
    newest = brief.newest_revision()
    assert newest is not None
    assert edition.value() == newest.value()
    assert edition.revision == newest


def test_edits_stay_private_until_the_brief_is_published_again() -> None:
    brief = cast.published("Grain Moves", at=NOON).brief
    cast.change(brief, title="Grain Stops")
    assert live_titles() == ["Grain Moves"]
    assert edits_not_public(brief)
    publish(brief, None)
    assert live_titles() == ["Grain Stops"]
    assert live_titles(NOON) == ["Grain Moves"]
    assert not edits_not_public(brief)


def test_publishing_again_without_a_change_makes_no_second_edition() -> None:
    edition = cast.published()
    assert publish(edition.brief, None) == edition
    assert Edition.objects.count() == 1


def test_a_withdrawn_brief_is_live_no_longer_and_can_come_back() -> None:
    brief = cast.published("Grain Moves", at=NOON).brief
    withdraw(brief, None, NOON + HOUR)
    brief.refresh_from_db()
    assert brief.status == Status.WITHDRAWN
    assert live_titles() == []
    assert live_titles(NOON) == ["Grain Moves"]
    publish(brief, None)
    assert live_titles() == ["Grain Moves"]
    assert live_titles(NOON + HOUR) == []


def test_a_draft_cannot_be_withdrawn() -> None:
    with pytest.raises(NotAllowed, match="can't be withdrawn: readers don't see it"):
        withdraw(cast.make_brief(), None)


@pytest.mark.parametrize("act", [publish, withdraw])
@pytest.mark.parametrize("name", ["wren", "edda"])
def test_only_a_publisher_may_publish_or_withdraw(act: Callable[[Brief, User], object], name: str) -> None:
    brief = cast.published("Grain Moves").brief
    cast.change(brief, title="Grain Stops")
    with pytest.raises(PermissionDenied, match="Ask a publisher"):
        act(brief, getattr(cast.people(), name))
    assert live_titles() == ["Grain Moves"]


def test_the_record_names_who_published_and_who_withdrew() -> None:
    piet = cast.people().piet
    edition = publish(cast.make_brief(), piet)
    withdraw(edition.brief, piet)
    edition.refresh_from_db()
    assert (edition.published_by, edition.withdrawn_by) == (piet, piet)


def test_an_unfit_brief_is_refused_with_every_reason_and_stays_a_draft() -> None:
    brief = Brief.objects.create(label="")
    brief.quotes.create(text="<p>Words.</p>", name="Mara Quist")
    brief.sections.create(position=0)
    brief.links.create(position=0)
    Source.objects.create(brief=brief, text="?", not_understood=2)
    with pytest.raises(NotReady) as refusal:
        publish(brief, None)
    assert [reason.field for reason in refusal.value.reasons] == [
        "label", "date", "title", "developments", "issues", "quotes-0-expert", "quotes-0-title",
        "sections-0-heading", "sections-0-body", "links-0-title", "source",
    ]  # fmt: skip
    assert "pick or add Mara Quist" in str(refusal.value)
    brief.refresh_from_db()
    assert brief.status == Status.DRAFT
    assert not Edition.objects.exists()


def test_pasted_lines_that_someone_accepted_hold_nothing_up() -> None:
    brief, piet = cast.make_brief(), cast.people().piet
    source = Source.objects.create(brief=brief, text="?", not_understood=2)
    with pytest.raises(NotReady, match="2 lines of the pasted text"):
        publish(brief, None)
    source.accepted_by, source.accepted_at = piet, timezone.now()
    source.save()
    assert publish(brief, None).number == 1


def test_an_address_where_another_live_page_stands_is_refused() -> None:
    first = cast.published("Grain Moves", slug="grain").brief
    cast.change(first, slug="grain-moved")
    second = cast.make_brief("Grain Again", slug="grain")
    with pytest.raises(NotReady, match="“Grain Moves” stands at this address"):
        publish(second, None)
    publish(first, None)
    publish(second, None)
    assert set(live_titles()) == {"Grain Moves", "Grain Again"}


def test_the_stored_title_wins_over_the_experts_new_one() -> None:
    edition = cast.published(quotes=[("<p>Ships wait.</p>", "Mara Quist", "Fellow")])
    Expert.objects.update(name="Mara Quist-Obe", title="Director")
    again = publish(cast.change(edition.brief, title="Grain Again"), None)
    for printed in (edition, again):
        quote = printed.value().quotes[0]
        assert (quote.name, quote.title) == ("Mara Quist", "Fellow")


def test_the_index_rows_say_what_the_edition_says() -> None:
    other = cast.published("Older")
    edition = cast.published("Newer", issues=["Iran", "Russia"], links=[cast.link_to(other.brief)])
    rows = EditionIssue.objects.filter(edition=edition).order_by("issue__name")
    assert [row.issue.name for row in rows] == ["Iran", "Russia"]
    quote = EditionQuote.objects.get(edition=edition)
    assert (quote.name, quote.text) == ("Mara Quist", "<p>Insurance is the harbour.</p>")
    assert EditionLink.objects.get(edition=edition).target == other.brief


def test_a_clock_that_steps_back_makes_no_overlap() -> None:
    brief = cast.published("Grain Moves", at=NOON).brief
    second = publish(cast.change(brief, title="Grain Stops"), None, NOON - HOUR)
    assert second.live_from > NOON
    assert live_titles(NOON) == ["Grain Moves"]


def frozen_changes() -> list[Callable[[], object]]:
    return [
        lambda: Edition.objects.update(title="Rewritten"),
        lambda: Edition.objects.update(content={}),
        lambda: Edition.objects.update(live_from=NOON - HOUR),
        lambda: EditionQuote.objects.update(text="<p>Other words.</p>"),
        lambda: EditionQuote.objects.update(title="Director"),
        lambda: EditionIssue.objects.update(date=datetime.date(2020, 1, 1)),
    ]


@pytest.mark.parametrize("change", frozen_changes())
def test_the_database_refuses_to_change_an_edition(change: Callable[[], object]) -> None:
    cast.published(at=NOON)
    with pytest.raises(IntegrityError, match="An edition never changes"), transaction.atomic():
        change()


def test_the_database_refuses_to_reopen_a_range_that_has_passed() -> None:
    withdraw(cast.published(at=NOON).brief, None, NOON + HOUR)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Edition.objects.update(live_until=None)


@pytest.mark.parametrize(
    ("starts", "ends"), [(-HOUR, HOUR), (HOUR / 4, HOUR / 2), (HOUR / 2, 2 * HOUR), (-HOUR, 3 * HOUR)]
)
def test_the_database_refuses_two_editions_of_one_brief_at_once(
    starts: datetime.timedelta, ends: datetime.timedelta
) -> None:
    edition = cast.published(at=NOON)
    withdraw(edition.brief, None, NOON + HOUR)
    edition.pk, edition.number, edition._state.adding = None, 2, True  # noqa: SLF001 - a copy, forced in
    edition.live_from, edition.live_until = NOON + starts, NOON + ends
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save(force_insert=True)


def test_neighbouring_ranges_touch_without_overlapping() -> None:
    brief = cast.published("One", at=NOON).brief
    publish(cast.change(brief, title="Two"), None, NOON + HOUR)
    assert live_titles(NOON + HOUR) == ["Two"]


@pytest.mark.django_db(transaction=True)
def test_of_two_publishers_who_press_at_once_one_edition_stays_live() -> None:
    brief = cast.published("One", at=NOON).brief
    cast.change(brief, title="Two")
    gate, outcomes = threading.Barrier(4), []

    def press() -> None:
        gate.wait()
        try:
            outcomes.append(publish(Brief.objects.get(pk=brief.pk), None).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [2, 2, 2, 2]
    assert live_titles() == ["Two"]
