"""Reading the audit log at the desk: its filters, its pages, its download, and who may."""

import csv
import datetime
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audit import log
from audit.models import Act, Entry
from briefs import roles
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db
LOG = "/admin/audit/entry/"


@pytest.fixture
def ada() -> Desk:
    return Desk(Client(), cast.person("ada", roles.ADMINISTRATOR))


def shown(desk: Desk, query: str = "") -> list[str]:
    """The words of each row, of what was done to things; what accounts did is left out."""
    desk.page = desk.client.get(f"{LOG}?{query}")
    assert desk.page.status_code == 200
    body = re.search(r"<tbody>(.*)</tbody>", desk.text(), re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", body[1], re.DOTALL) if body else []
    told = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    return [row for row in told if "Signed in" not in row and "password" not in row]


def entries(number: int) -> None:
    now = timezone.now()
    Entry.objects.bulk_create(
        Entry(at=now - datetime.timedelta(minutes=row // 3), act=Act.CHANGED, label=f"Brief {row}")
        for row in range(number)
    )


def test_the_log_says_who_did_what_to_what_and_links_to_it(ada: Desk) -> None:
    brief = cast.make_brief("Ships <Return>")
    log.note(Act.SENT_BACK, cast.person("edda", roles.EDITOR), brief, words="Name the <insurer>.")
    assert "Edda edda Sent back Ships &lt;Return&gt; a brief Name the &lt;insurer&gt;." in shown(ada)[0]
    assert f'<a href="/admin/briefs/brief/{brief.pk}/change/">' in ada.text()


def test_what_was_deleted_keeps_its_name_and_leads_nowhere(ada: Desk) -> None:
    log.note(Act.DELETED, ada.user, cast.issue("Baltic"))
    assert "Deleted Baltic an issue" in shown(ada)[0]
    assert "/admin/issues/issue/1" not in ada.text()


def test_details_are_told_in_words(ada: Desk) -> None:
    log.note(
        Act.PERMISSIONS, ada.user, ada.user,
        groups={"before": [], "after": ["Editor", "Writer"]}, is_active={"before": True, "after": False},
        live_from="2026-11-24T19:00:00+00:00", nothing=None,
    )  # fmt: skip
    row = shown(ada)[0]
    assert "Groups: nothing → Editor, Writer Is active: yes → no" in row
    assert "Live from: 24 Nov 2026, 19:00 Nothing: nothing" in row


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("act=approved", ["Ships"]),
        ("kind=issues.issue", ["Baltic"]),
        ("kind=briefs.brief&act=deleted", []),
        ("q=insurer", ["Ships"]),
        ("q=baltic", ["Baltic"]),
        ("flagged=on", ["Ships"]),
        ("first=2024-03-14&last=2024-03-14", ["Baltic"]),
        ("last=2024-03-13", []),
        ("first=2024-03-15", ["Ships"]),
    ],
)
def test_filters_narrow_the_log_and_combine(ada: Desk, query: str, found: list[str]) -> None:
    log.note(Act.APPROVED, ada.user, cast.make_brief("Ships"), words="The insurer", flagged=True)
    Entry.objects.create(
        at=datetime.datetime(2024, 3, 14, 12, tzinfo=datetime.UTC),
        act=Act.CHANGED,
        kind="issues.issue",
        key="1",
        label="Baltic",
    )
    rows = shown(ada, query)
    assert len(rows) == len(found)
    assert all(name in row for name, row in zip(found, rows, strict=True))


def test_a_day_is_a_day_of_the_newsroom(ada: Desk) -> None:
    for minutes, place in ((-1, "before"), (1, "after")):  # midnight of that day in New York is 04:00 UTC
        at = datetime.datetime(2024, 3, 14, 4, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minutes)
        Entry.objects.create(at=at, act=Act.CHANGED, label=place)
    with timezone.override("America/New_York"):
        assert ["after" in row for row in shown(ada, "first=2024-03-14&last=2024-03-14")] == [True]
        assert ["before" in row for row in shown(ada, "last=2024-03-13")] == [True]


def test_one_person_and_one_brief_have_logs_of_their_own(ada: Desk) -> None:
    brief, other = cast.make_brief("Ships"), cast.make_brief("Trains")
    edda = cast.person("edda", roles.EDITOR)
    log.note(Act.APPROVED, edda, brief)
    log.note(Act.APPROVED, ada.user, other)
    assert len(shown(ada, f"by={edda.pk}")) == 1
    ada.open(brief)
    address = f"/admin/audit/entry/?kind=briefs.brief&amp;key={brief.pk}"
    assert f'<a href="{address}">Log of this brief</a>' in ada.text()
    assert len(shown(ada, f"kind=briefs.brief&key={brief.pk}")) == 1
    assert "Only what was done to <strong>Ships</strong>" in ada.text()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("act=zap", "The log knows no such act: the filter “Did what” was left out."),
        ("kind=x.y", "The log knows no such kind: the filter “To what” was left out."),
        ("by=99999999999999999999999", "There is no such person: the filter “Who” was left out."),
        ("by=x", "There is no such person: the filter “Who” was left out."),
        ("first=2024-02-30", "There is no such day to begin with. Write it as 2024-03-14."),
        ("last=9999-12-31", "Choose a day before the year 3000."),
        ("first=0001-01-01", "The log holds nothing from before the year 2000."),
        ("kind=briefs.brief&key=%27", "That names nothing the log knows, so it was left out."),
        ("q=" + "x" * 10_000, "Search for at most 200 characters."),
        ("q=%00", "Null characters are not allowed."),
        ("before=x", "That page of the log does not exist"),
        ("before=2024-13-14T00:00:00Z_1", "That page of the log does not exist"),
        ("before=2024-03-14T00:00:00Z_" + "9" * 30, "That page of the log does not exist"),
    ],
)
def test_an_address_that_makes_no_sense_is_told_so_and_the_rest_is_shown(
    ada: Desk, query: str, said: str
) -> None:
    log.note(Act.APPROVED, ada.user, cast.make_brief())
    assert len(shown(ada, query)) == 1
    assert said in ada.text()


def test_the_pages_hold_every_entry_once(ada: Desk) -> None:
    entries(130)
    query, seen = "act=changed", []
    for _ in range(3):
        seen += re.findall(r"Brief \d+", " ".join(shown(ada, query)))
        older = re.search(r'href="\?([^"]+)" rel="next"', ada.text())
        query = older[1].replace("&amp;", "&") if older else ""
    assert seen == sorted(set(seen), key=seen.index)
    assert len(seen) == 130
    assert query == ""


def test_the_log_costs_the_same_however_long_it_is(ada: Desk, django_assert_num_queries: Any) -> None:
    for number in (3, 300):
        entries(number)
        with django_assert_num_queries(
            6
        ):  # the session, the person, their rights twice, the people, the entries
            ada.client.get(LOG)


def test_the_download_is_what_the_filters_show_and_is_itself_in_the_log(ada: Desk) -> None:
    log.note(Act.APPROVED, ada.user, cast.make_brief("Ships “Return”, again"), words="two\nlines")
    log.note(Act.CHANGED, ada.user, cast.issue("Baltic"))
    answer = ada.client.post(f"{LOG}download/?act=approved")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, row = csv.reader(io.StringIO(text, newline=""))
    told = dict(zip(head, row, strict=True))
    assert (told["who"], told["did"], told["what"], told["said"]) == (
        "Ada",
        "Approved",
        "Ships “Return”, again",
        "two\nlines",
    )
    exported = Entry.objects.get(act=Act.EXPORTED)
    assert (exported.by, exported.details) == (ada.user, {"filters": {"act": "approved"}})
    assert re.search(r"audit-log-\d{4}-\d\d-\d\d\.csv", answer["Content-Disposition"])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_download_is_a_formula(ada: Desk, start: str) -> None:
    log.note(Act.APPROVED, ada.user, cast.make_brief(f"{start}cmd|' /C calc'!A0"), words=f"{start}1+1")
    text = b"".join(ada.client.post(f"{LOG}download/?act=approved").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    _, row = csv.reader(io.StringIO(text, newline=""))
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_download_is_asked_for_with_a_press_and_not_by_a_link(ada: Desk) -> None:
    assert ada.client.get(f"{LOG}download/").status_code == 405
    assert not Entry.objects.filter(act=Act.EXPORTED).exists()


@pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR, roles.PUBLISHER])
def test_the_log_is_for_administrators(role: str) -> None:
    desk = Desk(Client(), cast.person("someone", role))
    assert desk.client.get(LOG).status_code == 403
    assert desk.client.post(f"{LOG}download/").status_code == 403
    assert "Audit log" not in desk.client.get("/admin/").content.decode()
    assert "Log of this brief" not in desk.open(cast.make_brief()).text()


@pytest.mark.parametrize("path", ["add/", "1/change/", "1/delete/", "1/history/", "1/"])
def test_there_is_no_page_on_which_an_entry_could_be_changed(ada: Desk, path: str) -> None:
    for send in (ada.client.get, ada.client.post):
        assert send(f"{LOG}{path}").status_code == 404


def test_an_empty_log_and_an_empty_answer_say_so(ada: Desk) -> None:
    assert shown(ada, "act=merged") == []
    assert "Nothing in the log fits." in ada.text()
