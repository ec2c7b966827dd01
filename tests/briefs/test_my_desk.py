"""My desk: what waits for whom, what is due, what goes out, what was put out; at a steady cost."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from briefs import roles, workflow
from briefs.admin.output import output
from briefs.assigning import assign
from briefs.models import Autosave, Brief, Comment, DeskRules
from briefs.workflow import Move
from editions.publishing import publish
from tests import cast
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Cast:
    return cast.people()


def sections(user: Any) -> dict[str, str]:
    """The front page as this person reads it, a text for each heading."""
    client = Client()
    client.force_login(user)
    page = client.get("/admin/")
    assert page.status_code == 200
    _, *parts = page.content.decode().split('<h2 class="desk-heading"')
    texts = [unescape(" ".join(re.sub(r"<[^>]+>", " ", "<" + part).split())) for part in parts]
    return {heading: text for text in texts for heading in HEADINGS if text.startswith(heading)}


HEADINGS = (
    "You have unsaved words", "Waiting for you", "Sent back to you", "Your drafts", "Comments that name you",
    "Due today", "Goes out next", "Live, with edits not public yet", "Published lately", "What we put out",
)  # fmt: skip


def submitted(title: str, by: Any, **parts: Any) -> Brief:
    return workflow.make(Move.SUBMIT, cast.make_brief(title, by=by, **parts), by)


def test_an_empty_desk_says_what_to_do_next(staff: Cast) -> None:
    found = sections(staff.wren)
    assert list(found) == list(HEADINGS[1:])
    assert "Nothing waits for you." in found["Waiting for you"]
    assert "Paste a brief , or begin a new one" in found["Your drafts"]
    assert "Nothing is due today." in found["Due today"]
    assert "Nothing is scheduled." in found["Goes out next"]
    assert "Nothing is public yet." in found["Published lately"]
    assert "Nothing was published in the last twelve weeks." in found["What we put out"]


def test_what_is_submitted_waits_for_editors_and_what_is_approved_for_publishers(staff: Cast) -> None:
    submitted("Submitted", staff.wren)
    workflow.make(Move.APPROVE, submitted("Approved", staff.wren), staff.edda)
    waits = {
        user.username: sections(user)["Waiting for you"] for user in (staff.wren, staff.edda, staff.piet)
    }
    assert "Submitted" not in waits["wren"]
    assert "Submitted In review" in waits["edda"]
    assert "Approved Approved" not in waits["edda"]
    assert "Submitted In review" in waits["piet"]
    assert "Approved Approved" in waits["piet"]
    assert "from Wren" in waits["piet"]


def test_nobody_is_asked_to_approve_what_they_saved_themselves_under_four_eyes(staff: Cast) -> None:
    submitted("Edda's Own", staff.edda)
    submitted("From the Command Line", None)
    DeskRules.objects.update_or_create(pk=1, defaults={"four_eyes": True})
    assert "Edda's Own" not in sections(staff.edda)["Waiting for you"]
    assert "From the Command Line" in sections(staff.edda)["Waiting for you"]
    assert "Edda's Own" in sections(staff.piet)["Waiting for you"]
    DeskRules.objects.update(four_eyes=False)
    assert "Edda's Own" in sections(staff.edda)["Waiting for you"]


def test_what_is_assigned_waits_for_that_person_alone(staff: Cast) -> None:
    assign(submitted("For Piet", staff.wren), staff.piet, staff.edda)
    assign(cast.make_brief("For Wren", by=staff.edda), staff.wren, staff.edda)
    assert "For Piet" not in sections(staff.edda)["Waiting for you"]
    assert "For Piet" in sections(staff.piet)["Waiting for you"]
    assert "For Wren Draft" in sections(staff.wren)["Waiting for you"]


def test_what_was_sent_back_shows_what_was_said_until_someone_is_asked_anew(staff: Cast) -> None:
    brief = submitted("Needs Mending", staff.wren)
    workflow.make(Move.SEND_BACK, brief, staff.edda, "The second quote has no title.")
    found = sections(staff.wren)
    assert "Needs Mending The second quote has no title. by Edda" in found["Sent back to you"]
    assert "Needs Mending" not in found["Waiting for you"] + found["Your drafts"]
    assert "Needs Mending" not in sections(staff.edda)["Sent back to you"]
    assign(brief, staff.edda, staff.edda)
    assert "Needs Mending" in sections(staff.edda)["Waiting for you"]
    assert "Needs Mending" not in sections(staff.edda)["Sent back to you"]
    assert "Needs Mending" in sections(staff.wren)["Your drafts"]


def test_drafts_are_of_who_began_them_and_of_who_saved_them_last(staff: Cast) -> None:
    cast.change(cast.make_brief("Begun by Wren", by=staff.wren), staff.edda, title="Begun by Wren, Still")
    cast.make_brief("Nobody's")
    for user in (staff.wren, staff.edda):
        assert "Begun by Wren, Still" in sections(user)["Your drafts"]
        assert "Nobody's" not in sections(user)["Your drafts"]
    assert "Begun" not in sections(staff.piet)["Your drafts"]


def test_what_is_due_today_and_what_is_late_stands_by_its_hour(staff: Cast) -> None:
    now = timezone.now()
    evening = timezone.localtime(now).replace(hour=23, minute=59, second=0)
    for title, at in {
        "Late": now - timedelta(days=2),
        "Tonight": evening,
        "Next Week": now + timedelta(days=7),
    }.items():
        Brief.objects.filter(pk=cast.make_brief(f"{title} One").pk).update(due_at=at)
    edition = cast.published("Out Already")
    Brief.objects.filter(pk=edition.brief.pk).update(due_at=now)
    due = sections(staff.wren)["Due today"]
    assert "Late One Late · draft" in due
    assert "23:59 Tonight One" in due
    assert "Next Week" not in due
    assert "Out Already" not in due


def test_the_record_is_shown_by_the_clock(staff: Cast) -> None:
    soon = timezone.now() + timedelta(hours=30)
    cast.published("Tomorrow", at=soon)
    edition = cast.published("Public", by=staff.piet)
    publish(cast.change(edition.brief, title="Public Again"), staff.piet)
    cast.change(cast.published("Edited").brief, title="Edited Since")
    found = sections(staff.wren)
    assert f"{timezone.localtime(soon):%H:%M} Tomorrow" in found["Goes out next"]
    assert "Tomorrow" not in found["Published lately"]
    assert "Public Again just now, by Piet, edition 2" in found["Published lately"]
    assert "Edited Since" in found["Live, with edits not public yet"]
    assert "Public" not in found["Live, with edits not public yet"].removeprefix(HEADINGS[7])


def test_unsaved_words_are_offered_to_their_author_alone(staff: Cast) -> None:
    Autosave.objects.create(author=staff.wren, form="a" * 32, title="Half a Thought", saved_at=timezone.now())
    assert (
        "Half a Thought a new brief, typed just now and not saved"
        in sections(staff.wren)["You have unsaved words"]
    )
    assert "You have unsaved words" not in sections(staff.edda)
    Autosave.objects.settle(staff.wren, "a" * 32, timezone.now())
    assert "You have unsaved words" not in sections(staff.wren)


def test_open_comments_that_name_someone_are_shown_until_resolved(staff: Cast) -> None:
    brief = cast.make_brief("Talked About")
    said = {"brief": brief, "author": staff.edda, "written_at": timezone.now()}
    begun = Comment.objects.create(text="Who said so?", **said)
    answer = Comment.objects.create(text="@wren, you did?", thread=begun, **said)
    answer.mentions.add(staff.wren)
    assert "Talked About @wren, you did? Edda, just now" in sections(staff.wren)["Comments that name you"]
    assert "Talked About" not in sections(staff.piet)["Comments that name you"]
    Comment.objects.filter(pk=begun.pk).update(resolved_at=timezone.now())
    assert "Talked About" not in sections(staff.wren)["Comments that name you"]


def test_the_output_is_counted_by_week_and_issue() -> None:
    wednesday = date(2024, 3, 13)
    for days, issues in {0: ["Iran"], 2: ["Iran", "Russia"], 8: ["Iran"], 200: ["Iran"]}.items():
        day = wednesday - timedelta(days=days)
        cast.published(f"Day {days}", date=day, issues=issues)
    shown = output(wednesday)
    assert [bar.count for bar in shown.everything.bars] == [0] * 10 + [1, 2]
    assert [(row.name, row.total) for row in shown.issues] == [("Iran", 3), ("Russia", 1)]
    assert shown.first == date(2023, 12, 25)
    assert shown.everything.bars[-1].week == date(2024, 3, 11)
    tallest = shown.everything.bars[-1]
    assert (tallest.y, tallest.height) == (0, 96)
    assert shown.everything.bars[0].height == 0


def test_the_picture_says_its_numbers_in_words_and_as_a_table(staff: Cast) -> None:
    cast.published("Today's", date=timezone.localdate(), issues=["Iran"])
    client = Client()
    client.force_login(staff.wren)
    page = client.get("/admin/").content.decode()
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    assert f"Week of {monday:%-d %B}: 1." in page.split("<desc")[1].split("</desc>")[0]
    assert re.search(r'<th scope="row">Iran</th>(<td>0</td>){11}<td>1</td><td>1</td>', page)


def test_the_front_page_takes_as_many_queries_for_forty_briefs_as_for_four(
    staff: Cast, django_assert_num_queries: Any
) -> None:
    client = Client()
    client.force_login(staff.piet)
    client.get("/admin/")
    for wanted in (1, 10):
        while Brief.objects.count() < 4 * wanted:
            number = Brief.objects.count()
            submitted(f"Submitted {number}", staff.wren)
            workflow.make(Move.SEND_BACK, submitted(f"Back {number}", staff.piet), staff.edda, "Mend it.")
            cast.change(
                cast.published(f"Edited {number}", date=timezone.localdate()).brief, title=f"New {number}"
            )
            cast.published(f"Later {number}", at=timezone.now() + timedelta(days=1, minutes=number))
        Brief.objects.update(due_at=timezone.now())
        with django_assert_num_queries(20):
            assert client.get("/admin/").status_code == 200


def test_places_that_few_go_to_are_folded_together_where_there_are_several() -> None:
    client = Client()
    client.force_login(cast.person("ada", roles.ADMINISTRATOR))
    page = client.get("/admin/auth/user/").content.decode()
    folded = page[page.index('<details class="desk-folded">') : page.index("</nav>")]
    assert re.findall(r">([A-Z][\w ]+)</a>", folded) == [
        "Paste phrases",
        "Audit log",
        "House rules",
        "People",
        "Groups",
    ]
    assert re.findall(r'<summary aria-current="true">More</summary>', folded)
    assert re.findall(r'<a href="/admin/auth/user/" aria-current="true">People</a>', folded)
    assert "<h1>People</h1>" in page
    client.force_login(cast.person("wren", roles.WRITER))
    assert "desk-folded" not in client.get("/admin/").content.decode()
