"""The demo newsroom: read by the product's own reader, in every state, as good on the second day as on the first."""

import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from audit.models import Act, Entry
from briefs.composing import compose
from briefs.content import Content
from briefs.importing import own_form
from briefs.importing.own_notes import Here, Notes
from briefs.importing.vocabulary import Vocabulary
from briefs.management.demo import accounts
from briefs.management.demo.newsroom import DemoExpert, newsroom
from briefs.models import Brief, RelatedLink, Source, Status
from briefs.readiness import reasons
from editions.models import Edition
from editions.publishing import edits_not_public
from experts.models import Expert, ExpertQuote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
NOTE_LEFT_IN = "Port-Crane Review Finds Modems Nobody Ordered"


def load(*options: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("load_demo", *options, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The newsroom, put in once for all the tests here and taken out after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Everything that the database holds, by table."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())  # noqa: SLF001 - Django's way
        for model in apps.get_models()
    }


def title_held(who: DemoExpert, brief: Brief) -> str:
    assert brief.date is not None
    return who.title_held((timezone.localdate() - brief.date).days)


def test_the_reader_understands_every_line_of_the_demo_but_the_note_left_in_on_purpose() -> None:
    puzzling = Source.objects.unaccepted()
    assert [source.brief.title for source in puzzling] == [NOTE_LEFT_IN]
    assert [reason.field for reason in reasons(puzzling[0].brief)] == ["source"]
    assert Source.objects.count() == len(newsroom().briefs) == Brief.objects.count()


def test_the_demo_shows_briefs_in_every_state() -> None:
    states = list(Brief.objects.values_list("status", flat=True))
    assert Counter(states) == {
        Status.DRAFT: 5,
        Status.REVIEW: 1,
        Status.APPROVED: 1,
        Status.PUBLISHED: 41,
        Status.WITHDRAWN: 1,
    }
    assert sum(map(edits_not_public, Brief.objects.all())) == 2
    assert Edition.objects.live().count() == 42


def test_a_draft_of_the_demo_lacks_what_its_text_lacks() -> None:
    barest = Brief.objects.get(title="What We Know About the Strait Closure Drill")
    assert [reason.field for reason in reasons(barest)] == ["label", "date", "issues"]


def test_pages_went_up_on_the_day_of_their_brief_and_one_is_still_to_come() -> None:
    for edition in Edition.objects.all():
        assert timezone.localdate(edition.live_from) == edition.date
    assert [edition.title for edition in Edition.objects.pending()] == [
        "Cable Ships Get an Escort in the Baltic"
    ]


def test_the_desk_of_the_demo_has_work_for_everybody() -> None:
    assert Brief.objects.get(status=Status.REVIEW).title == "Syria’s Port Tender Draws Three Bidders"
    approved = Brief.objects.get(status=Status.APPROVED)
    assert approved.embargo_until is not None
    assert approved.embargo_until > timezone.now()
    sent_back = Brief.objects.get(assigned_to__username="writer")
    assert Entry.objects.get(act=Act.SENT_BACK, key=str(sent_back.pk)).note.startswith(
        "Nobody is quoted yet."
    )
    expiring = Edition.objects.live().get(live_until__isnull=False)
    assert expiring.title == "Underwriters Reopen the Red Sea, by the Voyage"


def test_the_demo_is_fresh() -> None:
    today = timezone.localdate()
    dates = set(Edition.objects.values_list("date", flat=True))
    assert max(dates) == today + datetime.timedelta(days=1)
    assert min(dates) > today - datetime.timedelta(days=366)


def test_no_placeholder_is_left_in_a_text() -> None:
    assert not [source for source in Source.objects.all() if "{" in source.text]


def test_every_related_link_leads_somewhere() -> None:
    for link in RelatedLink.objects.select_related("target"):
        if link.source == "Lanthorn Flash Brief":
            assert link.target is not None
            assert link.target.title == link.title
        else:
            assert link.url.startswith("https://www.example.org/reports/"), link.title


def test_nobody_is_quoted_with_a_title_that_was_not_theirs_that_day() -> None:
    people = {name: who for who in newsroom().experts for name in (who.name, *who.aliases)}
    for quote in ExpertQuote.objects.filter(brief__language="").select_related("brief", "expert"):
        who = people[quote.name]
        assert quote.expert is not None
        assert quote.expert.name == who.name
        assert quote.title == title_held(who, quote.brief), quote.brief


def test_a_promoted_expert_keeps_the_old_title_in_old_briefs() -> None:
    quotes = ExpertQuote.objects.filter(expert__name="Nadira Solvang").order_by("brief__date")
    titles = list(dict.fromkeys(quotes.values_list("title", flat=True)))
    assert titles == [
        "Deputy Director of the Lanthorn Cyber Program",
        "Director of the Lanthorn Cyber Program",
    ]


def test_a_part_that_was_edited_after_publication_is_the_same_part() -> None:
    edited = Brief.objects.get(title="Drone-Parts Rule Reaches the Hobby Shops")
    page = edited.editions.get().value()
    keys = [quote.key for quote in edited.quotes.all()]
    assert keys[:2] == [quote.key for quote in page.quotes]
    assert len(keys) == 3


def test_every_expert_of_the_demo_is_quoted_on_a_page() -> None:
    assert Expert.objects.count() == len(newsroom().experts)
    assert not Expert.objects.filter(edition_rows__isnull=True).exists()


def test_a_second_run_changes_nothing_and_says_so() -> None:
    before = rows()
    assert "nothing was added" in load()
    assert rows() == before


def test_a_second_run_loses_nothing_of_what_the_desk_changed() -> None:
    Brief.objects.get(title=NOTE_LEFT_IN).delete()
    Brief.objects.filter(title__startswith="Syria").update(title="Three Bidders for Latakia")
    before = rows()
    load()
    assert rows() == before


@pytest.mark.parametrize("name", ["writer", "editor", "publisher"])
def test_the_three_accounts_open_the_desk_and_each_has_its_role(client: Client, name: str) -> None:
    assert client.login(username=name, password=accounts.PASSWORD)
    account = accounts.account(name)
    assert account is not None
    assert account.is_staff
    assert not account.is_superuser
    assert [group.name for group in account.groups.all()] == [name.title()]


def test_the_command_tells_how_to_sign_in() -> None:
    assert "Sign in as writer, editor, publisher or administrator, with the password dateline-demo." in load()


def test_a_password_that_was_changed_stays_changed(client: Client) -> None:
    writer = accounts.account("writer")
    assert writer is not None
    writer.set_password("a-long-walk-home")
    writer.save()
    load()
    assert client.login(username="writer", password="a-long-walk-home")


def test_no_progress_bar_is_drawn_where_there_is_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    load("--briefs=50")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("number", ["-1", "many", "1e3", "", "3.5", "٣", "10000001", "9" * 40])
def test_a_number_that_is_none_is_refused_with_a_sentence(number: str) -> None:
    before = rows()
    with pytest.raises(
        CommandError, match="is not a number of briefs: give a whole number from 0 to 10,000,000"
    ):
        load(f"--briefs={number}")
    assert rows() == before


def test_development_goes_on_logging_statements_after_an_archive_was_made() -> None:
    before = settings.DEBUG
    load("--briefs=46")
    assert settings.DEBUG is before


def without_identity(content: Content) -> Content:
    """`content` without its address and keys, and what it translates: a copy in the same newsroom is another brief."""
    return dataclasses.replace(
        content,
        slug="",
        original=None,
        quotes=tuple(dataclasses.replace(part, key="") for part in content.quotes),
        sections=tuple(dataclasses.replace(part, key="") for part in content.sections),
        links=tuple(dataclasses.replace(part, key="") for part in content.links),
    )


def test_import_briefs_makes_of_the_text_of_every_brief_the_same_brief(
    client: Client, tmp_path: Path
) -> None:
    editions = {f"{edition.pk}.txt": edition for edition in Edition.objects.live()}
    for name, edition in editions.items():
        response = client.get(f"{edition.get_absolute_url()[:-1]}.txt")
        (tmp_path / name).write_bytes(response.content)
    call_command("import_briefs", str(tmp_path), stdout=StringIO())
    copies = Source.objects.select_related("brief").order_by("-pk")[: len(editions)]
    names, vocabulary = sorted(editions, reverse=True), Vocabulary.load()
    assert len(names) == len(copies) > 30
    for name, copy in zip(names, copies, strict=True):
        content = editions[name].value()
        assert without_identity(compose(copy.brief)) == without_identity(content)
        assert not copy.not_understood
        elsewhere = own_form.read(copy.text, copy.digest, vocabulary, never_seen_here)
        assert elsewhere.content == content


def never_seen_here(notes: Notes, day: datetime.date | None, addresses: Iterable[str]) -> Here:
    """What is here, but for the brief itself: as in a newsroom that knows the same people and issues."""
    return dataclasses.replace(Here.look(notes, day, addresses), known=False)
