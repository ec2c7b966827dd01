"""The desk's front page and the list of briefs: found by issue, status, label and words, at a steady cost."""

import re
from typing import Any

import pytest
from django.test import Client

from briefs import roles
from editions.publishing import publish, withdraw
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db

LIST = "/admin/briefs/brief/"


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def listed(desk: Desk, query: str = "") -> list[str]:
    """The titles on the list."""
    desk.page = desk.client.get(LIST + query)
    assert desk.page.status_code == 200
    return re.findall(r'class="field-headline"><a href="[^"]+">([^<]+)</a>', desk.text())


@pytest.fixture
def briefs() -> None:
    cast.make_brief("Both", issues=["Iran", "Russia"])
    cast.make_brief("Iran Alone", issues=["Iran"], label="Insight")
    cast.make_brief("Russia Alone", issues=["Russia"], quotes=[("<p>x</p>", "Teo Brandt", "Fellow")])


@pytest.mark.usefixtures("briefs")
def test_several_issues_mean_all_of_them(edda: Desk) -> None:
    assert set(listed(edda)) == {"Both", "Iran Alone", "Russia Alone"}
    assert set(listed(edda, "?issue=iran")) == {"Both", "Iran Alone"}
    assert listed(edda, "?issue=iran&issue=russia") == ["Both"]


@pytest.mark.usefixtures("briefs")
def test_each_choice_keeps_the_others(edda: Desk) -> None:
    listed(edda, "?issue=iran&issue=russia&label=Flash+Brief&q=both")
    hrefs = re.findall(r'href="(\?[^"]+)"', edda.text())
    assert "?issue=russia&amp;label=Flash+Brief&amp;q=both" in hrefs
    assert "?issue=iran&amp;issue=russia&amp;label=Insight&amp;q=both" in hrefs
    search = edda.text().split('id="changelist-search"')[1].split("</form>")[0]
    assert re.findall(r'name="issue" value="(\w+)"', search) == ["iran", "russia"]


@pytest.mark.usefixtures("briefs")
def test_words_of_a_title_and_names_of_speakers_are_found(edda: Desk) -> None:
    assert listed(edda, "?q=alone+iran") == ["Iran Alone"]
    assert listed(edda, "?q=brandt") == ["Russia Alone"]


def test_statuses_and_waiting_edits_are_shown_and_filter(edda: Desk) -> None:
    cast.make_brief("Drafted")
    cast.published("Public")
    cast.change(cast.published("Edited").brief, title="Edited Since")
    withdraw(cast.published("Taken Down").brief, None)
    assert listed(edda, "?status=draft") == ["Drafted"]
    assert set(listed(edda, "?status=published")) == {"Public", "Edited Since"}
    assert listed(edda, "?status=withdrawn") == ["Taken Down"]
    assert listed(edda, "?status=edits") == ["Edited Since"]
    assert "Edits not public</span>" in edda.text()


@pytest.mark.usefixtures("briefs")
@pytest.mark.parametrize(
    "query",
    [
        "?issue=%00", "?issue=nowhere", "?issue=", "?" + "&".join(f"issue=i{n}" for n in range(500)),
        "?status=%00", "?label=%00", "?q=%00", "?p=x", "?p=-1", "?p=99999", "?o=x", "?o=99.-99", "?title__exact=%00",
        "?utm_source=mail", "?all=", "?e=1", "?id__in=x", "?_facets=True", "?_popup=1&_to_field=id",
    ],
)  # fmt: skip
def test_rubbish_in_the_address_is_passed_over(edda: Desk, query: str) -> None:
    answer = edda.client.get(LIST + query, follow=True)
    assert answer.status_code == 200
    assert b"Both" in answer.content


@pytest.mark.usefixtures("briefs")
def test_an_issue_that_is_not_there_is_named(edda: Desk) -> None:
    listed(edda, "?issue=irann")
    assert "There is no issue “irann”, so the list is not narrowed by it." in edda.text()


def test_the_list_takes_as_many_queries_for_thirty_briefs_as_for_three(
    edda: Desk, django_assert_num_queries: Any
) -> None:
    for wanted in (3, 30):
        while len(listed(edda)) < wanted:
            cast.published(f"Brief {len(listed(edda))}", issues=["Iran", "Russia"])
        with django_assert_num_queries(10):
            assert len(listed(edda)) == wanted


@pytest.mark.usefixtures("briefs")
@pytest.mark.parametrize("forged", ["x", "", "%00", "9" * 30, "٣"])
def test_a_forged_row_is_passed_over_by_an_action(edda: Desk, forged: str) -> None:
    sent = {"action": "delete_selected", "_selected_action": forged, "post": "yes"}
    edda.page = edda.client.post(LIST, sent, follow=True)
    assert "Items must be selected" in edda.text()
    assert len(listed(edda)) == 3


@pytest.mark.usefixtures("briefs")
@pytest.mark.parametrize("path", ["issues/issue/", "experts/expert/", "briefs/readerphrase/"])
def test_a_forged_row_is_passed_over_on_the_other_lists_too(edda: Desk, path: str) -> None:
    sent = {"action": "delete_selected", "_selected_action": "x", "post": "yes"}
    edda.page = edda.client.post(f"/admin/{path}", sent, follow=True)
    assert "Items must be selected" in edda.text()


def test_the_front_page_of_an_empty_desk_says_what_to_do(edda: Desk) -> None:
    edda.page = edda.client.get("/admin/")
    assert "No drafts. Paste a brief, or begin a new one." in edda.text()
    assert "Nothing is public yet." in edda.text()


def test_the_front_page_shows_drafts_waiting_edits_and_what_was_published(
    edda: Desk, django_assert_num_queries: Any
) -> None:
    cast.make_brief("Drafted", by=edda.user)
    edition = cast.published("Public")
    publish(cast.change(edition.brief, title="Public Again"), None)
    cast.change(cast.published("Edited").brief, title="Edited Since")
    with django_assert_num_queries(7):
        edda.page = edda.client.get("/admin/")
    parts = edda.text().split("<h2")
    assert [title for title in ("Drafted", "Edited Since") if title in parts[1]] == ["Drafted"]
    assert "Edited Since" in parts[2]
    assert "Public Again" in parts[3]
    assert "edition 2" in parts[3]


def test_pasting_and_beginning_are_offered_to_those_who_may(edda: Desk) -> None:
    for address in ("/admin/", LIST):
        page = edda.client.get(address).content.decode()
        assert '<a class="desk-button is-main" href="/admin/briefs/brief/paste/">Paste a brief</a>' in page
        assert '<a class="desk-button" href="/admin/briefs/brief/add/">New brief</a>' in page


def test_an_account_without_a_group_is_told_whom_to_ask() -> None:
    rhea = Desk(Client(), cast.person("rhea"))
    assert "put you in a group: Writer, Editor or Publisher" in rhea.client.get("/admin/").content.decode()
    assert rhea.client.get(LIST).status_code == 403
