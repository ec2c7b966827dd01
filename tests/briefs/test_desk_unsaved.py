"""What is typed and not saved: kept for its author alone, offered again, brought back, and gone once it is saved."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from briefs import roles
from briefs.composing import compose
from briefs.content import new_key
from briefs.models import Autosave, Brief
from tests import cast
from tests.briefs.pausing import SAID, pause, unsaved
from tests.desk import Desk, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wren() -> Desk:
    return Desk(Client(), cast.person("wren", roles.WRITER))


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def test_words_are_kept_at_a_pause_and_the_brief_stays_as_it_was(wren: Desk) -> None:
    brief = cast.make_brief(quotes=SAID)
    wren.open(brief).fill(title="Typed", quotes__1__text="<p>Typed too.</p>")
    answer = pause(wren, brief)
    assert (answer.status_code, answer.json()["title"]) == (200, "Typed")
    assert answer.json()["saved_at"]
    kept = Autosave.objects.get()
    assert (kept.author, kept.brief, kept.version, kept.title) == (wren.user, brief, 1, "Typed")
    assert ["quotes-1-text", "<p>Typed too.</p>"] in kept.fields
    assert not [name for name, _ in kept.fields if name in {"csrfmiddlewaretoken", "keep"}]
    assert compose(Brief.objects.get()).title == cast.TITLE


def test_the_next_pause_of_a_form_takes_the_place_of_the_last(wren: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="One"), brief)
    pause(wren.fill(title="Two"), brief)
    assert Autosave.objects.get().title == "Two"


def test_two_tabs_keep_their_words_apart(wren: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="One tab"), brief)
    pause(wren.open(brief).fill(title="The other"), brief)
    assert {kept.title for kept in Autosave.objects.all()} == {"One tab", "The other"}


def test_a_brief_that_is_open_elsewhere_offers_its_unsaved_words(wren: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="Typed"), brief)
    elsewhere = Desk(Client(), wren.user).open(brief)
    assert "that were not saved" in elsewhere.text()
    assert "Bring them back" in elsewhere.text()


def test_a_new_brief_offers_what_was_typed_into_one(wren: Desk) -> None:
    pause(wren.open().fill(title="Never saved"), None)
    assert "that were not saved: “Never saved”" in wren.open().text()
    assert "that were not saved" not in wren.open(cast.make_brief()).text()


def bring_back(desk: Desk, brief: Brief | None, kept: Autosave) -> Desk:
    desk.page = desk.client.post(f"/admin/briefs/brief/unsaved/{kept.pk}/back/", follow=True)
    assert desk.page.status_code == 200
    desk.address = f"/admin/briefs/brief/{brief.pk}/change/" if brief else "/admin/briefs/brief/add/"
    desk.values = fields_of(desk.text())
    return desk


def test_words_come_back_into_the_form_on_another_machine_and_are_saved(wren: Desk) -> None:
    brief = cast.make_brief(quotes=SAID, sections=[("First", "<p>1</p>"), ("Second", "<p>2</p>")])
    wren.open(brief).fill(
        title="Typed", sections__0__position="1", sections__1__position="0", quotes__0__DELETE="on"
    )
    wren.add("quotes", text="<p>Three.</p>", name="Cid", title="Fellow")
    pause(wren, brief)
    elsewhere = bring_back(Desk(Client(), wren.user), brief, Autosave.objects.get())
    assert "These are your words from" in elsewhere.text()
    saved = compose(elsewhere.save())
    assert saved.title == "Typed"
    assert [quote.name for quote in saved.quotes] == ["Ben", "Cid"]
    assert [section.heading for section in saved.sections] == ["Second", "First"]
    assert not Autosave.objects.of(wren.user).exists()


def test_words_of_a_new_brief_come_back_and_become_one(wren: Desk) -> None:
    wren.open().fill(title="Never saved", date="2024-03-14", issues=[cast.issue("Iran").pk])
    pause(wren.add("sections", heading="Why", body="<p>Because.</p>"), None)
    saved = compose(bring_back(wren, None, Autosave.objects.get()).save())
    assert (saved.title, saved.sections[0].heading, saved.issues[0].name) == ("Never saved", "Why", "Iran")


def test_words_brought_back_over_a_newer_version_are_not_saved_over_it(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="Wren’s Title"), brief)
    edda.open(brief).fill(title="Edda’s Title").save()
    bring_back(wren, brief, Autosave.objects.of(wren.user).get()).press()
    assert Brief.objects.get().title == "Edda’s Title"
    assert "Wren’s Title" in wren.text()


def test_words_are_brought_back_once_and_stay_when_the_page_is_loaded_again(wren: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="Typed"), brief)
    kept = Autosave.objects.get()
    bring_back(wren, brief, kept)
    again = wren.client.get(wren.page.redirect_chain[-1][0])
    assert fields_of(again.content.decode())["title"] == "Typed"
    kept.refresh_from_db()
    assert fields_of(again.content.decode())["form_token"] == kept.form


def test_a_tab_that_was_still_open_keeps_its_words_when_they_are_brought_back_elsewhere(wren: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="Typed"), brief)
    first = dict(wren.values)
    bring_back(wren, brief, Autosave.objects.get())
    wren.client.post(unsaved(brief), first | {"keep": "1", "title": "Typed on"})
    assert {kept.title for kept in Autosave.objects.all()} == {"Typed", "Typed on"}


def test_words_that_were_saved_are_offered_no_more_even_if_a_pause_arrives_late(wren: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="Typed"), brief)
    late = dict(wren.values)
    wren.save()
    answer = wren.client.post(unsaved(brief), late | {"keep": "1"}).json()
    assert "saved_at" not in answer
    assert len(answer["settled"]) == 32
    assert "that were not saved" not in wren.open(brief).text()
    assert not Autosave.objects.exclude(fields=[]).exists()


def test_a_refused_save_leaves_the_words_kept_under_the_same_form(wren: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(date="never"), brief)
    wren.press()
    assert fields_of(wren.text())["form_token"] == Autosave.objects.of(wren.user).get().form


def test_words_can_be_looked_at_without_bringing_them_back(wren: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="Typed", date="not a day"), brief)
    page = wren.client.get(f"/admin/briefs/brief/unsaved/{Autosave.objects.get().pk}/")
    assert page.status_code == 200
    assert "Preview – not public" in page.content.decode()
    assert "Typed" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]


def test_words_can_be_thrown_away(wren: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="Typed"), brief)
    wren.client.post(f"/admin/briefs/brief/unsaved/{Autosave.objects.get().pk}/away/")
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("act", ["", "back/", "away/"])
def test_nobody_reaches_the_unsaved_words_of_someone_else(wren: Desk, edda: Desk, act: str) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="Private"), brief)
    kept = Autosave.objects.get()
    ask = edda.client.post if act else edda.client.get
    assert ask(f"/admin/briefs/brief/unsaved/{kept.pk}/{act}").status_code == 404
    assert "Private" not in edda.open(brief).text()
    asked = edda.client.get(f"/admin/briefs/brief/{brief.pk}/change/?unsaved={kept.form}", follow=True)
    assert "Private" not in asked.content.decode()
    assert Autosave.objects.get().author == wren.user


def test_a_name_of_someone_elses_form_keeps_words_apart(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    pause(wren.open(brief).fill(title="Wren’s"), brief)
    edda.open(brief).fill(title="Edda’s", form_token=wren.values["form_token"])
    pause(edda, brief)
    assert {(kept.author.username, kept.title) for kept in Autosave.objects.all()} == {
        ("wren", "Wren’s"),
        ("edda", "Edda’s"),
    }


@pytest.mark.parametrize("token", ["", "x", "A" * 32, "../" * 20, "\x00" * 32])
def test_a_forged_name_of_a_form_is_refused_with_a_sentence(wren: Desk, token: str) -> None:
    brief = cast.make_brief()
    answer = pause(wren.open(brief).fill(form_token=token), brief)
    assert answer.status_code == 400
    assert "reload" in answer.json()["error"]
    assert not Autosave.objects.exists()


def test_two_million_characters_are_too_many_and_the_page_is_told(wren: Desk) -> None:
    brief = cast.make_brief()
    answer = pause(wren.open(brief).fill(developments="x" * 2_000_000), brief)
    assert answer.status_code == 413
    assert "too long to be kept" in answer.json()["error"]
    assert not Autosave.objects.exists()


def test_a_sign_in_that_ended_is_said_in_json_and_nothing_is_kept(wren: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief).client.logout()
    answer = pause(wren, brief)
    assert (answer.status_code, answer.json()) == (401, {"error": "Your sign-in has ended."})
    assert wren.client.get(unsaved(brief)).status_code == 401
    wren.client.force_login(wren.user)
    again = wren.client.get(unsaved(brief)).json()
    assert again["signed_in"] == "Wren"
    assert len(again["csrf"]) == 64


def test_someone_who_may_not_write_keeps_nothing(wren: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief)
    rhea = Client()
    rhea.force_login(cast.person("rhea"))
    answer = rhea.post(unsaved(brief), wren.values | {"keep": "1"})
    assert answer.status_code == 403
    assert answer.json()["error"]
    assert rhea.post(unsaved(None), wren.values | {"keep": "1"}).status_code == 403
    assert rhea.post(f"/admin/briefs/brief/{brief.pk}/present/").status_code == 403
    assert rhea.post(f"/admin/briefs/brief/{brief.pk}/preview/", wren.values).status_code == 403


def test_the_words_outlive_a_brief_that_someone_deletes_meanwhile(wren: Desk) -> None:
    brief = cast.make_brief(quotes=SAID)
    pause(wren.open(brief).fill(title="Typed"), brief)
    gone = Brief.objects.get()
    gone.delete()
    answer = pause(wren.fill(title="Typed on"), brief)
    assert answer.json()["gone"]
    assert "that were not saved: “Typed on”" in wren.open().text()
    saved = compose(bring_back(wren, None, Autosave.objects.get()).save())
    assert (saved.title, len(saved.quotes)) == ("Typed on", 2)


def test_rubbish_is_kept_as_it_was_typed_and_never_fails(wren: Desk) -> None:
    brief = cast.make_brief(quotes=SAID)
    wren.open(brief).fill(
        title="A\x00B" + "x" * 10_000,
        date="31 June",
        version="9" * 30,
        quotes__0__expert="x",
        quotes__1__position="-5",
        quotes__TOTAL_FORMS="many",
        issues=["x", "99999999999999999999999"],
    )
    answer = pause(wren, brief, preview="1")
    assert answer.status_code == 200
    assert "AB" in answer.json()["preview"]
    assert Autosave.objects.get().version == 0
    assert bring_back(wren, brief, Autosave.objects.get()).page.status_code == 200


def test_a_form_without_any_fields_is_answered(wren: Desk) -> None:
    brief = cast.make_brief()
    assert wren.client.post(unsaved(brief), {}).status_code == 200
    assert wren.client.post(unsaved(None), {}).status_code == 200


def test_words_older_than_a_month_go(wren: Desk) -> None:
    brief = cast.make_brief()
    old = timezone.now() - datetime.timedelta(days=31)
    Autosave.objects.create(author=wren.user, brief=brief, form=new_key(), saved_at=old, title="Old")
    pause(wren.open(brief).fill(title="New"), brief)
    assert [kept.title for kept in Autosave.objects.all()] == ["New"]
