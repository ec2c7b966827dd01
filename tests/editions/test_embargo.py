"""An embargo holds on every path; who may set it, make it longer, make it shorter, lift it; what the log keeps."""

import datetime
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.models import Act, Entry
from briefs.models import Brief, Status
from briefs.workflow import NotAllowed
from editions.embargo import in_force, lift, set_embargo
from editions.models import Edition
from editions.publishing import NotReady, cancel, publish
from tests import cast
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
TEXT = """Flash Brief
March 14, 2024
Grain Ships Return

Latest Developments

Four ships came back.

Issues:

Ukraine
"""


@pytest.fixture
def people() -> Cast:
    return cast.people()


@pytest.fixture
def noon() -> datetime.datetime:
    """The end of the embargo: an hour from now."""
    return timezone.now() + HOUR


def until(brief: Brief) -> datetime.datetime | None:
    return Brief.objects.get(pk=brief.pk).embargo_until


def test_nobody_publishes_under_embargo_and_anybody_who_may_does_after(
    people: Cast, noon: datetime.datetime
) -> None:
    brief = cast.make_brief()
    set_embargo(brief, noon, people.edda)
    for by in (people.piet, None):
        for at in (None, noon - HOUR / 2):
            with pytest.raises(NotReady, match="under embargo until"):
                publish(brief, by, at)
    assert not Edition.objects.exists()
    assert publish(brief, people.piet, noon).live_from == noon


def test_the_command_line_publishes_nothing_under_embargo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noon: datetime.datetime
) -> None:
    made = Brief.save

    def embargoed(self: Brief, *args: object, **kwargs: object) -> None:
        self.embargo_until = noon
        made(self, *args, **kwargs)

    monkeypatch.setattr(Brief, "save", embargoed)
    cast.issue("Ukraine")
    file = tmp_path / "one.txt"
    file.write_text(TEXT)
    told = StringIO()
    with pytest.raises(CommandError, match="1 of 1 refused"):
        call_command("import_briefs", str(file), "--publish", stdout=told)
    assert "under embargo until" in told.getvalue()
    assert not Edition.objects.exists()


def test_writing_under_embargo_is_free(people: Cast, noon: datetime.datetime) -> None:
    brief = cast.make_brief()
    set_embargo(brief, noon, people.edda)
    assert cast.change(brief, by=people.wren, title="Grain Stops").status == Status.DRAFT


def test_editors_set_and_lengthen_an_embargo_and_writers_do_not(
    people: Cast, noon: datetime.datetime
) -> None:
    brief = cast.make_brief()
    with pytest.raises(PermissionDenied, match="Ask an editor"):
        set_embargo(brief, noon, people.wren)
    set_embargo(brief, noon, people.edda)
    set_embargo(brief, noon + HOUR, people.edda)
    assert until(brief) == noon + HOUR
    assert [entry.act for entry in Entry.objects.order_by("-pk")[:2]] == [Act.EMBARGO] * 2


def test_only_publishers_shorten_or_lift_an_embargo_and_they_say_why(
    people: Cast, noon: datetime.datetime
) -> None:
    brief = cast.make_brief()
    set_embargo(brief, noon, people.edda)
    acts: list[Callable[[User | None, str], None]] = [
        lambda by, why: set_embargo(brief, noon - HOUR / 2, by, why),
        lambda by, why: lift(brief, by, why),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied, match="Ask a publisher"):
            act(people.edda, "They agreed.")
        for by in (people.piet, None):
            with pytest.raises(NotAllowed, match="Say why"):
                act(by, "  ")
    assert until(brief) == noon
    set_embargo(brief, noon - HOUR / 2, people.piet, "They agreed.")
    lift(brief, people.piet, "They published it themselves.")
    assert until(brief) is None
    entries = list(Entry.objects.order_by("-pk")[:2])
    assert [(e.act, e.by, e.note) for e in entries] == [
        (Act.EMBARGO_LIFTED, people.piet, "They published it themselves."),
        (Act.EMBARGO_LIFTED, people.piet, "They agreed."),
    ]
    publish(brief, people.piet)


def test_an_embargo_over_what_goes_out_earlier_is_refused_by_name(
    people: Cast, noon: datetime.datetime
) -> None:
    brief = cast.make_brief()
    waiting = publish(brief, None, noon - HOUR / 2)
    with pytest.raises(NotAllowed, match=r"Edition 1 goes out on .* Cancel it first"):
        set_embargo(brief, noon, people.edda)
    cancel(waiting, None)
    publish(brief, None, noon)
    set_embargo(brief, noon, people.edda)
    assert until(brief) == noon


def test_an_embargo_that_has_ended_holds_nothing_and_is_set_anew(
    people: Cast, noon: datetime.datetime
) -> None:
    brief = cast.make_brief()
    Brief.objects.filter(pk=brief.pk).update(embargo_until=timezone.now() - HOUR)
    brief.refresh_from_db()
    assert not in_force(brief, timezone.now())
    with pytest.raises(NotAllowed, match="no embargo to lift"):
        lift(brief, people.piet, "Why not.")
    with pytest.raises(NotAllowed, match="has passed"):
        set_embargo(brief, timezone.now(), people.edda)
    set_embargo(brief, noon, people.edda)
    assert in_force(brief, timezone.now())
