"""A version brought back whole, as a new one; what can no longer be is told."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from audit.models import Act, Entry
from briefs import roles
from briefs.models import Brief, Status
from editions.models import Edition
from editions.publishing import publish
from experts.models import Expert
from tests import cast
from tests.briefs.versions import SAID, a_rich_brief, address, see
from tests.desk import Desk, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wren() -> Desk:
    return Desk(Client(), cast.person("wren", roles.WRITER))


def restore(desk: Desk, brief: Brief, number: int, **fields: str) -> str:
    """Ask for a version back, and say yes."""
    page = address("restore", brief, number)
    sent = fields_of(desk.client.get(page).content.decode()) | fields
    desk.page = desk.client.post(page, sent, follow=True)
    return desk.text()


def test_restoring_brings_everything_back_to_the_byte(wren: Desk) -> None:
    brief = a_rich_brief()
    digest = brief.revisions.get().digest
    wren.open(brief).fill(quotes__0__DELETE="on", sections__0__position="1", sections__1__position="0")
    wren.fill(title="Other", links__0__DELETE="on", issues=[str(cast.issue("Ukraine").pk)]).save()
    assert brief.newest_revision().digest != digest  # type: ignore[union-attr]
    page = restore(wren, brief, 1)
    assert "Restored version 1: it is version 3 now." in page
    newest = brief.newest_revision()
    assert newest is not None
    assert (newest.number, newest.digest, newest.note, newest.saved_by) == (
        3,
        digest,
        "Restored version 1",
        wren.user,
    )
    entry = Entry.objects.get(act=Act.RESTORED)
    assert (entry.by, entry.key, entry.details["version"]) == (wren.user, str(brief.pk), 1)


def test_restoring_leaves_the_public_page_as_it_is(wren: Desk) -> None:
    edition = cast.published()
    brief = edition.brief
    cast.change(brief, wren.user, title="Other")
    publish(brief, None)
    restore(wren, brief, 1)
    assert Edition.objects.live().get().title == "Other"
    assert (Brief.objects.get().title, Brief.objects.get().status) == (cast.TITLE, Status.DRAFT)


def test_the_page_that_asks_says_what_would_change(wren: Desk) -> None:
    brief = cast.make_brief(quotes=SAID)
    wren.open(brief).fill(quotes__0__DELETE="on").save()
    page = see(wren, "restore", brief, 1)
    assert "Quotation 1, Ana" in page
    assert "Added" in page
    assert "Nothing: the brief says this already." in see(wren, "restore", brief, 2)


def test_what_is_gone_is_told_and_the_rest_comes_back(wren: Desk) -> None:
    target = cast.make_brief("A Brief That Goes", quotes=[])
    brief = cast.make_brief(quotes=SAID, issues=["Ukraine", "Shipping"], links=[cast.link_to(target)])
    wren.open(brief).fill(quotes__0__DELETE="on", links__0__DELETE="on", issues=[]).save()
    Expert.objects.get(name="Ana").delete()
    cast.issue("Shipping").delete()
    target.delete()
    page = restore(wren, brief, 1)
    assert "The expert Ana was deleted since" in page
    assert "The issue Shipping was deleted since" in page
    assert "The brief behind “A Brief That Goes” was deleted since" in page
    assert [(q.name, q.expert_id is None) for q in brief.quotes.all()] == [("Ana", True), ("Ben", False)]
    assert (brief.links.get().title, brief.links.get().target) == ("A Brief That Goes", None)
    assert [issue.name for issue in brief.issues.all()] == ["Ukraine"]


def test_an_address_that_another_brief_took_is_replaced_and_told(wren: Desk) -> None:
    brief = cast.make_brief("Ships Return")
    wren.open(brief).fill(slug="elsewhere").save()
    cast.make_brief("Ships Return")
    page = restore(wren, brief, 1)
    assert "has the address “ships-return” meanwhile: this brief gets “ships-return-2”" in page
    brief.refresh_from_db()
    assert (brief.slug, brief.title) == ("ships-return-2", "Ships Return")


def test_a_save_between_asking_and_restoring_is_shown_first(wren: Desk) -> None:
    brief = cast.make_brief()
    cast.change(brief, wren.user, title="Second")
    page = restore(wren, brief, 1, newest="1")
    assert "Someone saved version 2 meanwhile, so nothing was restored yet." in page
    assert Brief.objects.get().title == "Second"
    assert 'name="newest" value="2"' in page


@pytest.mark.parametrize("newest", ["", "x", "²", "9" * 40])
def test_a_forged_number_restores_nothing(wren: Desk, newest: str) -> None:
    brief = cast.make_brief()
    cast.change(brief, wren.user, title="Second")
    restore(wren, brief, 1, newest=newest)
    assert Brief.objects.get().title == "Second"


def test_who_may_only_look_restores_and_names_nothing() -> None:
    brief, rhea = cast.make_brief(), Desk(Client(), cast.person("rhea"))
    rhea.user.user_permissions.add(Permission.objects.get(codename="view_brief"))
    assert "Restore" not in see(rhea, "history", brief)
    see(rhea, "restore", brief, 1, status=403)
    assert rhea.client.post(address("restore", brief, 1), {"newest": "1"}).status_code == 403
    assert rhea.client.post(address("version_name", brief, 1), {"name": "mine"}).status_code == 403
