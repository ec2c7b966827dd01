"""Several people at one moment: merges that cross, saves during a merge, two who make the same thing."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from briefs import roles
from briefs.models import Brief, BriefIssue
from experts.models import Expert
from issues.merging import MergeRefused, merge, undo
from issues.models import Issue, IssueMerge
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edda() -> User:
    return cast.person("edda", roles.EDITOR)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave; for one that was refused, the refusal."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except MergeRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(given: list[Any]) -> list[str]:
    return [str(each) for each in given if isinstance(each, MergeRefused)]


def test_of_two_who_merge_each_into_the_other_one_is_told(edda: User) -> None:
    one, other = cast.issue("Persia"), cast.issue("Iran")
    cast.make_brief(issues=["Persia", "Iran"])
    given = at_once(lambda: merge(one, other, edda), lambda: merge(other, one, edda))
    assert len(refusals(given)) == 1
    assert "a moment ago, so nothing was merged now" in refusals(given)[0]
    assert BriefIssue.objects.get().tag == Issue.objects.get()


def test_of_four_who_merge_the_same_three_are_told_and_one_undoes_it(edda: User) -> None:
    one, other = cast.issue("Persia"), cast.issue("Iran")
    cast.published(issues=["Persia"])
    assert len(refusals(at_once(*[lambda: merge(one, other, edda)] * 4))) == 3
    done = IssueMerge.objects.get()
    assert len(refusals(at_once(*[lambda: undo(done, edda)] * 4))) == 3
    assert BriefIssue.objects.get().tag == one


def test_a_chain_that_is_merged_at_once_ends_in_one_place(edda: User) -> None:
    one, other, third = (cast.issue(name) for name in ("Pars", "Persia", "Iran"))
    cast.make_brief(issues=["Pars"])
    given = at_once(lambda: merge(one, other, edda), lambda: merge(other, third, edda))
    if refusals(given):
        merge(one, third, edda)
    assert Issue.objects.get() == BriefIssue.objects.get().tag == third
    assert Issue.objects.present([one.pk, other.pk]) == {one.pk: third, other.pk: third}


@pytest.mark.parametrize("kind", ["issue", "expert"])
def test_whoever_saves_with_the_one_during_a_merge_loses_nothing(kind: str, edda: User) -> None:
    said = [("<p>Words.</p>", "Persia", "Fellow")]
    briefs = [cast.make_brief(f"Brief {n}", issues=["Persia"], quotes=said) for n in range(4)]
    desks = [
        Desk(Client(), cast.person(f"wren{n}", roles.WRITER)).open(brief) for n, brief in enumerate(briefs)
    ]
    new = Desk(Client(), cast.person("wren9", roles.WRITER)).open()
    new.fill(title="New", issues=[cast.issue("Persia").pk]).add(
        "quotes", text="<p>New.</p>", expert=cast.expert("Persia").pk
    )
    for number, desk in enumerate(desks):
        desk.fill(title=f"Changed {number}")
    one, other = (getattr(cast, kind)(name) for name in ("Persia", "Iran"))
    given = at_once(*(desk.press for desk in (*desks, new)), lambda: merge(one, other, edda))
    assert [page.status_code for page in given[:-1]] == [200] * 5
    assert all(page.redirect_chain for page in given[:-1])
    assert set(Brief.objects.values_list("title", flat=True)) == {*(f"Changed {n}" for n in range(4)), "New"}
    for brief in Brief.objects.all():
        assert (brief.issues.get() if kind == "issue" else brief.quotes.get().expert) == other


@pytest.mark.parametrize("kind", ["issues_issue", "experts_expert"])
def test_of_two_who_make_the_same_at_once_nobody_meets_an_error(kind: str, edda: User) -> None:
    slug = "persia" if kind == "issues_issue" else ""
    desks = [Desk(Client(), edda).open(kind=kind).fill(name="Persia", slug=slug) for _ in range(2)]
    pages = at_once(*(lambda desk=desk: desk.press("_save") for desk in desks))
    assert [page.status_code for page in pages] == [200, 200]
    if kind == "issues_issue":
        assert sum("Another issue has this address" in page.text for page in pages) == 1
        assert Issue.objects.get().slug == "persia"
    else:
        assert set(Expert.objects.values_list("slug", flat=True)) == {"persia", "persia-2"}


def test_two_who_take_one_free_address_at_once_get_two() -> None:
    at_once(*[lambda: Expert.objects.create(name="Ivo Tamm")] * 4)
    assert set(Expert.objects.values_list("slug", flat=True)) == {
        f"ivo-tamm{n}" for n in ("", "-2", "-3", "-4")
    }


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_a_save_and_an_act_that_wait_for_each_other_both_come_through(edda: User) -> None:
    """The other holds the issue and wants the brief, the save holds the brief and wants the issue."""
    brief, iran = cast.make_brief(), cast.issue("Iran")
    desk = Desk(Client(), edda).open(brief).fill(title="Both", issues=[str(iran.pk)])
    held = threading.Event()

    def other() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SET LOCAL deadlock_timeout = '30s'"
                )  # so that the save is the one to be ended
            Issue.objects.select_for_update().get(pk=iran.pk)
            held.set()
            while not is_locked(brief):
                time.sleep(0.01)
            Brief.objects.select_for_update().get(pk=brief.pk)

    def save() -> Any:
        held.wait(10)
        return desk.save().title

    assert at_once(other, save)[1] == "Both"
    assert desk.text().count("Saved.") == 1
    assert set(brief.issues.values_list("name", flat=True)) == {"Iran"}


def is_locked(brief: Brief) -> bool:
    """Whether someone else holds the brief's row; the one who asks lets it go again."""
    here = transaction.savepoint()
    free = list(Brief.objects.select_for_update(skip_locked=True).filter(pk=brief.pk))
    transaction.savepoint_rollback(here)
    return not free
