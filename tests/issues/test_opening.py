"""The opening of an issue's page: written at the desk, and shown above the briefs."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from briefs import roles
from editions.coverage import voices
from editions.filters import BriefFilter
from editions.models import Introduction, PinnedBrief
from editions.publishing import publish, withdraw
from issues.merging import merge
from issues.models import Issue
from tests import cast
from tests.issues.test_matrix import before_the_second_query

pytestmark = pytest.mark.django_db
POINTS = "<ul><li>Insurers set the pace.</li></ul>"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(cast.person("edda", roles.EDITOR))
    return client


def sent(issue: Issue, **more: str) -> dict[str, str]:
    """What the form of `issue` sends."""
    forms = {"introduction": ("0", ""), "pins": ("0", ""), "aliases": ("0", "")}
    head = {f"{name}-{what}_FORMS": "0" for name in forms for what in ("TOTAL", "INITIAL")}
    return {"name": issue.name, "slug": issue.slug, "description": "", "parent": "", **head, **more}


def address(issue: Issue) -> str:
    return f"/admin/issues/issue/{issue.pk}/change/"


def pins(issue: Issue, *briefs: object) -> dict[str, str]:
    rows = {
        f"pins-{place}-{name}": f"{value}"
        for place, brief in enumerate(briefs)
        for name, value in (("brief", brief), ("place", len(briefs) - place), ("issue", issue.pk))
    }
    return {**rows, "pins-TOTAL_FORMS": f"{len(briefs)}"}


def test_an_editor_writes_the_opening_and_the_log_says_so(desk: Client) -> None:
    iran, first, second = cast.issue("Iran"), cast.published("First"), cast.published("Second")
    words = {
        "introduction-TOTAL_FORMS": "1",
        "introduction-0-text": "<p onclick='x()'>Oil and <b>arms</b>.</p>",
        "introduction-0-key_points": POINTS,
        "introduction-0-issue": f"{iran.pk}",
    }
    answer = desk.post(address(iran), sent(iran, **words, **pins(iran, first.brief.pk, second.brief.pk)))
    assert answer.status_code == 302
    opening = Introduction.objects.get(issue=iran)
    assert opening.text == "<p>Oil and <strong>arms</strong>.</p>"
    assert [pin.brief for pin in iran.pins.all()] == [second.brief, first.brief]
    assert "Added opening of its page" in Entry.objects.latest("pk").note


def test_only_a_brief_that_readers_see_can_be_pinned(desk: Client) -> None:
    iran, draft = cast.issue("Iran"), cast.make_brief("Draft")
    page = desk.post(address(iran), sent(iran, **pins(iran, draft.pk))).content.decode()
    assert "Readers don’t see this brief" in page or "Readers don&#x27;t see this brief" in page
    assert not PinnedBrief.objects.exists()


def test_a_forged_pin_is_refused_and_not_an_error(desk: Client) -> None:
    iran = cast.issue("Iran")
    for value in ("x", "\x00", "9" * 30, "-1"):
        assert desk.post(address(iran), sent(iran, **pins(iran, value))).status_code == 200
    assert not PinnedBrief.objects.exists()


def test_a_new_pin_is_offered_the_last_place_and_is_none_without_a_brief(desk: Client) -> None:
    iran, brief = cast.issue("Iran"), cast.published("First").brief
    PinnedBrief.objects.create(issue=iran, brief=brief)
    page = desk.get(address(iran)).content.decode()
    assert re.search(r'name="pins-1-place" value="2"', page)
    assert desk.post(address(iran), sent(iran, **pins(iran, ""))).status_code == 302
    assert iran.pins.count() == 1


def test_a_pin_whose_page_was_taken_down_does_not_stop_the_form(desk: Client) -> None:
    iran, brief = cast.issue("Iran"), cast.published("Gone").brief
    pin = PinnedBrief.objects.create(issue=iran, brief=brief)
    withdraw(brief, None)
    kept = pins(iran, brief.pk) | {"pins-INITIAL_FORMS": "1", "pins-0-id": f"{pin.pk}"}
    assert desk.post(address(iran), sent(iran, **kept)).status_code == 302
    assert "Gone" not in desk.get("/issues/iran/").content.decode()
    publish(brief, None)
    assert "Where to begin" in desk.get("/issues/iran/").content.decode()


def test_choosing_offers_what_readers_see(desk: Client) -> None:
    cast.published("Grain Moves")
    cast.make_brief("Grain Drafted")
    found = desk.get(
        "/admin/autocomplete/",
        {"term": "grain", "app_label": "editions", "model_name": "pinnedbrief", "field_name": "brief"},
    ).json()
    assert [each["text"] for each in found["results"]] == ["Grain Moves"]


def test_a_writer_reads_the_opening_and_cannot_change_it(client: Client) -> None:
    iran = cast.issue("Iran")
    Introduction.objects.create(issue=iran, text="<p>Oil and arms.</p>")
    client.force_login(cast.person("wren", roles.WRITER))
    assert "Oil and arms." in client.get(address(iran)).content.decode()
    assert client.post(address(iran), sent(iran)).status_code == 403


def test_a_merge_takes_the_opening_along_unless_the_other_issue_has_one() -> None:
    persia, iran, asia = cast.issue("Persia"), cast.issue("Iran"), cast.issue("Asia")
    one, both = cast.published("One").brief, cast.published("Both").brief
    Introduction.objects.create(issue=persia, text="<p>The old words.</p>")
    for place, (issue, brief) in enumerate([(persia, one), (persia, both), (iran, both)], 1):
        PinnedBrief.objects.create(issue=issue, brief=brief, place=place)
    merge(persia, iran, None)
    assert Introduction.objects.get(issue=iran).text == "<p>The old words.</p>"
    assert [pin.brief for pin in iran.pins.all()] == [one, both]
    Introduction.objects.create(issue=asia, text="<p>Other words.</p>")
    merge(iran, asia, None)
    assert Introduction.objects.get().text == "<p>Other words.</p>"


@pytest.fixture
def covered() -> Issue:
    """Iran, with a brief in each of three months, on other issues too, and an opening."""
    iran = cast.issue("Iran")
    day = datetime.date(2024, 1, 5)
    said = [("<p>Yes.</p>", "Mara Quist", "Fellow"), ("<p>No.</p>", "Mara Quist", "Fellow")]
    for month, issues in enumerate((["Iran", "Russia"], ["Iran", "Russia", "Cyber"], ["Iran"]), 1):
        cast.published(f"Brief {month}", date=day.replace(month=month), issues=issues, quotes=said)
    cast.published("Elsewhere", date=day, issues=["Russia"])
    Introduction.objects.create(issue=iran, text="<p>Oil and arms.</p>", key_points=POINTS)
    PinnedBrief.objects.create(issue=iran, brief=cast.make_brief("Secret Draft", issues=["Iran"]))
    return iran


def test_the_page_opens_with_the_words_and_the_coverage(covered: Issue, client: Client) -> None:
    page = client.get("/issues/iran/").content.decode()
    assert "<p>Oil and arms.</p>" in page
    assert "Insurers set the pace." in page
    assert "Secret Draft" not in page
    assert page.count('<rect class="bar"') == 3
    assert 'href="/briefs/?issue=iran&amp;from=2024-02-01&amp;to=2024-02-29"' in page


def test_each_number_leads_to_a_list_of_that_length(covered: Issue, client: Client) -> None:
    page = client.get("/issues/iran/").content.decode()
    counted = re.findall(r'<a class="count" href="([^"]+)">(\d+) brief', page)
    counted += re.findall(r'<td><a href="([^"]+)">(\d+)<', page)
    assert len(counted) == 6
    for where, number in counted:
        found = client.get(where.replace("&amp;", "&")).content.decode()
        assert found.count('<article class="card">') == int(number)


def test_the_next_page_has_the_list_alone(covered: Issue, client: Client) -> None:
    page = client.get("/issues/iran/?after=2024-02-05.999").content.decode()
    assert "Oil and arms." not in page
    assert "Coverage month by month" not in page


def test_a_scheduled_brief_is_in_no_number_before_its_time(covered: Issue, client: Client) -> None:
    before = client.get("/issues/iran/").content
    said = [("<p>Soon.</p>", "Ivo Tamm", "Fellow")]
    soon = timezone.now() + datetime.timedelta(days=1)
    cast.published("Soon", issues=["Iran", "China"], date=datetime.date(2024, 5, 1), quotes=said, at=soon)
    assert client.get("/issues/iran/").content == before


def test_whoever_is_merged_while_voices_are_counted_is_left_out() -> None:
    said = [("<p>It holds.</p>", name, "Fellow") for name in ("Mara Quist", "Ivo Tamm")]
    at = cast.published("Grain Moves", quotes=said).live_from
    mara, other = cast.expert("Mara Quist"), cast.expert("Ada Quill")
    with before_the_second_query(lambda: merge(mara, other, None)):
        found = voices(BriefFilter(), at)
    assert [(each.expert.name, each.count) for each in found] == [("Ivo Tamm", 1)]
