"""Publishing and withdrawing from the desk: who may, what is refused and why, what readers see meanwhile."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Act, Entry
from briefs import roles
from briefs.models import Brief, Source, Status
from editions.models import Edition
from editions.publishing import publish
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def wren(client: Client) -> Desk:
    return Desk(client, cast.person("wren", roles.WRITER))


@pytest.fixture
def piet() -> Desk:
    return Desk(Client(), cast.person("piet", roles.PUBLISHER))


def panel(desk: Desk) -> str:
    """The words of the panels that say where the brief stands and what it lacks."""
    found = re.findall(r"<aside.*?</aside>", desk.text(), re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(found)).split())


def links(desk: Desk) -> list[str]:
    """Where the reasons in the panel lead."""
    return re.findall(r'<li data-finding="[^"]+"><a href="([^"]+)"', desk.text())


def test_a_publisher_publishes_and_is_led_to_the_page(piet: Desk) -> None:
    brief = cast.make_brief()
    piet.open(brief).press("_publish")
    edition = Edition.objects.live().get()
    assert "Published. Readers see" in piet.text()
    assert f'href="{edition.get_absolute_url()}"' in piet.text()
    assert "Live since" in panel(piet)
    assert (edition.title, edition.published_by) == (brief.title, piet.user)


def test_a_new_brief_can_be_published_with_its_first_save(piet: Desk) -> None:
    issue = cast.issue("Ukraine")
    piet.open().fill(
        title="News", date="2024-03-14", developments="<p>It came.</p>", issues=[issue.pk]
    ).press("_publish")
    assert Edition.objects.live().get().title == "News"


def test_what_is_not_ready_is_saved_and_every_reason_leads_to_its_field(piet: Desk) -> None:
    piet.open().fill(label="").add("quotes", name="Mara Quist").add("sections", body="<p>x</p>").press(
        "_publish"
    )
    brief = Brief.objects.get()
    assert "Not published." in piet.text()
    assert (brief.status, brief.quotes.count(), Edition.objects.count()) == (Status.DRAFT, 1, 0)
    ids = [href.removeprefix("#") for href in links(piet)]
    assert ids == [
        f"id_{name}"
        for name in (
            "label", "date", "title", "developments", "issues",
            "quotes-0-text", "quotes-0-expert", "quotes-0-title", "sections-0-heading",
        )
    ]  # fmt: skip
    assert all(f'id="{each}"' in piet.text() for each in ids)


def test_what_is_missing_shows_while_drafting_and_never_stops_a_save(wren: Desk) -> None:
    wren.open().fill(title="Half").save()
    assert "To mend before it can be published" in panel(wren)
    assert "Give the brief a date." in panel(wren)
    assert "Not published" not in wren.text()


def test_lines_not_understood_lead_to_the_pasted_text(piet: Desk) -> None:
    brief = cast.make_brief()
    Source.objects.create(brief=brief, text="?", digest="0", not_understood=2)
    piet.open(brief)
    assert "2 lines of the pasted text could not be understood." in panel(piet)
    assert "see what became of its lines" in panel(piet)
    assert f"/admin/briefs/brief/{brief.pk}/source/" in links(piet)


def test_a_page_that_stands_at_the_address_is_a_reason_too(piet: Desk) -> None:
    edition = cast.published("Ships Return")
    cast.change(edition.brief, slug="moved-away")
    other = cast.make_brief("Ships Return", slug="ships-return")
    piet.open(other).press("_publish")
    assert "stands at this address" in panel(piet)
    assert Edition.objects.count() == 1


def test_edits_to_a_live_brief_wait_until_they_are_published(piet: Desk) -> None:
    edition = cast.published()
    piet.open(edition.brief).fill(title="Corrected").save()
    assert "Edits not public yet" in panel(piet)
    assert "The public page stays as it is" in piet.text()
    assert Edition.objects.live().get().title == cast.TITLE
    piet.open(edition.brief).press("_publish")
    assert "Edits not public yet" not in panel(piet)
    assert Edition.objects.live().get().title == "Corrected"
    assert "Edition 1" in panel(piet)


def test_withdrawing_asks_first_and_acts_when_told(piet: Desk) -> None:
    brief = cast.published().brief
    asked = piet.client.get(f"/admin/briefs/brief/{brief.pk}/withdraw/")
    assert "Readers will no longer find the page" in asked.content.decode()
    assert Edition.objects.live().exists()
    piet.page = piet.client.post(f"/admin/briefs/brief/{brief.pk}/withdraw/", follow=True)
    assert "Withdrawn. Readers no longer find this brief" in piet.text()
    assert "Publish again now" in piet.text()
    assert not Edition.objects.live().exists()


def test_withdrawing_what_is_not_public_says_so(piet: Desk) -> None:
    brief = cast.make_brief()
    piet.page = piet.client.post(f"/admin/briefs/brief/{brief.pk}/withdraw/", follow=True)
    assert "This brief can&#x27;t be withdrawn: readers don&#x27;t see it" in piet.text()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "%00"])
def test_withdrawing_a_brief_that_is_not_there_is_not_found(piet: Desk, method: str, pk: str) -> None:
    assert getattr(piet.client, method)(f"/admin/briefs/brief/{pk}/withdraw/").status_code == 404


def test_a_writer_is_offered_no_publishing(wren: Desk) -> None:
    wren.open(cast.published().brief)
    assert "_publish" not in wren.text()
    assert "Withdraw" not in wren.text()


def test_a_writers_forged_publishing_is_refused_and_changes_nothing(wren: Desk) -> None:
    brief = cast.make_brief()
    answer = wren.open(brief).fill(title="Forged").press("_publish")
    brief.refresh_from_db()
    assert (answer.status_code, brief.title, Edition.objects.count()) == (403, cast.TITLE, 0)
    assert brief.revisions.count() == 1
    assert not Entry.objects.filter(by=wren.user, kind="briefs.brief").exists()


def test_a_writers_forged_withdrawal_is_refused_and_changes_nothing(wren: Desk) -> None:
    brief = cast.published().brief
    for send in (wren.client.get, wren.client.post):
        assert send(f"/admin/briefs/brief/{brief.pk}/withdraw/").status_code == 403
    assert Edition.objects.live().count() == 1


def test_the_log_tells_of_publishing_and_withdrawing(piet: Desk) -> None:
    brief = cast.make_brief()
    piet.open(brief).press("_publish")
    piet.client.post(f"/admin/briefs/brief/{brief.pk}/withdraw/")
    done = Entry.objects.filter(kind="briefs.brief", by=piet.user).order_by("pk")
    assert [entry.act for entry in done] == [Act.PUBLISHED, Act.WITHDRAWN]


def test_publishing_without_a_change_says_so_and_logs_no_publishing(piet: Desk) -> None:
    brief = cast.published().brief
    piet.open(brief).press("_publish")
    assert "Nothing has changed since the page was published." in piet.text()
    assert "Published. Readers see" not in piet.text()
    assert Edition.objects.count() == 1
    assert not Entry.objects.filter(by=piet.user, act=Act.PUBLISHED).exists()


def test_the_history_lists_the_versions_and_the_public_record(
    piet: Desk, django_assert_num_queries: Any
) -> None:
    brief = cast.make_brief(by=cast.person("wren", roles.WRITER))
    edition = publish(brief, piet.user)
    for number in range(5):
        cast.change(edition.brief, piet.user, title=f"Title {number}")
    with django_assert_num_queries(11):
        piet.page = piet.client.get(f"/admin/briefs/brief/{edition.brief_id}/history/")
    words = " ".join(re.sub(r"<[^>]+>", " ", piet.text()).split())
    assert re.search(r"Version 6 Piet, \w+ \d+ \w+, \d\d:\d\d", words)
    assert re.search(r"Version 1 Published as edition 1 Wren, \w+ \d+ \w+, \d\d:\d\d", words)
    assert "Edition 1" in words


@pytest.mark.django_db(transaction=True)
def test_the_history_answers_a_forged_post_as_it_answers_a_look(piet: Desk) -> None:
    brief = cast.make_brief()
    answer = piet.client.post(f"/admin/briefs/brief/{brief.pk}/history/")
    assert answer.status_code == 200
    assert "Saved versions" in answer.content.decode()


def test_a_brief_that_was_ever_public_is_not_deleted(piet: Desk) -> None:
    edition, draft = cast.published(), cast.make_brief("A Draft")
    address = f"/admin/briefs/brief/{edition.brief_id}/delete/"
    assert "Withdraw it instead" in piet.client.get(address).content.decode()
    assert piet.client.post(address, {"post": "yes"}).status_code == 200
    chosen = {"action": "delete_selected", "_selected_action": [edition.brief_id, draft.pk], "post": "yes"}
    refused = piet.client.post("/admin/briefs/brief/", chosen)
    assert "Withdraw it instead" in refused.content.decode()
    assert Brief.objects.count() == 2


def test_a_draft_is_deleted_by_those_who_may(piet: Desk, wren: Desk) -> None:
    draft = cast.make_brief("A Draft")
    assert wren.client.post(f"/admin/briefs/brief/{draft.pk}/delete/", {"post": "yes"}).status_code == 403
    wren.client.post(
        "/admin/briefs/brief/", {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"}
    )
    assert Brief.objects.count() == 1
    piet.client.post(f"/admin/briefs/brief/{draft.pk}/delete/", {"post": "yes"})
    assert not Brief.objects.exists()


def test_a_brief_that_others_link_to_is_not_deleted(piet: Desk) -> None:
    cited = cast.make_brief("Cited")
    cast.make_brief("Citing", links=[cast.link_to(cited)])
    page = piet.client.get(f"/admin/briefs/brief/{cited.pk}/delete/").content.decode()
    assert "links to it as related reading. Remove that link first" in page
    assert ">Citing</a>" in page


def test_the_record_is_read_and_never_written_at_the_desk(piet: Desk) -> None:
    edition = cast.published()
    address = f"/admin/editions/edition/{edition.pk}"
    shown = piet.client.get(f"{address}/change/")
    assert edition.title in shown.content.decode()
    assert b'name="_save"' not in shown.content
    assert piet.client.post(f"{address}/change/", {"title": "Forged"}).status_code == 403
    assert piet.client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert piet.client.get("/admin/editions/edition/add/").status_code == 403
    assert timezone.now() > Edition.objects.get().live_from
