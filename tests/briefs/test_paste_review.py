"""The page of a pasted text: every line beside the draft, and the decisions that are left to people."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefs import roles
from briefs.importing.bringing_in import bring_in
from briefs.models import Brief, Source
from briefs.readiness import reasons
from editions.publishing import publish
from experts.models import Expert
from tests import cast
from tests.briefs.pasted import BRIEF

pytestmark = pytest.mark.django_db

STRANGE = BRIEF.replace("Issues:", "Follow us on the quay\n\nIssues:").replace(
    "Iran Iran Global Threat Network", "Irn Iran"
)


@dataclass
class Review:
    """The page of one pasted text, as someone sees it and presses its buttons."""

    client: Client
    source: Source

    @property
    def brief(self) -> Brief:
        return self.source.brief

    @property
    def address(self) -> str:
        return f"/admin/briefs/brief/{self.brief.pk}/source/"

    def page(self) -> str:
        answer = self.client.get(self.address)
        assert answer.status_code == 200
        return answer.text

    def press(self, **fields: object) -> Any:
        return self.client.post(self.address, fields, follow=True)

    def now(self) -> Source:
        return Source.objects.get(pk=self.source.pk)


@pytest.fixture
def wren() -> User:
    return cast.person("wren", roles.WRITER)


def review(client: Client, by: User, text: str = BRIEF) -> Review:
    for name in ("Iran", "Iran Global Threat Network", "Russia", "Ukraine"):
        cast.issue(name)
    client.force_login(by)
    return Review(client, bring_in(text, by).source)


def test_the_draft_stands_beside_every_line_with_its_fate(client: Client, wren: User) -> None:
    page = review(client, wren).page()
    for words in ("Harbour Towns Sign a Ferry Pact", "5 March 2024", "Flash Brief", "Nobody asked the fishermen.",
                  "Who Pays for the Channel", "Still Waters", "Iran Global Threat Network"):  # fmt: skip
        assert words in page
    assert page.count('<li id="line-') == len([line for line in BRIEF.splitlines() if line])
    for fate in (
        "Date",
        "Title",
        "Heading",
        "Developments",
        "Quotation",
        "Section",
        "Related link",
        "Issues",
    ):
        assert f'<span class="fate-name">{fate}</span>' in page
    assert "Every line was understood." in page
    assert 'href="#line-11"' in page


def test_lines_not_understood_come_first_with_their_count_and_links(client: Client, wren: User) -> None:
    page = review(client, wren, BRIEF + "\nFollow us, do.\n\nAnd write, please.").page()
    assert "2 lines not understood" in page
    assert page.index('href="#line-29"') < page.index('id="line-29"')
    assert "I have read these 2 lines; leave them out" in page
    assert page.count("Not understood</span>") == 2


def test_nothing_is_published_until_someone_accepts_the_lines(client: Client, wren: User) -> None:
    shown = review(client, wren, BRIEF + "\nFollow us, do.")
    assert "source" in [reason.field for reason in reasons(shown.brief)]
    answer = shown.press(accept="1")
    assert "Accepted" in answer.text
    assert "Wren read it on" in answer.text
    assert "I have read" not in answer.text
    assert (shown.now().accepted_by, shown.now().accepted_at is None) == (wren, False)
    assert "source" not in [reason.field for reason in reasons(shown.brief)]


def test_lines_are_accepted_once(client: Client, wren: User) -> None:
    shown = review(client, wren, BRIEF + "\nFollow us, do.")
    shown.press(accept="1")
    first = shown.now().accepted_at
    client.force_login(cast.person("edda", roles.EDITOR))
    assert "decided already" in shown.press(accept="1").text
    assert (shown.now().accepted_by, shown.now().accepted_at) == (wren, first)


def test_where_every_line_was_understood_there_is_nothing_to_accept(client: Client, wren: User) -> None:
    shown = review(client, wren)
    shown.press(accept="1")
    assert shown.now().accepted_at is None


def test_a_new_expert_is_added_with_the_title_of_the_text_and_put_under_the_quotation(
    client: Client, wren: User
) -> None:
    shown = review(client, wren)
    assert "Add Mara Lindqvist, Harbour Institute Senior Fellow" in shown.page()
    assert not Expert.objects.exists()
    answer = shown.press(number=0, add="1")
    mara = Expert.objects.get()
    assert (mara.name, mara.title) == ("Mara Lindqvist", "Harbour Institute Senior Fellow")
    assert [quote.expert for quote in shown.brief.quotes.all()] == [mara, None]
    assert "Add Mara Lindqvist" not in answer.text
    assert shown.brief.revisions.count() == 2
    assert shown.brief.newest_revision().saved_by == wren  # type: ignore[union-attr]


def test_someone_known_is_picked_by_a_button_and_the_printed_name_stays(client: Client, wren: User) -> None:
    thomas = cast.expert("Thomas Brandt")
    shown = review(client, wren)
    assert "It is Thomas Brandt" in shown.page()
    shown.press(number=1, expert=thomas.pk)
    quote = shown.brief.quotes.get(expert=thomas)
    assert (quote.name, quote.title) == ("Tomas Brandt", "Harbour Institute Research Analyst")


def test_someone_known_is_picked_by_typing_a_name(client: Client, wren: User) -> None:
    per = cast.expert("Per Holm")
    shown = review(client, wren)
    assert "No one expert is called “Nobody”" in shown.press(number=1, called="Nobody").text
    shown.press(number=1, called="per holm")
    assert shown.brief.quotes.filter(expert=per).count() == 1


def test_of_namesakes_one_is_picked_and_none_is_added_on_the_quiet(client: Client, wren: User) -> None:
    one, other = cast.expert("Mara Lindqvist"), Expert.objects.create(name="Mara Lindqvist", title="Pilot")
    shown = review(client, wren)
    page = shown.page()
    assert "Several experts bear this name" in page
    assert f"(expert {one.pk})" in page
    shown.press(number=0, expert=other.pk)
    assert shown.brief.quotes.filter(expert=other).exists()


def test_a_speaker_settled_in_the_form_is_no_longer_asked_for(client: Client, wren: User) -> None:
    shown = review(client, wren)
    shown.brief.quotes.filter(name="Mara Lindqvist").update(expert=cast.expert("Per Holm"))
    assert "Add Mara Lindqvist" not in shown.page()
    assert "decided already" in shown.press(number=0, add="1").text
    assert Expert.objects.count() == 1


def test_an_unknown_issue_is_chosen_among_the_nearest(client: Client, wren: User) -> None:
    shown = review(client, wren, STRANGE)
    page = shown.page()
    assert "“Irn”" in page
    iran = cast.issue("Iran")
    assert f'name="issue" value="{iran.pk}" class="desk-button">Iran</button>' in page
    assert shown.source.not_understood == 2
    shown.press(number=0, issue=cast.issue("Ukraine").pk)
    assert sorted(shown.brief.issues.names()) == ["Iran", "Russia", "Ukraine"]
    assert shown.now().not_understood == 1
    assert "“Irn” was taken for Ukraine." in shown.page()


def test_no_other_issue_is_picked_by_a_slip(client: Client, wren: User) -> None:
    shown = review(client, wren, STRANGE)
    assert 'name="issue" required><option value="">Choose an issue</option>' in shown.page()
    before = shown.brief.revisions.count()
    assert "Choose an issue from the list" in shown.press(number=0, issue="").text
    assert (sorted(shown.brief.issues.names()), shown.brief.revisions.count()) == (["Iran", "Russia"], before)
    assert "“Irn”" in shown.page()


def test_an_unknown_issue_may_be_left_out(client: Client, wren: User) -> None:
    shown = review(client, wren, STRANGE)
    shown.press(number=0, leave="1")
    assert sorted(shown.brief.issues.names()) == ["Iran", "Russia"]
    assert "“Irn” was left out." in shown.page()
    assert "decided already" in shown.press(number=0, leave="1").text


def test_when_all_is_decided_the_brief_can_be_published(client: Client, wren: User) -> None:
    shown = review(client, wren, STRANGE)
    for fields in (
        {"number": 0, "add": 1},
        {"number": 1, "add": 1},
        {"number": 0, "leave": 1},
        {"accept": 1},
    ):
        assert shown.press(**fields).status_code == 200
    assert (
        publish(shown.brief, cast.person("piet", roles.PUBLISHER)).title == "Harbour Towns Sign a Ferry Pact"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"add": "1"},
        {"add": "1", "number": "x"},
        {"add": "1", "number": "²"},
        {"add": "1", "number": "9" * 40},
        {"expert": "999999", "number": "0"},
        {"expert": "x", "number": "0"},
        {"expert": "9" * 30, "number": "0"},
        {"issue": "0", "number": "0"},
        {"issue": "\0", "number": "0"},
    ],
)
def test_forged_fields_are_not_found(fields: dict[str, str], client: Client, wren: User) -> None:
    shown = review(client, wren, STRANGE)
    assert client.post(shown.address, fields).status_code == 404
    assert not Expert.objects.exists()


@pytest.mark.parametrize("number", ["99", "-0", "00"])
def test_a_proposal_that_is_not_there_changes_nothing(number: str, client: Client, wren: User) -> None:
    shown = review(client, wren)
    assert client.post(shown.address, {"add": "1", "number": number}).status_code in {302, 404}
    assert Expert.objects.filter(name="Tomas Brandt").count() == 0


def test_who_may_only_look_sees_no_buttons_and_can_press_none(client: Client, wren: User) -> None:
    shown = review(client, wren, STRANGE)
    rhea = cast.person("rhea")
    client.force_login(rhea)
    assert client.get(shown.address).status_code == 403
    rhea.user_permissions.add(Permission.objects.get(codename="view_brief"))
    page = shown.page()
    assert "leave them out" not in page
    assert "Add Mara" not in page
    for fields in ({"accept": "1"}, {"number": "0", "add": "1"}, {"number": "0", "leave": "1"}):
        assert client.post(shown.address, fields).status_code == 403
    client.logout()
    assert client.get(shown.address).status_code == 302


def test_who_may_not_add_experts_can_still_pick_one(client: Client, wren: User) -> None:
    shown = review(client, wren)
    nils = cast.person("nils")
    nils.user_permissions.set(Permission.objects.filter(codename__in=["view_brief", "change_brief"]))
    client.force_login(nils)
    assert "Add Mara Lindqvist" not in shown.page()
    assert client.post(shown.address, {"number": "0", "add": "1"}).status_code == 403
    shown.press(number=0, expert=cast.expert("Per Holm").pk)
    assert shown.brief.quotes.filter(expert__name="Per Holm").exists()


def test_a_forged_post_is_refused(client: Client, wren: User) -> None:
    shown = review(client, wren, STRANGE)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wren)
    assert strict.post(shown.address, {"accept": "1"}).status_code == 403


def test_the_page_has_no_inline_script_or_style(client: Client, wren: User) -> None:
    page = review(client, wren, STRANGE).page()
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_the_page_costs_the_same_number_of_queries_for_a_long_text(client: Client, wren: User) -> None:
    more = "\n\n".join(f"“{n} words.” — Person {chr(65 + n)}stone, Fellow" for n in range(20))
    counts = []
    for text in (STRANGE, STRANGE.replace("Who Pays", f"{more}\n\nWho Pays")):
        shown = review(client, wren, text)
        with CaptureQueriesContext(connection) as queries:
            shown.page()
        counts.append(len(queries))
    assert counts[0] == counts[1]
