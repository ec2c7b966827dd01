"""Comments at the desk: said, answered, settled and taken back; who may, what is refused, and what never gets out."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from audit.models import Act, Entry
from briefs import commenting, roles
from briefs.models import Brief, Comment
from briefs.writing import write
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db


def at_desk(name: str, group: str) -> Client:
    client = Client()
    client.force_login(cast.person(name, group))
    return client


@pytest.fixture
def edda() -> Client:
    return at_desk("edda", roles.EDITOR)


@pytest.fixture
def brief() -> Brief:
    return cast.make_brief()


def comments_of(brief: Brief) -> str:
    return reverse("admin:briefs_brief_comments", args=[brief.pk])


def send(client: Client, brief: Brief, **sent: Any) -> Any:
    """Post to a brief's comments as the form's script does; the answer."""
    return client.post(comments_of(brief), sent, headers={"accept": "application/json"})


def settle(client: Client, comment: Comment, act: str, brief: Brief | None = None) -> Any:
    address = reverse("admin:briefs_brief_comment", args=[(brief or comment.brief).pk, comment.pk])
    return client.post(address, {"act": act}, headers={"accept": "application/json"})


def said(brief: Brief, text: str = "Is this right?", name: str = "wren", **about: Any) -> Comment:
    return commenting.say(brief, cast.person(name, roles.WRITER), text, **about)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_comment_stands_beside_the_form_and_on_its_own_page(edda: Client, brief: Brief) -> None:
    quote = brief.quotes.get()
    answer = send(edda, brief, text="Is that\nher title?", part=quote.key).json()
    assert answer["said"] == "Said."
    assert "Quotation 1" in words(answer["html"])
    for address in (reverse("admin:briefs_brief_change", args=[brief.pk]), comments_of(brief)):
        page = edda.get(address).content.decode()
        assert "Is that<br>her title?" in page
        assert "Mara Quist, “Insurance is the harbour.”" in words(page)


def test_without_a_script_the_page_says_what_was_done(edda: Client, brief: Brief) -> None:
    page = edda.post(comments_of(brief), {"text": "Good."}, follow=True)
    assert page.redirect_chain == [(comments_of(brief), 302)]
    assert "Said." in page.content.decode()
    assert brief.comments.get().text == "Good."


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Write something first."),
        ({"text": " \r\n "}, "Write something first."),
        ({"text": "\x00"}, "Write something first."),
        ({"text": "x" * 5312}, "This is 5,312 characters long, and a comment holds 5,000."),
        ({"text": "Hm", "part": "0" * 32}, "This part is not in the brief as it was last saved."),
        ({"text": "Hm", "part": "'; --\x00"}, "This part is not in the brief as it was last saved."),
        ({"text": "Hm", "thread": "x"}, "The form did not say which thread this answers."),
        ({"text": "Hm", "thread": "²"}, "The form did not say which thread this answers."),
        ({"text": "Hm", "thread": "9" * 40}, "This thread is no longer there"),
        ({"text": "Hm", "thread": "999999"}, "This thread is no longer there"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_and_stays_in_its_box(
    edda: Client, brief: Brief, sent: dict[str, str], sentence: str
) -> None:
    answer = send(edda, brief, **sent)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(sentence)
    page = edda.post(comments_of(brief), sent)
    assert page.status_code == 422
    assert sentence in page.content.decode().replace("&#x27;", "'")
    if "thread" not in sent:
        assert f"{sent.get('text', '').strip()}</textarea>" in page.content.decode().replace(" \r\n ", "")
    assert not Comment.objects.exists()


def test_a_thread_of_another_brief_is_not_answered_nor_settled_from_here(edda: Client, brief: Brief) -> None:
    elsewhere = said(cast.make_brief("Another"), name="edda")
    assert send(edda, brief, text="Hm", thread=elsewhere.pk).status_code == 422
    for act in ("resolve", "reopen", "delete"):
        assert settle(edda, elsewhere, act, brief).status_code == 422
    assert Comment.objects.open().get() == elsewhere


def test_exactly_as_much_as_fits_is_kept(edda: Client, brief: Brief) -> None:
    assert send(edda, brief, text="a\r\n" * 2499 + "ab").status_code == 200
    assert len(brief.comments.get().text) == 5000


def test_html_is_shown_as_it_was_typed_and_addresses_lead_somewhere(edda: Client, brief: Brief) -> None:
    said(brief, '<img src=x onerror=alert(1)> see https://example.org/a?b=1&c="2" javascript:alert(1)')
    page = edda.get(comments_of(brief)).content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert '<a href="https://example.org/a?b=1&amp;c=' in page
    assert 'href="javascript' not in page


def test_a_thread_is_answered_resolved_and_reopened(edda: Client, brief: Brief) -> None:
    first = said(brief)
    assert send(edda, brief, text="Yes.", thread=first.pk).json()["open"] == 1
    answer = settle(edda, first, "resolve").json()
    assert (answer["said"], answer["open"]) == ("Resolved.", 0)
    assert "1 resolved" in words(answer["html"])
    assert "Resolved by Edda" in words(answer["html"])
    assert settle(edda, first, "reopen").json()["open"] == 1
    settle(edda, first, "resolve")
    assert send(edda, brief, text="One more thing.", thread=first.pk).json()["open"] == 1
    assert [each.text for each in first.replies.all()] == ["Yes.", "One more thing."]


def test_an_answer_has_the_place_of_its_thread_and_is_no_thread_itself(edda: Client, brief: Brief) -> None:
    first = said(brief, part=brief.sections.get().key)
    send(edda, brief, text="Yes.", thread=first.pk, part="forged")
    answer = first.replies.get()
    assert answer.part == first.part
    assert send(edda, brief, text="No.", thread=answer.pk).status_code == 422
    assert settle(edda, answer, "resolve").status_code == 422


def test_only_who_wrote_a_comment_deletes_it_and_only_unanswered(edda: Client, brief: Brief) -> None:
    first = said(brief)
    wren = at_desk("wren", roles.WRITER)
    assert settle(edda, first, "delete").status_code == 403
    send(edda, brief, text="Yes.", thread=first.pk)
    assert settle(wren, first, "delete").json()["error"].startswith("Someone has answered this comment")
    assert settle(edda, first.replies.get(), "delete").json()["said"] == "Deleted."
    assert settle(wren, first, "delete").json()["said"] == "Deleted."
    assert settle(wren, first, "delete", brief).json()["error"] == "This comment is gone already."
    entry = Entry.objects.filter(act=Act.DELETED)[0]
    assert (entry.kind, entry.label) == ("briefs.comment", f"Comment of wren on {brief}")
    assert not Comment.objects.exists()


def test_whoever_only_looks_at_briefs_reads_along_and_says_nothing(brief: Brief) -> None:
    said(brief, "For the desk.")
    rhea = cast.person("rhea")
    client = Client()
    client.force_login(rhea)
    assert client.get(comments_of(brief)).status_code == 403
    rhea.user_permissions.add(Permission.objects.get(codename="view_brief"))
    page = client.get(comments_of(brief)).content.decode()
    assert "For the desk." in page
    assert "<textarea" not in page
    assert send(client, brief, text="Hm").status_code == 403
    assert settle(client, brief.comments.get(), "resolve").status_code == 403
    assert client.get(reverse("admin:briefs_brief_people")).status_code == 403


def test_strangers_and_odd_addresses_get_nothing(client: Client, edda: Client, brief: Brief) -> None:
    assert client.get(comments_of(brief)).status_code == 302
    assert send(client, brief, text="Hm").status_code == 302
    for address in (comments_of(Brief(pk=999_999)), comments_of(Brief(pk=10**30))):
        assert edda.get(address).status_code == 404
        assert edda.post(address, {"text": "Hm"}).status_code == 404
    one = reverse("admin:briefs_brief_comment", args=[brief.pk, 10**30])
    assert edda.get(one).status_code == 405
    assert edda.post(one, {"act": "resolve"}).status_code == 422
    assert "Choose whether to" in edda.post(one, {"act": "burn"}).content.decode()


def test_comments_follow_a_part_that_moves_in_the_order_of_the_page(brief: Brief, edda: Client) -> None:
    value = cast.content(quotes=[("<p>One.</p>", "Ada Roe", ""), ("<p>Two.</p>", "Ben Roe", "")])
    write(brief, value)
    cast.change(brief, title="Two Voices")
    first, second = brief.quotes.all()
    said(brief, "About Ada.", part=first.key)
    said(brief, "About Ben.", part=second.key)
    said(brief, "About all.")
    page = words(edda.get(comments_of(brief)).content.decode())
    assert re.search("About all.*Quotation 1 .*About Ada.*Quotation 2 .*About Ben", page)
    desk = Desk(edda, cast.person("edda", roles.EDITOR)).open(brief)
    desk.fill(quotes__0__position="1", quotes__1__position="0").save()
    page = words(edda.get(comments_of(brief)).content.decode())
    assert re.search("About all.*Quotation 1 .*About Ben.*Quotation 2 .*About Ada", page)


def test_what_was_said_of_a_removed_part_stays_with_the_words_it_was_about(
    edda: Client, brief: Brief
) -> None:
    said(brief, "Too strong?", part=brief.quotes.get().key)
    desk = Desk(edda, cast.person("edda", roles.EDITOR)).open(brief)
    desk.fill(quotes__0__DELETE="on").save()
    page = words(edda.get(comments_of(brief)).content.decode())
    about = "Quotation: Mara Quist, “Insurance is the harbour.”"
    assert re.search(f"About a part that was removed {about}.*Too strong", page)
    assert send(edda, brief, text="It is gone.", thread=brief.comments.get().pk).status_code == 200


def test_a_mentioned_colleague_gets_a_mail_that_leads_to_the_comment(
    edda: Client, brief: Brief, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    wren = cast.person("wren", roles.WRITER)
    wren.email = "wren@example.org"
    wren.save()
    cast.person("piet", roles.PUBLISHER)  # has no address
    stranger = cast.person("rhea")  # may not see briefs
    gone = cast.person("gustav", roles.WRITER)
    for each in (stranger, gone):
        each.email = f"{each.username}@example.org"
        each.is_active = each != gone
        each.save()
    text = "@wren, @Piet. and (@rhea @gustav @nobody @edda), not mail@wren: <b>is it?</b>"
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(edda, brief, text=text, part=brief.quotes.get().key).json()
    assert answer["said"] == "Said. A mail goes to Wren. Piet: no mail address."
    comment = brief.comments.get()
    assert {each.username for each in comment.mentions.all()} == {"wren", "piet", "edda"}
    assert list(Comment.objects.mentioning(wren)) == [comment]
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["wren@example.org"], f"Edda mentions you: {brief}")
    assert text in sent.body
    assert "Quotation: Mara Quist" in sent.body
    assert f"/admin/briefs/brief/{brief.pk}/change/#comment-{comment.pk}" in sent.body


def test_colleagues_are_offered_by_the_beginning_of_their_names(edda: Client) -> None:
    cast.person("wren", roles.WRITER)
    cast.person("rhea")

    def offered(begun: str) -> list[str]:
        answer = edda.get(reverse("admin:briefs_brief_people"), {"q": begun})
        return [each["username"] for each in answer.json()["people"]]

    assert offered("") == ["edda", "wren"]
    assert offered("WR") == ["wren"]
    assert offered("rhea") == offered("\x00" * 9999 + "zz") == []


def test_the_script_is_told_only_of_what_is_new(edda: Client, brief: Brief) -> None:
    def ask(stamp: str) -> Any:
        return edda.get(comments_of(brief), {"seen": stamp}, headers={"accept": "application/json"})

    stamp = ask("").json()["stamp"]
    assert ask(stamp).status_code == 204
    thread = said(brief)
    news = ask(stamp).json()
    assert (news["open"], ask(news["stamp"]).status_code) == (1, 204)
    commenting.resolve(brief, thread.pk, thread.author)
    assert ask(news["stamp"]).json()["open"] == 0


def test_comments_are_no_part_of_what_the_brief_says(edda: Client, brief: Brief, client: Client) -> None:
    said(brief, "qzsecret", part=brief.quotes.get().key)
    newest = brief.newest_revision()
    assert newest is not None
    assert "qzsecret" not in json.dumps(newest.content)
    assert cast.change(brief).newest_revision() == newest


def test_what_comments_cost_does_not_grow(
    edda: Client, brief: Brief, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def look() -> None:
        with django_assert_num_queries(8):
            edda.get(comments_of(brief), headers={"accept": "application/json"})

    said(brief)
    look()
    many = [(f"<p>{n}</p>", f"Speaker {n}", "") for n in range(5)]
    write(brief, cast.content(quotes=many))
    cast.change(brief, title="Many Voices")
    for quote in brief.quotes.all():
        thread = said(brief, part=quote.key)
        said(brief, "Yes.", "edda", thread=thread.pk)
        said(brief, "No.", "piet", thread=thread.pk)
        commenting.resolve(brief, said(brief, part=quote.key).pk, thread.author)
    look()
