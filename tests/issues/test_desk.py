"""Issues at the desk: a curated list, searched by any spelling, kept while it is used."""

import re

import pytest
from django.test import Client

from briefs import roles
from issues.models import Issue, IssueAlias
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db

CHOICES = "/admin/autocomplete/?app_label=briefs&model_name=briefissue&field_name=tag&term="


@pytest.fixture
def wren() -> Desk:
    return Desk(Client(), cast.person("wren", roles.WRITER))


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def found(desk: Desk, term: str) -> list[str]:
    return [each["text"] for each in desk.client.get(CHOICES + term).json()["results"]]


def test_an_editor_adds_an_issue_with_other_spellings(edda: Desk) -> None:
    asia = cast.issue("Asia")
    edda.open(kind="issues_issue").fill(name="North Korea", slug="north-korea", parent=asia.pk)
    edda.fill(aliases__0__name="DPRK").press("_save")
    assert Issue.objects.known("dprk") == Issue.objects.get(name="North Korea", parent=asia)


def test_a_writer_reads_the_issues_and_changes_none(wren: Desk) -> None:
    iran = cast.issue("Iran")
    assert wren.client.get("/admin/issues/issue/").status_code == 200
    assert wren.client.get("/admin/issues/issue/add/").status_code == 403
    assert wren.client.post(f"/admin/issues/issue/{iran.pk}/change/", {"name": "Forged"}).status_code == 403


def test_a_spelling_that_leads_elsewhere_is_refused(edda: Desk) -> None:
    cast.issue("Iran")
    edda.open(kind="issues_issue").fill(name="Persia", slug="persia", aliases__0__name="IRAN").press("_save")
    assert "“IRAN” already means the issue “Iran”." in edda.text()
    assert not Issue.objects.filter(name="Persia").exists()


@pytest.mark.parametrize("other", ["same", "SAME", "Såme", " Same "])
def test_a_spelling_that_stands_twice_in_one_form_is_refused(edda: Desk, other: str) -> None:
    edda.open(kind="issues_issue").fill(name="Persia", slug="persia", aliases__0__name="Same")
    edda.fill(aliases__TOTAL_FORMS="2", aliases__1__name=other).press("_save")
    assert f"“{other.strip()}” stands here twice" in edda.text()
    assert not Issue.objects.exists()


def test_a_spelling_that_is_removed_may_be_written_anew(edda: Desk) -> None:
    iran = cast.issue("Iran")
    alias = IssueAlias.objects.create(issue=iran, name="Persia")
    edda.open(iran, "issues_issue").fill(aliases__0__DELETE="on", aliases__1__name="Pérsia").press("_save")
    assert [each.name for each in iran.aliases.exclude(pk=alias.pk)] == ["Pérsia"]


@pytest.mark.parametrize("parent", ["\0", "9" * 30, "x"])
def test_a_forged_parent_is_refused_with_a_sentence(edda: Desk, parent: str) -> None:
    edda.open(kind="issues_issue").fill(name="Persia", slug="persia", parent=parent).press("_save")
    assert edda.page.status_code == 200
    assert ("Null characters are not allowed" if parent == "\0" else "Select a valid choice") in edda.text()
    assert not Issue.objects.exists()


def test_the_address_of_an_issue_stays_when_its_name_changes(edda: Desk) -> None:
    iran = cast.issue("Iran")
    edda.open(iran, "issues_issue")
    assert "so that links to this page keep working" in edda.text()
    edda.fill(name="Persia", slug="persia").press("_save")
    iran.refresh_from_db()
    assert (iran.name, iran.slug) == ("Persia", "iran")


def test_choosing_finds_an_issue_by_any_spelling(wren: Desk) -> None:
    korea = cast.issue("North Korea")
    cast.issue("Iran")
    IssueAlias.objects.create(issue=korea, name="Corée du Nord")
    assert found(wren, "coree") == ["North Korea"]
    assert found(wren, "KOREA") == ["North Korea"]
    assert found(wren, "") == ["Iran", "North Korea"]
    assert found(wren, "%00nowhere") == []


@pytest.mark.parametrize("page", ["x", "0", "-1", "99999", "%00"])
def test_a_page_of_choices_that_is_not_there_is_not_found(wren: Desk, page: str) -> None:
    assert wren.client.get(f"{CHOICES}&page={page}").status_code == 404


def test_the_list_counts_the_briefs_of_each_issue(edda: Desk) -> None:
    cast.make_brief(issues=["Iran", "Russia"])
    cast.make_brief("Another", issues=["Iran"])
    page = edda.client.get("/admin/issues/issue/").content.decode()
    assert re.findall(r'class="field-in_briefs">(\d)<', page) == ["2", "1"]


def test_an_issue_in_use_is_not_deleted_and_its_uses_are_named(edda: Desk) -> None:
    brief = cast.make_brief("About Iran", issues=["Iran"])
    iran = cast.issue("Iran")
    Issue.objects.create(name="Iran’s Proxies", slug="proxies", parent=iran)
    address = f"/admin/issues/issue/{iran.pk}/delete/"
    page = edda.client.get(address).content.decode()
    assert f'Brief: <a href="/admin/briefs/brief/{brief.pk}/change/">About Iran</a>' in page
    assert "Iran’s Proxies</a> belongs to it" in page
    edda.client.post(address, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [iran.pk], "post": "yes"}
    assert "About Iran" in edda.client.post("/admin/issues/issue/", chosen).content.decode()
    assert Issue.objects.filter(pk=iran.pk).exists()


@pytest.mark.parametrize(("briefs", "said"), [(2, "and 1 more brief<"), (3, "and 2 more briefs<")])
def test_a_long_list_of_uses_ends_with_the_number_of_the_others(
    edda: Desk, briefs: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("issues.admin.issue.USES_SHOWN", 1)
    for _ in range(briefs):
        cast.make_brief(issues=["Iran"])
    assert said in edda.client.get(f"/admin/issues/issue/{cast.issue('Iran').pk}/delete/").text


def test_an_issue_of_the_public_record_stays_though_no_brief_has_it_now(edda: Desk) -> None:
    edition = cast.published("Once About Iran", issues=["Iran"])
    edition.brief.issues.set([cast.issue("Russia")])
    page = edda.client.get(f"/admin/issues/issue/{cast.issue('Iran').pk}/delete/").content.decode()
    assert "Once About Iran" in page
    assert "It is in use" in page


def test_an_unused_issue_is_deleted(edda: Desk) -> None:
    iran = cast.issue("Iran")
    edda.client.post(f"/admin/issues/issue/{iran.pk}/delete/", {"post": "yes"})
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("query", "status"), [("?name=%00", 400), ("?q=%00", 200), ("?p=x", 200), ("?o=x.y", 200)]
)
def test_rubbish_in_the_lists_address_is_no_error(edda: Desk, query: str, status: int) -> None:
    assert edda.client.get(f"/admin/issues/issue/{query}").status_code == status
