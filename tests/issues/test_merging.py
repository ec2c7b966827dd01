"""Merging one issue into another: everything moves, nothing doubles, and undoing it puts everything back."""

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.utils import timezone

from audit.models import Act, Entry
from briefs import roles
from briefs.drafting import record
from briefs.models import Brief, BriefIssue, Status
from briefs.workflow import Move, make
from briefs.writing import write
from editions.models import Edition, EditionIssue, Introduction, PinnedBrief
from editions.publishing import cancel, publish
from issues.merging import MergeRefused, Share, merge, shares, undo
from issues.models import Issue, IssueAddress, IssueAlias, IssueMerge
from tests import cast

pytestmark = pytest.mark.django_db
LOG = {"audit.entry", "editions.uncounted", "editions.stamp", "issues.issuemerge", "experts.expertmerge"}


def dump() -> dict[str, list[Any]]:
    """Every row of every table, but for the log and the records of merges, as the database holds it."""
    tables = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.label_lower not in LOG
    ]
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values_list())
        for model in tables
        if model._meta.managed
    }


@pytest.fixture
def edda() -> User:
    return cast.person("edda", roles.EDITOR)


@pytest.fixture
def persia() -> Issue:
    """An issue with all that an issue can have, some of it doubling what Iran has."""
    iran, asia = cast.issue("Iran"), cast.issue("Asia")
    persia = Issue.objects.create(name="Persia", description="The old name. ", parent=asia)
    Issue.objects.create(name="Persian Gulf", parent=persia)
    IssueAlias.objects.create(issue=persia, name="Pars")
    IssueAddress.objects.create(issue=persia, slug="old-persia")
    IssueAlias.objects.create(issue=iran, name="Islamic Republic")
    only = cast.published("Only Persia", issues=["Persia"]).brief
    both = cast.published("Both", issues=["Persia", "Iran"]).brief
    Introduction.objects.create(issue=persia, text="<p>The old words.</p>")
    for place, (issue, brief) in enumerate([(persia, only), (persia, both), (iran, both)], 1):
        PinnedBrief.objects.create(issue=issue, brief=brief, place=place)
    publish(cast.change(both, title="Both, Again"), None)
    cast.make_brief("Draft on Both", issues=["Persia", "Iran", "Asia"])
    cast.published("Later", issues=["Persia"], at=timezone.now() + datetime.timedelta(days=1))
    return persia


def subjects(title: str) -> set[str]:
    return {issue.name for issue in Brief.objects.get(title=title).issues.all()}


def test_all_that_stood_under_one_stands_under_the_other_once(persia: Issue, edda: User) -> None:
    iran = cast.issue("Iran")
    merge(persia, iran, edda)
    assert not Issue.objects.filter(name="Persia").exists()
    assert subjects("Only Persia") == {"Iran"}
    assert subjects("Both, Again") == {"Iran"}
    assert subjects("Draft on Both") == {"Iran", "Asia"}
    assert Edition.objects.live().about(iran).count() == 2
    assert Edition.objects.pending().about(iran).count() == 1
    assert Issue.objects.get(name="Persian Gulf").parent == iran
    assert Issue.objects.known("pars") == Issue.objects.known("PERSIA") == iran
    assert set(iran.former_addresses.values_list("slug", flat=True)) == {"persia", "old-persia"}


def test_undoing_it_leaves_the_database_as_it_was_but_for_the_log(persia: Issue, edda: User) -> None:
    before, key = dump(), persia.pk
    done = merge(persia, cast.issue("Iran"), edda)
    assert dump() != before
    assert undo(done, edda).pk == key
    assert dump() == before
    again = merge(Issue.objects.get(pk=key), cast.issue("Iran"), edda)
    undo(again, edda)
    assert dump() == before


def test_merges_in_a_row_are_undone_in_a_row(persia: Issue, edda: User) -> None:
    iran, asia, key, before = cast.issue("Iran"), cast.issue("Middle East"), persia.pk, dump()
    first = merge(persia, iran, edda)
    second = merge(iran, asia, edda)
    assert Issue.objects.present([key, iran.pk, 999]) == {key: asia, iran.pk: asia}
    with pytest.raises(MergeRefused, match="“Iran” was itself merged into “Middle East” since"):
        undo(first, edda)
    undo(second, edda)
    undo(first, edda)
    assert dump() == before


def test_the_log_and_the_record_say_who_did_what(persia: Issue, edda: User) -> None:
    done = merge(persia, cast.issue("Iran"), edda)
    entry = Entry.objects.get(act=Act.MERGED)
    assert (entry.by, entry.label) == (edda, "Iran")
    assert entry.note == "“Persia” became part of it."
    assert entry.details["moved"]["briefs.briefissue.tag"] == 2
    dropped = {"briefs.briefissue.tag": 2, "editions.editionissue.issue": 2, "editions.pinnedbrief.issue": 1}
    assert entry.details["dropped"] == dropped
    undo(done, None)
    assert Entry.objects.get(act=Act.UNDONE).label == "Persia"
    assert IssueMerge.objects.get().undone_at is not None


def test_the_preview_counts_what_moves_and_what_doubles(persia: Issue) -> None:
    counted = {each.model: (each.rows, each.doubles) for each in shares(persia, cast.issue("Iran"))}
    assert counted == {
        BriefIssue: (4, 2),
        EditionIssue: (4, 2),
        Introduction: (1, 0),
        PinnedBrief: (2, 1),
        Issue: (1, 0),
        IssueAddress: (1, 0),
        IssueAlias: (1, 0),
        IssueMerge: (0, 0),
    }
    assert all(isinstance(each, Share) for each in shares(persia, cast.issue("Asia")))


def test_what_was_given_to_the_other_since_stays_and_what_was_removed_stays_removed(
    persia: Issue, edda: User
) -> None:
    iran = cast.issue("Iran")
    done = merge(persia, iran, edda)
    cast.make_brief("New on Iran", issues=["Iran"])
    Brief.objects.get(title="Draft on Both").delete()
    both = Brief.objects.get(title="Both, Again")
    both.issues.set([cast.issue("Asia")])
    cancel(Edition.objects.get(title="Later"), None)
    IssueAlias.objects.get(name="Pars").delete()
    IssueAlias.objects.get(name="Persia").delete()
    undo(done, edda)
    assert subjects("New on Iran") == {"Iran"}
    assert subjects("Only Persia") == {"Persia"}
    assert subjects("Both, Again") == {"Asia"}
    assert set(Edition.objects.live().about(cast.issue("Persia")).values_list("title", flat=True)) == {
        "Only Persia",
        "Both, Again",
    }
    assert Issue.objects.known("Pars") is None


def test_an_old_version_comes_back_with_what_its_issues_are_today(persia: Issue, edda: User) -> None:
    brief = Brief.objects.get(title="Draft on Both")
    old = brief.newest_revision()
    assert old is not None
    merge(persia, cast.issue("Iran"), edda)
    write(brief, old.value())
    assert subjects("Draft on Both") == {"Iran", "Asia"}


@pytest.mark.parametrize("act", ["merge", "rename"])
def test_an_approval_outlives_a_merge_and_a_new_name_for_the_words_are_the_same(
    act: str, persia: Issue, edda: User
) -> None:
    brief = cast.make_brief("Approved", issues=["Persia"])
    make(Move.SUBMIT, brief, None)
    make(Move.APPROVE, brief, edda)
    if act == "merge":
        merge(persia, cast.issue("Iran"), edda)
    else:
        Issue.objects.filter(pk=persia.pk).update(name="Parthia")
    newest = record(brief, edda)
    brief.refresh_from_db()
    assert (brief.status, brief.approved_digest, newest.number) == (Status.APPROVED, newest.digest, 2)
    cast.change(brief, title="Other Words")
    brief.refresh_from_db()
    assert brief.status == Status.REVIEW


def test_an_issue_is_not_merged_into_itself_nor_into_one_below_it(persia: Issue, edda: User) -> None:
    gulf = Issue.objects.get(name="Persian Gulf")
    strait = Issue.objects.create(name="Strait", parent=gulf)
    with pytest.raises(MergeRefused, match="can't be merged into itself"):
        merge(persia, persia, edda)
    with pytest.raises(MergeRefused, match="“Strait” belongs to “Persia”"):
        merge(persia, strait, edda)
    merge(strait, persia, edda)
    assert Issue.objects.known("Strait") == persia


def test_what_is_gone_already_is_not_merged_again(persia: Issue, edda: User) -> None:
    iran, asia = cast.issue("Iran"), cast.issue("Asia")
    merge(persia, iran, edda)
    with pytest.raises(MergeRefused, match="“Persia” was merged into “Iran” a moment ago"):
        merge(persia, asia, edda)
    with pytest.raises(MergeRefused, match="“Persia” was merged into “Iran” a moment ago"):
        merge(iran, persia, edda)
    stray = Issue.objects.create(name="Stray")
    held = Issue.objects.get(pk=stray.pk)
    stray.delete()
    with pytest.raises(MergeRefused, match="“Stray” was deleted a moment ago"):
        merge(iran, held, edda)


def test_a_writer_merges_and_undoes_nothing(persia: Issue, edda: User) -> None:
    wren = cast.person("wren", roles.WRITER)
    with pytest.raises(PermissionDenied, match="You may not merge issues"):
        merge(persia, cast.issue("Iran"), wren)
    done = merge(persia, cast.issue("Iran"), edda)
    with pytest.raises(PermissionDenied):
        undo(done, wren)


def test_a_merge_that_breaks_off_leaves_nothing_behind(
    persia: Issue, edda: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump()

    def fail(*args: Any, **details: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr("issues.merging.log.note", fail)
    with pytest.raises(IntegrityError):
        merge(persia, cast.issue("Iran"), edda)
    assert dump() == before
    assert not IssueMerge.objects.exists()


def test_a_merge_is_undone_once_and_within_thirty_days(persia: Issue, edda: User) -> None:
    done = merge(persia, cast.issue("Iran"), edda)
    IssueMerge.objects.update(at=done.at - datetime.timedelta(days=30, seconds=1))
    with pytest.raises(MergeRefused, match="more than 30 days ago"):
        undo(done, edda)
    IssueMerge.objects.update(at=done.at - datetime.timedelta(days=29))
    undo(done, edda)
    with pytest.raises(MergeRefused, match="undone already"):
        undo(done, edda)


def test_undoing_is_refused_while_the_name_or_the_address_is_somebody_elses(edda: User) -> None:
    iran, persia = cast.issue("Iran"), cast.issue("Persia")
    done = merge(persia, iran, edda)
    iran.aliases.all().delete()
    other = Issue.objects.create(name="Persia", slug="other")
    with pytest.raises(MergeRefused, match="“Persia” already means the issue “Persia”"):
        undo(done, edda)
    Issue.objects.filter(pk=other.pk).update(name="Other", slug="persia")
    with pytest.raises(MergeRefused, match="The address “persia” belongs to “Other” now"):
        undo(done, edda)
    other.delete()
    undo(done, edda)


def test_undoing_is_refused_when_the_other_was_deleted_since(edda: User) -> None:
    iran = cast.issue("Iran")
    done = merge(cast.issue("Persia"), iran, edda)
    iran.delete()
    with pytest.raises(MergeRefused, match="“Iran” was deleted since"):
        undo(done, edda)


def test_an_issue_comes_back_without_the_wider_one_that_is_gone_and_never_in_a_ring(
    persia: Issue, edda: User
) -> None:
    asia, iran = cast.issue("Asia"), cast.issue("Iran")
    done = merge(persia, iran, edda)
    asia.parent = Issue.objects.get(name="Persian Gulf")
    asia.save()
    with pytest.raises(MergeRefused, match="already belongs to “Persia”"):
        undo(done, edda)
    BriefIssue.objects.filter(tag=asia).delete()
    Issue.objects.get(pk=asia.pk).delete()
    assert undo(done, edda).parent is None  # type: ignore[attr-defined]


def test_a_table_that_comes_later_is_followed_without_a_word(persia: Issue) -> None:
    followed = {each.model for each in shares(persia, persia)}
    pointing = {
        rel.related_model
        for rel in Issue._meta.get_fields(include_hidden=True)
        if isinstance(rel, models.ManyToOneRel)
    }
    assert followed == pointing


def test_a_key_means_what_the_last_merge_made_of_it(edda: User) -> None:
    iran, asia, persia = cast.issue("Iran"), cast.issue("Asia"), cast.issue("Persia")
    back = undo(merge(persia, asia, edda), edda)
    merge(back, iran, edda)
    assert Issue.objects.present([persia.pk]) == {persia.pk: iran}
    undo(IssueMerge.objects.get(undone_at=None), edda).delete()
    assert Issue.objects.present([persia.pk]) == {}
