"""The list of briefs: found by issue, status, label and words, at a steady cost."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from briefs import roles, workflow
from briefs.admin.counting import Tally
from briefs.assigning import assign
from briefs.models import Brief, Comment
from briefs.workflow import Move
from editions.models import Edition
from editions.publishing import withdraw
from tests import cast
from tests.desk import Desk, fields_of

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
    assert "?issue=iran&amp;issue=russia&amp;label=Flash+Brief&amp;q=both&amp;status=live" in hrefs
    search = edda.text().split('id="changelist-search"')[1].split("</form>")[0]
    assert re.findall(r'name="issue" value="(\w+)"', search) == ["iran", "russia"]


@pytest.mark.usefixtures("briefs")
def test_words_of_a_title_and_names_of_speakers_are_found(edda: Desk) -> None:
    assert listed(edda, "?q=alone+iran") == ["Iran Alone"]
    assert listed(edda, "?q=brandt") == ["Russia Alone"]


def test_states_are_shown_and_filter(edda: Desk) -> None:
    cast.make_brief("Drafted")
    workflow.make(Move.SUBMIT, cast.make_brief("Submitted"), None)
    approved = cast.make_brief("Approved")
    workflow.make(Move.SUBMIT, approved, None)
    workflow.make(Move.APPROVE, approved, None)
    cast.published("Public")
    cast.change(cast.published("Edited").brief, title="Edited Since")
    withdraw(cast.published("Taken Down").brief, None)
    now = timezone.now()
    cast.published("Coming", at=now + timedelta(days=1))
    over = cast.published("Over", at=now - timedelta(days=2))
    Edition.objects.filter(pk=over.pk).update(live_until=now - timedelta(days=1))
    for state, titles in {
        "draft": {"Drafted", "Edited Since"},
        "review": {"Submitted"},
        "approved": {"Approved"},
        "live": {"Public", "Edited Since"},
        "edits": {"Edited Since"},
        "withdrawn": {"Taken Down"},
        "scheduled": {"Coming"},
        "expired": {"Over"},
    }.items():
        assert set(listed(edda, f"?status={state}")) == titles, state
        assert f'aria-current="true"><span>{names(edda)[state]}' in edda.text()
        assert names(edda)[state] + f" : {len(titles)}" in counts(edda, "State")
        listed(edda, f"?status={state}&label=Flash+Brief")  # counted among those of a label
        assert names(edda)[state] + f" : {len(titles)}" in counts(edda, "State")
    assert "Edits not public</span>" in "".join(listed(edda)) + edda.text()


def names(desk: Desk) -> dict[str, str]:
    return {
        "draft": "Draft", "review": "In review", "approved": "Approved", "live": "Live", "scheduled": "Scheduled",
        "edits": "Edits not public yet", "withdrawn": "Withdrawn", "expired": "Expired",
    }  # fmt: skip


def counts(desk: Desk, name: str) -> list[str]:
    """What a filter offers, each choice with its count, as a reader sees it."""
    box = next(part for part in desk.text().split("<details")[1:] if f"<summary>{name}:" in part)
    choices = re.findall(r"<li[^>]*><a[^>]*>(.*?)</a></li>", box, re.DOTALL)
    plain = (
        re.sub(r'<span class="visually-hidden">.*?</span>|<span aria-hidden.*?</span>', "", c)
        for c in choices
    )
    counted = (re.sub(r'<span class="desk-count">', ": ", c) for c in plain)
    return [" ".join(re.sub(r"<[^>]+>", "", c).split()) for c in counted]


@pytest.mark.usefixtures("briefs")
def test_each_choice_says_how_many_briefs_it_leaves_of_the_list_as_it_is(edda: Desk) -> None:
    listed(edda)
    assert counts(edda, "Issue") == ["Any", "Iran : 2", "Russia : 2"]
    assert counts(edda, "Label") == ["Any", "Flash Brief : 2", "Insight : 1"]
    assert counts(edda, "State")[1] == "Draft : 3"
    listed(edda, "?issue=iran")
    assert counts(edda, "Issue") == ["Any", "Iran : 2", "Russia : 1"]
    listed(edda, "?label=Insight")
    assert counts(edda, "Issue") == ["Any", "Iran : 1"]
    assert counts(edda, "Label") == ["Any", "Insight : 1", "Flash Brief : 2"]
    listed(edda, "?q=brandt")
    assert counts(edda, "Label") == ["Any", "Flash Brief : 1"]


def test_counts_end_where_counting_would_take_too_long() -> None:
    assert Tally({"a": 1000, "b": 1001}).shown("a") == "1,000"
    assert Tally({"a": 1000, "b": 1001}).shown("b") == "1,000+"
    assert Tally({"a": 12}, cut=True).shown("a") == "12+"
    assert Tally({"a": 12}, cut=True).shown("x") == ""
    assert Tally({"a": 12}).shown("x") == "0"


def test_briefs_are_found_by_author_and_by_who_is_waited_for(edda: Desk) -> None:
    wren = cast.person("wren", roles.WRITER)
    cast.make_brief("Hers", by=wren)
    assign(cast.make_brief("Unsigned"), wren, None)
    assert listed(edda, "?author=wren") == ["Hers"]
    assert listed(edda, "?author=-") == ["Unsigned"]
    assert listed(edda, "?assigned=wren") == ["Unsigned"]
    assert counts(edda, "Waited for") == ["Any", "Wren : 1", "Nobody in particular : 1"]
    assert len(listed(edda, "?assigned=nobody-here")) == 2
    assert "There is nobody called “nobody-here” here, so the list is not narrowed by it." in edda.text()


def test_briefs_are_found_by_their_dates(edda: Desk) -> None:
    for day in (1, 14, 31):
        cast.make_brief(f"Day {day}", date=date(2024, 3, day))
    assert set(listed(edda, "?from=2024-03-14&to=2024-03-31")) == {"Day 14", "Day 31"}
    assert "From 14 Mar 2024 to 31 Mar 2024" in edda.text()
    assert listed(edda, "?to=2024-03-01") == ["Day 1"]
    assert len(listed(edda, "?from=yesterday")) == 3
    assert "“yesterday” is no day, so the list is not narrowed by it." in edda.text()
    assert len(listed(edda, "?from=2024-03-14&to=2024-03-01")) == 3
    assert "The first day is after the last" in edda.text()
    cast.make_brief("Of Today", date=timezone.localdate())
    listed(edda)
    assert counts(edda, "Date") == ["Any", "Today : 1", "The last 7 days : 1", "The last 30 days : 1"]


@pytest.mark.usefixtures("briefs")
def test_briefs_are_found_by_part_of_an_experts_name(edda: Desk) -> None:
    assert listed(edda, "?expert=brandt") == ["Russia Alone"]
    assert listed(edda, "?expert=Teo+Brandt") == ["Russia Alone"]
    assert listed(edda, "?expert=teo-brandt") == ["Russia Alone"]
    cast.expert("Mara Brandt")
    assert len(listed(edda, "?expert=brandt")) == 3
    assert "Several experts could be “brandt”. Choose one of them" in edda.text()
    assert counts(edda, "Expert") == ["Any", "Mara Brandt : 0", "Teo Brandt : 1"]
    assert len(listed(edda, "?expert=nobody")) == 3
    assert "There is no expert “nobody”, so the list is not narrowed by it." in edda.text()
    answer = edda.client.get("/admin/briefs/brief/experts/?typed=bra")
    assert answer.json() == {"names": ["Mara Brandt", "Teo Brandt"]}
    assert edda.client.get("/admin/briefs/brief/experts/?typed=%00").json() == {"names": []}


@pytest.mark.usefixtures("briefs")
def test_a_list_comes_back_as_it_was_narrowed_after_an_edit(edda: Desk) -> None:
    listed(edda, "?issue=iran&q=alone")
    (row,) = re.findall(r'class="field-headline"><a href="([^"]+)"', edda.text())
    address = unescape(row)
    form = fields_of(edda.client.get(address).content.decode())
    edda.page = edda.client.post(address, form | {"title": "Iran, Still Alone", "_continue": ""}, follow=True)
    assert "Saved." in edda.text()
    assert '<a href="/admin/briefs/brief/?issue=iran&amp;q=alone">Back to the list</a>' in edda.text()


@pytest.mark.usefixtures("briefs")
def test_a_search_without_a_word_and_one_of_very_many_are_told(edda: Desk) -> None:
    assert len(listed(edda, "?q=%25%25%25")) == 3
    assert "There is no word in what you typed, so the list is not narrowed by it." in edda.text()
    listed(edda, "?q=" + "+".join(f"w{n}" for n in range(100)))
    assert "only its first words were looked for" in edda.text()


def test_rows_say_who_is_waited_for_what_is_late_and_what_is_talked_about(edda: Desk) -> None:
    brief = assign(cast.make_brief("Waited For", by=edda.user), cast.person("piet", roles.PUBLISHER), None)
    Brief.objects.filter(pk=brief.pk).update(due_at=timezone.now() - timedelta(hours=1))
    Comment.objects.create(brief=brief, author=edda.user, text="Why?", written_at=timezone.now())
    listed(edda)
    row = " ".join(re.sub(r"<[^>]+>", " ", edda.text().split('id="result_list"')[1]).split())
    for words in ("Ukraine Edda Piet 1 open", ", late", ", Edda"):
        assert words in row


@pytest.mark.usefixtures("briefs")
@pytest.mark.parametrize(
    "query",
    [
        "?issue=%00", "?issue=nowhere", "?issue=", "?" + "&".join(f"issue=i{n}" for n in range(500)),
        "?status=%00", "?label=%00", "?expert=%00", "?author=%00", "?from=%00",
        "?from=9999999-1-1", "?assigned=" + "x" * 999,
        "?from=&to=", "?expert=", "?expert=" + "x" * 9999,
        "?q=%00", "?p=x", "?p=-1", "?p=99999", "?o=x", "?o=99.-99", "?title__exact=%00",
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
        with django_assert_num_queries(21):
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


def test_pasting_and_beginning_are_offered_to_those_who_may(edda: Desk) -> None:
    for address in ("/admin/", LIST):
        page = edda.client.get(address).content.decode()
        assert '<a class="desk-button is-main" href="/admin/briefs/brief/paste/">Paste a brief</a>' in page
        assert '<a class="desk-button" href="/admin/briefs/brief/add/">New brief</a>' in page


def test_an_account_without_a_group_is_told_whom_to_ask() -> None:
    rhea = Desk(Client(), cast.person("rhea"))
    assert "put you in a group: Writer, Editor, Publisher or" in rhea.client.get("/admin/").content.decode()
    assert rhea.client.get(LIST).status_code == 403
