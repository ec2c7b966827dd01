"""Writing a brief at the desk: its fields, its parts, what is saved and what is refused."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from briefs import roles
from briefs.composing import compose
from briefs.models import Brief
from experts.models import ExpertQuote
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def wren(client: Client) -> Desk:
    return Desk(client, cast.person("wren", roles.WRITER))


def test_a_writer_saves_a_draft_with_almost_nothing(wren: Desk) -> None:
    brief = wren.open().fill(title="Half a Thought").save()
    assert (brief.title, brief.slug, brief.date, brief.status) == (
        "Half a Thought",
        "half-a-thought",
        None,
        "draft",
    )
    assert brief.created_by == wren.user
    assert [(r.number, r.saved_by) for r in brief.revisions.all()] == [(1, wren.user)]


def test_a_draft_without_any_word_is_saved_too(wren: Desk) -> None:
    brief = wren.open().save()
    assert str(brief) == "Untitled brief"
    assert "Untitled brief" in wren.text()


def test_a_whole_brief_is_written_from_top_to_bottom(wren: Desk) -> None:
    mara, ukraine, other = (
        cast.expert("Mara Quist"),
        cast.issue("Ukraine"),
        cast.make_brief("An Earlier Brief"),
    )
    wren.open().fill(
        title="Ships  Return", date="2024-03-14", developments="<p>Four ships.</p>", issues=[ukraine.pk]
    )
    wren.add("quotes", text="<p>Insurance is all.</p>", expert=mara.pk, name="Mara Quist", title="Fellow")
    wren.add("sections", heading="How It Works", body="<p>Along the coast.</p>")
    wren.add("links", title="An Earlier Brief", target=other.pk)
    wren.add(
        "links", title="Elsewhere", url="https://example.org/a", authors="Ann Lee; Bo Mir", source="A Journal"
    )
    said = compose(wren.save())
    assert (said.title, said.developments) == ("Ships Return", "<p>Four ships.</p>")
    assert [(q.text, q.expert, q.title) for q in said.quotes] == [
        ("<p>Insurance is all.</p>", mara.pk, "Fellow")
    ]
    assert [(s.heading, s.body) for s in said.sections] == [("How It Works", "<p>Along the coast.</p>")]
    assert [(k.title, k.brief, k.url, k.authors) for k in said.links] == [
        ("An Earlier Brief", other.pk, "", ()),
        ("Elsewhere", None, "https://example.org/a", ("Ann Lee", "Bo Mir")),
    ]
    assert [tag.name for tag in said.issues] == ["Ukraine"]


def test_each_save_leaves_a_revision_and_an_unchanged_save_none(wren: Desk) -> None:
    brief = wren.open().fill(title="One").save()
    wren.open(brief).fill(title="Two").save()
    wren.open(brief).save()
    assert [(r.number, r.value().title) for r in brief.revisions.all()] == [(2, "Two"), (1, "One")]


def test_parts_are_saved_in_the_order_of_the_page(wren: Desk) -> None:
    brief = cast.make_brief(quotes=[(f"<p>{n}</p>", n, "Fellow") for n in ("First", "Second", "Third")])
    keys = {quote.name: quote.key for quote in brief.quotes.all()}
    wren.open(brief).fill(quotes__0__position="2", quotes__1__position="0", quotes__2__position="1").save()
    assert [quote.name for quote in brief.quotes.all()] == ["Second", "Third", "First"]
    assert {quote.name: quote.key for quote in brief.quotes.all()} == keys


def test_a_part_is_removed(wren: Desk) -> None:
    brief = cast.make_brief(quotes=[("<p>Keep.</p>", "Kim", "Fellow"), ("<p>Drop.</p>", "Dan", "Fellow")])
    wren.open(brief).fill(quotes__1__DELETE="on").save()
    assert [quote.name for quote in brief.quotes.all()] == ["Kim"]


def test_a_part_added_and_left_empty_or_taken_back_makes_no_row(wren: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief).add("quotes").add("sections").add("links").add("links", title="No", DELETE="on")
    wren.fill(quotes__1__position="0", quotes__0__position="1").save()
    assert (brief.quotes.count(), brief.sections.count(), brief.links.count()) == (1, 1, 0)


def test_a_quotation_keeps_the_title_it_was_given(wren: Desk) -> None:
    brief = cast.make_brief()
    mara = cast.expert("Mara Quist")
    mara.title = "Director"
    mara.save()
    wren.open(brief).fill(title="Changed").save()
    assert brief.quotes.get().title == "Senior Fellow"


def test_stored_prose_is_clean_whatever_the_form_sent(wren: Desk) -> None:
    brief = wren.open().fill(developments='<p onclick="x()">Hi<script>alert(1)</script></p>').save()
    assert brief.developments == "<p>Hi</p>"


def test_an_unknown_issue_is_refused_with_a_sentence_and_nothing_is_lost(wren: Desk) -> None:
    page = (
        wren.open()
        .fill(title="Typed")
        .add("quotes", text="<p>Said.</p>")
        .fill(issues=["abc", "9" * 30])
        .press()
    )
    assert "one of these is not an issue that Dateline knows" in wren.text()
    assert page.status_code == 200
    assert not Brief.objects.exists()
    assert "Typed" in wren.text()
    assert "&lt;p&gt;Said.&lt;/p&gt;" in wren.text()


@pytest.mark.parametrize("forged", ["abc", "0", "9" * 30, "-1", "1; drop", "\x00"])
def test_a_forged_choice_is_refused_and_never_an_error(wren: Desk, forged: str) -> None:
    wren.open().add("quotes", expert=forged, text="x").add("links", target=forged, title="T").fill(
        issues=[forged]
    )
    assert wren.press().status_code == 200
    assert "Not saved yet" in wren.text()
    assert not ExpertQuote.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "2024-02-30"),
        ("title", "x\x00y"),
        ("slug", "no spaces here"),
        ("title", "long " * 100),
        ("quotes-TOTAL_FORMS", "many"),
        ("quotes-TOTAL_FORMS", "100000"),
        ("version", "x"),
    ],
)
def test_bad_values_are_refused_with_the_words_kept(wren: Desk, field: str, value: str) -> None:
    brief = cast.make_brief()
    wren.open(brief).fill(developments="<p>Typed.</p>")
    wren.values[field] = value
    assert wren.press().status_code == 200
    assert "Not saved" in wren.text()
    assert "&lt;p&gt;Typed.&lt;/p&gt;" in wren.text()


@pytest.mark.parametrize("position", ["", "x", "-5", "9" * 40, "1.5"])
def test_a_rubbish_position_means_the_last_place(wren: Desk, position: str) -> None:
    brief = cast.make_brief(quotes=[("<p>A.</p>", "Ana", "Fellow"), ("<p>B.</p>", "Ben", "Fellow")])
    wren.open(brief).fill(quotes__0__position=position).save()
    assert [quote.name for quote in brief.quotes.all()] == ["Ben", "Ana"]


def test_a_link_to_two_places_or_to_itself_is_refused(wren: Desk) -> None:
    brief, other = cast.make_brief(), cast.make_brief("Another")
    wren.open(brief).add("links", title="Both", url="https://example.org", target=other.pk).press()
    assert "Give a web address or one of our briefs, not both." in wren.text()
    wren.open(brief).add("links", title="Itself", target=brief.pk).press()
    assert "A brief cannot be related reading for itself." in wren.text()


def test_an_address_taken_that_day_is_refused_at_its_field(wren: Desk) -> None:
    taken = cast.make_brief("Ships Return")
    wren.open().fill(title="New", date=str(cast.DAY), slug=taken.slug).press()
    assert (
        "“Ships Return” of the same day has this address already."
        in wren.page.context["adminform"].form.errors["slug"][0]
    )
    assert 'href="#id_slug"' in wren.text()


def test_an_address_made_from_the_title_gets_a_number_instead(wren: Desk) -> None:
    cast.make_brief("Ships Return")
    assert wren.open().fill(title="Ships Return", date=str(cast.DAY)).save().slug == "ships-return-2"


def test_keys_of_other_briefs_and_keys_given_twice_harm_nothing(wren: Desk) -> None:
    brief, other = cast.make_brief(), cast.make_brief("Another")
    key = brief.quotes.get().key
    wren.open(brief).add("quotes", text="<p>Twice.</p>", key=key)
    wren.add("sections", heading="Forged", key=other.sections.get().key).save()
    assert {quote.text for quote in brief.quotes.all()} == {
        "<p>Insurance is the harbour.</p>",
        "<p>Twice.</p>",
    }
    assert other.sections.get().heading == "How the Corridor Works"


def test_a_key_that_is_none_is_replaced(wren: Desk) -> None:
    brief = (
        wren.open()
        .add("quotes", text="<p>x</p>", key="x" * 100)
        .add("quotes", text="<p>y</p>", key="../etc")
        .save()
    )
    assert all(re.fullmatch("[0-9a-f]{32}", quote.key) for quote in brief.quotes.all())


def test_the_log_says_truly_what_was_done(wren: Desk) -> None:
    brief = wren.open().fill(title="One").save()
    wren.open(brief).fill(title="Two").save()
    assert [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")] == [
        "Added.",
        "Changed Title.",
    ]


def test_the_form_takes_as_many_queries_for_twenty_quotations_as_for_two(
    wren: Desk, django_assert_num_queries: Any
) -> None:
    few = cast.make_brief(quotes=[(f"<p>{n}</p>", f"Speaker {n}", "Fellow") for n in range(2)])
    many = cast.make_brief("Many", quotes=[(f"<p>{n}</p>", f"Speaker {n}", "Fellow") for n in range(20)])
    wren.open()  # content types are asked for once in a process
    for brief in (few, many):
        with django_assert_num_queries(32):
            wren.open(brief)


def test_nobody_without_an_account_reaches_the_desk(client: Client) -> None:
    brief = cast.make_brief()
    for address in (
        "",
        "briefs/brief/",
        "briefs/brief/add/",
        f"briefs/brief/{brief.pk}/change/",
        f"briefs/brief/{brief.pk}/history/",
    ):
        answer = client.get(f"/admin/{address}")
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]


def test_briefs_are_offered_for_a_link_with_their_day_and_state(wren: Desk) -> None:
    earlier = cast.make_brief("An Earlier Brief")
    asked = "/admin/briefs/brief/choices/?app_label=briefs&model_name=relatedlink&field_name=target&term="
    assert wren.client.get(asked + "earl").json()["results"] == [
        {"id": str(earlier.pk), "text": "An Earlier Brief — 14 March 2024, draft"}
    ]
    citing = cast.make_brief("Citing", links=[cast.link_to(earlier)])
    assert ">An Earlier Brief — 14 March 2024, draft</option>" in wren.open(citing).text()
    for forged in ("", "&app_label=auth&model_name=user", "&field_name=saved_by"):
        address = asked.replace("model_name=relatedlink", "model_name=revision") + forged
        assert wren.client.get(address).status_code == 403


def test_whoever_may_only_look_sees_the_brief_and_no_buttons(client: Client) -> None:
    rhea = Desk(client, cast.person("rhea"))
    names = ["view_brief", "view_section", "view_relatedlink", "view_expertquote"]
    rhea.user.user_permissions.set(Permission.objects.filter(codename__in=names))
    rhea.open(cast.make_brief(links=[cast.link_out("Elsewhere")]))
    for words in (
        cast.TITLE,
        "Four ships entered",
        "Insurance is the harbour",
        "Ships keep",
        "Elsewhere",
        "Ukraine",
    ):
        assert words in rhea.text()
    for button in ("_continue", "_publish", "data-move", "data-remove", "data-add"):
        assert button not in rhea.text()
    assert rhea.press().status_code == 403


def test_whoever_may_see_a_brief_or_an_expert_and_no_parts_of_them_sees_it(client: Client) -> None:
    rhea = Desk(client, cast.person("rhea"))
    rhea.user.user_permissions.set(Permission.objects.filter(codename__in=["view_brief", "view_expert"]))
    assert "Four ships entered" in rhea.open(cast.make_brief()).text()
    assert "Mara Quist" in rhea.open(cast.expert("Mara Quist"), "experts_expert").text()


@pytest.mark.parametrize(
    "query",
    [
        "?issues=abc",
        "?issues=%00",
        "?date=x&title=%00",
        "?version=x",
        "?created_by=9&quotes=x",
        "?_to_field=x",
    ],
)
def test_rubbish_in_the_address_of_a_new_brief_is_no_error(wren: Desk, query: str) -> None:
    assert wren.client.get(f"/admin/briefs/brief/add/{query}").status_code in {200, 400}
