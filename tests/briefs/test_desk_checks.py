"""The copy desk's panel on a brief's form: what it says, where it leads, and advice that is set aside."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefs import roles
from briefs.models import Brief, SetAside, Source
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db
KEY = "0" * 64


@pytest.fixture
def wren(client: Client) -> Desk:
    return Desk(client, cast.person("wren", roles.WRITER))


def panel(desk: Desk) -> str:
    found = re.search(r'<aside class="desk-checks".*?</aside>', desk.text(), re.DOTALL)
    assert found
    return re.sub(r"<template.*?</template>|<script.*?</script>", "", found[0], flags=re.DOTALL)


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def address(brief: Brief) -> str:
    return reverse("admin:briefs_brief_advice", args=[brief.pk])


def keys(desk: Desk, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([0-9a-f]+)"', panel(desk))


def test_the_panel_lists_what_to_mend_and_what_to_consider(wren: Desk) -> None:
    brief = cast.make_brief(developments="<p>The HPU has TK ships.</p>")
    wren.open(brief)
    assert words(panel(wren)).startswith(
        "Copy desk To mend before it can be published 1 Latest developments: “TK”"
    )
    assert "To consider 1 Latest developments: HPU is nowhere spelled out." in words(panel(wren))
    assert 'href="#id_developments" data-goto="id_developments" data-select="HPU"' in panel(wren)


def test_what_the_pasted_text_left_open_leads_to_it(wren: Desk) -> None:
    brief = cast.make_brief()
    Source.objects.create(brief=brief, text="?", digest="0", not_understood=2)
    assert f'href="/admin/briefs/brief/{brief.pk}/source/">2 lines' in panel(wren.open(brief))


def test_a_new_brief_has_nothing_to_mend_yet(wren: Desk) -> None:
    wren.open()
    assert '<aside class="desk-checks" id="todo"' in wren.text()
    assert re.search(r'<aside class="desk-checks"[^>]* hidden>', wren.text())


def test_advice_is_set_aside_for_everybody_and_given_again(wren: Desk) -> None:
    brief = cast.make_brief(developments="<p>The HPU met.</p>")
    (key,) = keys(wren.open(brief), "aside")
    answer = wren.client.post(address(brief), {"aside": key}, follow=True)
    assert answer.redirect_chain == [(f"/admin/briefs/brief/{brief.pk}/change/#todo", 302)]
    edda = Desk(Client(), cast.person("edda", roles.EDITOR)).open(brief)
    assert "Right as it is 1 Latest developments: HPU is nowhere spelled out." in words(panel(edda))
    assert keys(edda, "again") == [key]
    assert keys(edda, "aside") == []
    answer = edda.client.post(address(brief), {"again": key}, headers={"accept": "application/json"})
    assert json.loads(answer.content) == {"key": key, "dismissed": False}
    assert keys(wren.open(brief), "aside") == [key]


@pytest.mark.parametrize(
    "posted", [{}, {"aside": "x"}, {"again": "é" * 64}, {"aside": KEY[1:] + "\x00"}, {"aside": ""}]
)
def test_a_forged_key_is_refused(wren: Desk, posted: dict[str, str]) -> None:
    answer = wren.client.post(address(cast.make_brief()), posted)
    assert answer.status_code == 400
    assert "names no advice" in answer.content.decode()
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("pk", ["0", "x", "99999999999999999999", "_00"])
def test_advice_on_a_brief_that_is_not_there_is_not_found(wren: Desk, pk: str) -> None:
    assert wren.client.post(f"/admin/briefs/brief/{pk}/advice/", {"aside": KEY}).status_code == 404


def test_advice_is_set_aside_only_by_those_who_may_change_the_brief(client: Client) -> None:
    brief = cast.make_brief()
    assert client.post(address(brief), {"aside": KEY}).status_code == 302
    client.force_login(cast.person("rhea"))
    assert client.post(address(brief), {"aside": KEY}).status_code == 403
    client.force_login(cast.person("wren", roles.WRITER))
    assert client.get(address(brief)).status_code == 405
    assert not SetAside.objects.exists()


def test_a_brief_goes_with_the_advice_that_was_set_aside(wren: Desk) -> None:
    brief = cast.make_brief()
    wren.client.post(address(brief), {"aside": KEY})
    brief.delete()
    assert not SetAside.objects.exists()


def test_a_refused_form_shows_its_complaints_instead(wren: Desk) -> None:
    wren.open(cast.make_brief()).fill(date="2024-02-31").press()
    assert "There is no such day" in wren.text()
    assert re.search(r'<aside class="desk-checks"[^>]* hidden>', wren.text())


def test_the_panel_costs_the_same_however_much_it_says(wren: Desk) -> None:
    counts = []
    for parts in (1, 12):
        quotes = [(f"<p>The HP{chr(65 + n)} met.</p>", f"Person {n}", "Fellow") for n in range(parts)]
        brief = cast.make_brief(f"With {parts}", quotes=quotes)
        wren.open(brief)
        with CaptureQueriesContext(connection) as asked:
            wren.open(brief)
        counts.append(len(asked))
    assert counts[0] == counts[1]
