"""Who is told by mail that a brief waits for them, and what becomes of mails that can't be sent."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from briefs import mailing, roles
from briefs.assigning import assign
from briefs.models import Brief, Status
from briefs.workflow import Move, make
from tests import cast, mail
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(settings: Settings) -> Iterator[mail.Postbox]:
    settings.SITE_URL = "https://desk.example.org"
    with mail.mail_server(settings) as box:
        yield box


def someone(name: str, role: str) -> User:
    person = cast.person(name, role)
    person.email = f"{name}@example.org"
    person.save()
    return person


@pytest.fixture
def newsroom() -> cast.Cast:
    return cast.Cast(
        someone("wren", roles.WRITER), someone("edda", roles.EDITOR), someone("piet", roles.PUBLISHER)
    )


def submitted(newsroom: cast.Cast) -> Brief:
    return make(Move.SUBMIT, cast.make_brief(by=newsroom.wren), newsroom.wren)


def test_a_submitted_brief_is_announced_to_all_who_may_approve(
    newsroom: cast.Cast, post: mail.Postbox
) -> None:
    brief = submitted(newsroom)
    assert post.recipients() == ["edda@example.org", "piet@example.org"]
    assert post.mails[0][1]["subject"] == f"For review: {cast.TITLE}"
    assert post.words().startswith("Hello Piet,\n\nWren has submitted “Grain Ships Return")
    assert f"https://desk.example.org/admin/briefs/brief/{brief.pk}/change/\n" in post.words()


def test_whoever_submits_is_not_told_of_it(newsroom: cast.Cast, post: mail.Postbox) -> None:
    make(Move.SUBMIT, cast.make_brief(), newsroom.edda)
    assert post.recipients() == ["piet@example.org"]


def test_people_without_an_address_or_who_have_left_are_passed_over(
    newsroom: cast.Cast, post: mail.Postbox
) -> None:
    User.objects.filter(pk=newsroom.piet.pk).update(is_active=False)
    cast.person("ella", roles.EDITOR)
    submitted(newsroom)
    assert post.recipients() == ["edda@example.org"]


def test_sending_back_tells_the_writer_what_to_mend(newsroom: cast.Cast, post: mail.Postbox) -> None:
    brief = submitted(newsroom)
    post.mails.clear()
    make(Move.SEND_BACK, brief, newsroom.edda, "Who said <so> & when?")
    assert post.recipients() == ["wren@example.org"]
    assert (
        "Edda has sent “Grain Ships Return to the Odesa Approaches” back to you:\n\nWho said <so> & when?"
        in post.words()
    )


def test_an_approved_brief_is_announced_to_those_who_publish(newsroom: cast.Cast, post: mail.Postbox) -> None:
    brief = submitted(newsroom)
    post.mails.clear()
    make(Move.APPROVE, brief, newsroom.edda)
    assert post.recipients() == ["piet@example.org"]
    assert "Edda has approved" in post.words()


def test_whom_a_brief_is_given_to_learns_it_and_nobody_else(newsroom: cast.Cast, post: mail.Postbox) -> None:
    brief = cast.make_brief()
    assign(brief, newsroom.wren, newsroom.edda)
    assign(brief, newsroom.edda, newsroom.edda)
    assert post.recipients() == ["wren@example.org"]
    assert "waits for you. It is draft now." in post.words()


def test_a_move_that_is_refused_tells_nobody(newsroom: cast.Cast, post: mail.Postbox) -> None:
    with pytest.raises(Exception, match="it is draft now"):
        make(Move.APPROVE, cast.make_brief(), newsroom.edda)
    assert post.mails == []


def test_a_title_cant_write_headers_of_its_own(newsroom: cast.Cast, post: mail.Postbox) -> None:
    brief = cast.make_brief(by=newsroom.wren)
    Brief.objects.filter(pk=brief.pk).update(title="Ships\r\nBcc: all@example.org\r\n\r\nReturn — “now”")
    make(Move.SUBMIT, brief, newsroom.wren)
    sent = post.mails[0][1]
    assert (sent["subject"].strip(), sent["bcc"]) == (
        "For review: Ships Bcc: all@example.org Return — “now”",
        None,
    )
    assert post.recipients() == ["edda@example.org", "piet@example.org"]


def test_one_refused_address_does_not_keep_the_others_from_their_mail(
    newsroom: cast.Cast, post: mail.Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    post.refused = {"edda@example.org"}
    with mailing.unreached() as missed:
        submitted(newsroom)
    assert post.recipients() == ["piet@example.org"]
    assert missed == [newsroom.edda]
    assert "A mail to edda was not sent" in caplog.text


@pytest.mark.parametrize(
    "address", ["edda", "edda@", "edda@example.org\nBcc: all@example.org", "é dda@ex ample"]
)
def test_an_address_that_is_none_breaks_nothing(
    newsroom: cast.Cast, post: mail.Postbox, address: str
) -> None:
    User.objects.filter(pk=newsroom.edda.pk).update(email=address)
    brief = submitted(newsroom)
    assert brief.status == Status.REVIEW
    assert "piet@example.org" in post.recipients()
    assert "all@example.org" not in post.recipients()


def test_a_move_stands_while_the_mail_server_is_down_and_the_page_says_whom_to_tell(
    newsroom: cast.Cast, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    mail.send_to(settings, mail.free_port())
    brief = cast.make_brief()
    wren = Desk(Client(), newsroom.wren).open(brief).fill(_move="submit")
    wren.press("_ignored")
    brief.refresh_from_db()
    assert brief.status == Status.REVIEW
    assert "Submitted for review." in wren.text()
    assert "the mail about it to Edda and Piet could not be sent. Tell them in another way." in wren.text()
    assert "The mail server can&#x27;t be reached" in caplog.text or "can't be reached" in caplog.text


def test_the_page_says_nothing_of_mails_that_were_sent(newsroom: cast.Cast, post: mail.Postbox) -> None:
    wren = Desk(Client(), newsroom.wren).open(cast.make_brief()).fill(_move="submit")
    wren.press("_ignored")
    assert post.recipients() == ["edda@example.org", "piet@example.org"]
    assert "could not be sent" not in wren.text()


def test_without_a_mail_server_production_says_in_its_log_what_it_did_not_send(
    newsroom: cast.Cast, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "config.mail.Nowhere"
    with mailing.unreached() as missed:
        assert submitted(newsroom).status == Status.REVIEW
    assert f"EMAIL_URL is not set, so this mail was not sent: For review: {cast.TITLE}" in caplog.text
    assert missed == []
