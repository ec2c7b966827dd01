"""Preview links at the desk: who makes them, for how long, what is refused, and that no token is kept anywhere."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.models import Act, Entry
from briefs import roles, sharing
from briefs.models import Brief, PreviewLink
from briefs.sharing import NotShared
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def edda() -> Client:
    client = Client()
    client.force_login(cast.person("edda", roles.EDITOR))
    return client


@pytest.fixture
def brief() -> Brief:
    return cast.make_brief()


def previews_of(brief: Brief) -> str:
    return reverse("admin:briefs_brief_previews", args=[brief.pk])


def make(client: Client, brief: Brief, script: bool = False, **sent: Any) -> Any:
    """Send the form for a new link, as a page or as the form's script does."""
    wanted = {"version": 1, "lasting": "3", "recipient": "Nadia, legal"} | sent
    headers = {"accept": "application/json"} if script else {}
    return client.post(
        previews_of(brief), {f"share-{name}": each for name, each in wanted.items()}, headers=headers
    )


def address_in(html: str) -> str:
    found = re.search(r'value="(http://testserver/preview/[^"]+/)"', html)
    assert found, html
    return found[1]


def link_to(brief: Brief, until: datetime.datetime | None = None) -> tuple[PreviewLink, str]:
    return sharing.share(brief, 1, cast.person("edda", roles.EDITOR), until or timezone.now() + DAY, "Nadia")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("script", [True, False])
def test_the_address_is_shown_once_and_kept_nowhere(edda: Client, brief: Brief, script: bool) -> None:
    answer = make(edda, brief, script)
    address = address_in(answer.json()["html"] if script else answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(address).status_code == 200
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert len(token) == 32  # 192 bits
    for page in (previews_of(brief), reverse("admin:briefs_brief_change", args=[brief.pk])):
        shown = edda.get(page).content.decode()
        assert token not in shown
        assert "Nadia, legal : version 1" in words(shown)
    kept = json.dumps([*PreviewLink.objects.values(), *Entry.objects.values()], default=str)
    assert token not in kept


def test_it_lasts_three_days_unless_something_else_is_chosen(edda: Client, brief: Brief) -> None:
    page = edda.get(previews_of(brief)).content.decode()
    assert '<option value="3" selected>3 days</option>' in page
    make(edda, brief)
    link = PreviewLink.objects.get()
    assert link.ends_at - link.made_at < 3 * DAY + datetime.timedelta(seconds=5)
    end = timezone.localtime(timezone.now() + 5 * DAY).replace(second=0, microsecond=0)
    make(edda, brief, lasting="other", until=end.strftime("%Y-%m-%dT%H:%M"))
    assert PreviewLink.objects.first().ends_at == end  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"version": 99}, "This brief has no such version."),
        ({"version": "x"}, "This brief has no such version."),
        ({"version": ""}, "Choose which version to show."),
        ({"lasting": "365"}, "Choose how long it lasts."),
        ({"lasting": "other"}, "Say until when."),
        ({"lasting": "other", "until": "tomorrow"}, "There is no such moment."),
        ({"lasting": "other", "until": "2001-01-01T09:00"}, "This moment has passed already."),
        ({"lasting": "other", "until": "2999-01-01T09:00"}, "A preview lasts 30 days at most."),
        ({"lasting": "other", "until": "9999-12-31T23:59"}, "A preview lasts 30 days at most."),
        ({"lasting": "other", "until": "0001-01-01T00:00"}, "This moment has passed already."),
        ({"recipient": "x" * 121}, "Ensure this value has at most 120 characters"),
        ({"recipient": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_makes_no_sense_is_refused_and_stays_in_the_form(
    edda: Client, brief: Brief, sent: dict[str, Any], sentence: str
) -> None:
    answer = make(edda, brief, **{"recipient": "Nadia, legal"} | sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    if "recipient" not in sent:
        assert 'value="Nadia, legal"' in answer.content.decode()
    assert sentence in make(edda, brief, script=True, **sent).json()["html"]
    assert not PreviewLink.objects.exists()


def test_a_version_of_another_brief_is_none_of_this_one(brief: Brief) -> None:
    other = cast.make_brief("Another")
    cast.change(other, title="Another Again")
    with pytest.raises(NotShared, match="no such version"):
        sharing.share(brief, 2, cast.person("edda", roles.EDITOR), timezone.now() + DAY)
    assert not Entry.objects.filter(act=Act.SHARED).exists()


def test_a_link_is_revoked_once_and_both_acts_are_logged(edda: Client, brief: Brief) -> None:
    link, token = link_to(brief)
    address = reverse("preview", args=[token])
    revoke = reverse("admin:briefs_brief_revoke", args=[brief.pk, link.pk])
    assert "Revoked." in edda.post(revoke, follow=True).content.decode()
    assert edda.post(revoke, headers={"accept": "application/json"}).json()["said"] == "Revoked."
    assert Client().get(address).status_code == 404
    acts = Entry.objects.filter(act__in=[Act.SHARED, Act.REVOKED]).order_by("pk")
    assert [(each.act, each.name, each.key) for each in acts] == [
        ("shared", "Edda", str(brief.pk)),
        ("revoked", "Edda", str(brief.pk)),
    ]
    assert acts[0].details["version"] == 1
    assert "Revoked by Edda" in words(edda.get(previews_of(brief)).content.decode())


def test_links_of_another_brief_and_odd_addresses_get_nothing(edda: Client, brief: Brief) -> None:
    link, token = link_to(cast.make_brief("Another"))
    assert edda.post(reverse("admin:briefs_brief_revoke", args=[brief.pk, link.pk])).status_code == 404
    assert edda.post(reverse("admin:briefs_brief_revoke", args=[brief.pk, 10**30])).status_code == 404
    assert edda.get(reverse("admin:briefs_brief_revoke", args=[brief.pk, link.pk])).status_code == 405
    assert edda.get(previews_of(Brief(pk=10**30))).status_code == 404
    assert Client().get(reverse("preview", args=[token])).status_code == 200


def test_writers_see_the_links_and_make_none(brief: Brief) -> None:
    link, _ = link_to(brief)
    wren = Desk(Client(), cast.person("wren", roles.WRITER)).open(brief)
    assert "Nadia : version 1" in words(wren.text())
    assert "Make a preview link" not in wren.text()
    assert make(wren.client, brief).status_code == 403
    assert wren.client.post(reverse("admin:briefs_brief_revoke", args=[brief.pk, link.pk])).status_code == 403


def test_strangers_and_those_who_only_look_see_no_links(client: Client, brief: Brief) -> None:
    assert client.get(previews_of(brief)).status_code == 302
    client.force_login(cast.person("rhea"))
    assert client.get(previews_of(brief)).status_code == 403
    assert make(client, brief).status_code == 403


def test_what_the_list_costs_does_not_grow(
    edda: Client, brief: Brief, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def look() -> None:
        with django_assert_num_queries(7):
            edda.get(previews_of(brief), headers={"accept": "application/json"})

    link_to(brief)
    look()
    for number in range(5):
        cast.change(brief, by=cast.person(f"writer{number}", roles.WRITER), title=f"Title {number}")
        link, _ = link_to(brief)
        sharing.revoke(brief, link.pk, cast.person("piet", roles.PUBLISHER))
    look()
