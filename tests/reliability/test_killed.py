"""A process is killed at random instants of an act: the act has happened wholly or not at all, and what was said to be
done is done.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from audit.models import Act, Entry
from briefs import roles
from briefs.models import Brief
from briefs.restoring import restore
from issues.merging import merge, undo
from issues.models import Issue, IssueMerge
from tests import cast
from tests.briefs import pasted
from tests.briefs.versions import SAID, SECTIONS, a_rich_brief
from tests.desk import Desk
from tests.reliability.invariants import breaches
from tests.reliability.killing import killed

pytestmark = pytest.mark.django_db(transaction=True)


class Doing(ABC):
    """An act that can be done again and again, and the entries of the log that tell how often it was."""

    tells: tuple[Act, ...] = (Act.PUBLISHED,)

    @abstractmethod
    def __init__(self, folder: Path) -> None: ...

    @abstractmethod
    def __call__(self, number: int) -> None: ...

    def done(self) -> int:
        return Entry.objects.filter(act__in=self.tells).count()


class Publishing(Doing):
    """Saving new words at the desk and publishing them with the same press."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(Client(), cast.person("piet", roles.PUBLISHER))
        self.brief = cast.make_brief(quotes=SAID, sections=SECTIONS, issues=["Ukraine", "Shipping"])

    def __call__(self, number: int) -> None:
        self.desk.open(self.brief).fill(title=f"Title {number}").press("_publish")


class Importing(Doing):
    """Bringing a text in from the command line and publishing it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "a.txt"
        for name in pasted.ISSUES:
            cast.issue(name)

    def __call__(self, number: int) -> None:
        self.file.write_text(pasted.BRIEF.replace("Ferry Pact", f"Ferry Pact {number}"))
        call_command("import_briefs", str(self.file), "--publish", stdout=StringIO())


class Restoring(Doing):
    """Bringing an earlier version of a brief back."""

    tells = (Act.RESTORED,)

    def __init__(self, folder: Path) -> None:
        self.brief = a_rich_brief()
        cast.change(self.brief, title="Another Title", developments="<p>Other words.</p>")
        self.brief.quotes.all()[:1].get().delete()
        cast.change(self.brief, label="Alert")

    def __call__(self, number: int) -> None:
        newest = self.brief.newest_revision()
        assert newest
        restore(Brief.objects.get(pk=self.brief.pk), 1 + number % 2, None, newest.number)


class Merging(Doing):
    """Merging an issue into another, and undoing it."""

    tells = (Act.MERGED, Act.UNDONE)

    def __init__(self, folder: Path) -> None:
        for number in range(6):
            cast.published(f"Brief {number}", issues=["Persia", "Iran"][: 1 + number % 2])

    def __call__(self, number: int) -> None:
        persia = Issue.objects.filter(name="Persia").first()
        if persia is not None:
            merge(persia, Issue.objects.get(name="Iran"), None)
        else:
            undo(IssueMerge.objects.order_by("pk").last(), None)  # type: ignore[arg-type]


@pytest.mark.parametrize("times", [3, pytest.param(125, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", [Publishing, Importing, Restoring, Merging])
def test_an_act_that_is_killed_has_happened_wholly_or_not_at_all(
    kind: type[Doing], times: int, tmp_path: Path
) -> None:
    act = kind(tmp_path)
    act(1)
    started = time.monotonic()
    act(2)
    within = 2 * (time.monotonic() - started)
    for _ in range(times):
        before = act.done()
        told = killed(act, before + 1, within)
        assert told <= act.done() <= told + 1
        assert breaches() == []
    act(act.done() + 1)
