"""`load_demo --briefs N`: an archive for measuring, whose rows are those that saving and publishing would have made."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from briefs.composing import compose
from briefs.management.demo import archive
from briefs.management.demo.dealing import Dealt, Pool, deal
from briefs.management.demo.newsroom import newsroom
from briefs.models import Brief, BriefIssue, RelatedLink, Status
from briefs.readiness import reasons
from editions.freezing import freeze
from editions.models import Edition, EditionLink, EditionQuote
from editions.publishing import edits_not_public, publish
from experts.models import ExpertQuote
from issues.models import Issue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three_hundred")]


def load(*options: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("load_demo", *options, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def three_hundred(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An archive of 300 briefs, made once for all the tests here and taken out after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load("--briefs=300").startswith("Added 300 briefs to the demo newsroom: 300 in all.")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def dealt() -> list[Brief]:
    """The briefs beside the newsroom's own."""
    return list(Brief.objects.filter(sources__isnull=True).order_by("pk"))


def same_rows(stored: list[object], made: list[object]) -> bool:
    """Whether these model instances hold the same values, whatever their keys."""
    return [values(row) for row in stored] == [values(row) for row in made]


def values(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_") and name != "id"}


def test_it_makes_as_many_briefs_as_were_asked_for(dealt: list[Brief]) -> None:
    assert Brief.objects.count() == 300
    assert len(dealt) == 300 - len(newsroom().briefs)


def test_asked_again_it_adds_nothing_and_asked_for_more_it_adds_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "BATCH", 50)
    assert "300 briefs; nothing was added" in load("--briefs=300")
    assert "nothing was added" in load("--briefs=20")
    assert load("--briefs=420").startswith("Added 120 briefs to the demo newsroom: 420 in all.")
    addresses = Brief.objects.exclude(slug="").values_list("date", "slug")
    assert len(set(addresses)) == len(addresses)


def test_every_brief_is_fit_to_publish(dealt: list[Brief]) -> None:
    assert not [brief for brief in dealt if reasons(brief)]


def test_the_rows_of_each_brief_say_what_its_newest_revision_says(dealt: list[Brief]) -> None:
    for brief in dealt:
        revision = brief.newest_revision()
        assert revision is not None
        assert compose(brief) == revision.value()
        assert compose(brief).digest() == revision.digest


def test_publishing_a_dealt_brief_again_finds_its_page_as_publishing_would_have_made_it(
    dealt: list[Brief],
) -> None:
    live = [brief for brief in dealt if brief.status == Status.PUBLISHED and not edits_not_public(brief)]
    before = Edition.objects.count()
    assert len(live) > 200
    for brief in live:
        assert publish(brief, None) == brief.editions.get()
    assert Edition.objects.count() == before


def test_the_index_rows_of_each_page_are_those_that_publishing_makes(dealt: list[Brief]) -> None:
    for edition in Edition.objects.filter(brief__in=dealt).select_related("revision", "brief"):
        made = freeze(edition.brief, edition.revision, 1, edition.live_from, None)
        for rows in (made.issues, made.quotes, made.links):
            for row in rows:
                row.edition = edition  # the key that saving would have given
        assert same_rows(list(edition.issue_rows.order_by("pk")), list(made.issues))
        assert same_rows(list(edition.quote_rows.order_by("pk")), list(made.quotes))
        assert same_rows(list(edition.link_rows.order_by("pk")), list(made.links))


def test_the_archive_holds_briefs_in_every_state(dealt: list[Brief]) -> None:
    states = Counter(brief.status for brief in dealt)
    assert set(states) == {Status.DRAFT, Status.PUBLISHED, Status.WITHDRAWN}
    assert states[Status.PUBLISHED] > 0.9 * len(dealt)
    assert any(map(edits_not_public, dealt))


def test_readers_see_the_published_briefs_of_the_archive_and_no_others(dealt: list[Brief]) -> None:
    shown = set(Edition.objects.live().filter(brief__in=dealt).values_list("brief", flat=True))
    assert shown == {
        brief.pk for brief in dealt if brief.status == Status.PUBLISHED or edits_not_public(brief)
    }


def test_each_brief_has_two_to_four_issues_and_a_few_issues_have_most_briefs(dealt: list[Brief]) -> None:
    assert Issue.objects.count() == 60
    rows = BriefIssue.objects.filter(content_object__in=dealt)
    assert set(Counter(rows.values_list("content_object", flat=True)).values()) == {2, 3, 4}
    counts = [count for _, count in Counter(rows.values_list("tag", flat=True)).most_common()]
    assert counts[0] > 5 * counts[20]


def test_nobody_in_the_archive_is_quoted_with_a_title_that_was_not_theirs_that_day(
    dealt: list[Brief],
) -> None:
    people = {name: who for who in newsroom().experts for name in (who.name, *who.aliases)}
    for quote in ExpertQuote.objects.filter(brief__in=dealt).select_related("brief"):
        assert quote.brief.date is not None
        days_ago = (timezone.localdate() - quote.brief.date).days
        assert quote.title == people[quote.name].title_held(days_ago)


def test_related_links_lead_to_reports_and_to_briefs_that_are_there(dealt: list[Brief]) -> None:
    links = RelatedLink.objects.filter(brief__in=dealt).select_related("target")
    assert all(link.url or (link.target and link.target.title == link.title) for link in links)
    assert EditionLink.objects.filter(edition__brief__in=dealt).exists()


def test_no_placeholder_is_left_in_a_text(dealt: list[Brief]) -> None:
    assert not any("{" in brief.developments for brief in dealt)
    assert not any("{" in quote.text for quote in EditionQuote.objects.all())


def test_a_number_is_always_dealt_the_same_brief() -> None:
    def once() -> list[Dealt]:
        pool, today = Pool.gather(), timezone.localdate()
        return [deal(pool, number, today, 365, [(1, "Grain Moves")]) for number in range(1, 20)]

    first = once()
    assert first == once()
    assert len({each.content.title for each in first}) > 15
