"""Former addresses: wherever readers use one, they are led to the present one for good."""

from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client

from briefs import roles
from editions.filters import BriefFilter
from editions.publishing import withdraw
from issues.merging import merge
from issues.renaming import rename
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moved() -> None:
    """Persia became part of Iran, which was called Ariana before; Ivo Tamm became part of Mara Quist."""
    said = [("<p>It holds.</p>", "Mara Quist", "Fellow"), ("<p>It leaks.</p>", "Ivo Tamm", "Fellow")]
    cast.published("On Persia", issues=["Persia"], quotes=said)
    cast.published("On Both", issues=["Persia", "Ariana"], quotes=said)
    cast.published("On Ariana and Asia", issues=["Ariana", "Asia"])
    merge(cast.issue("Persia"), cast.issue("Ariana"), None)
    rename(cast.issue("Ariana"), None, "Iran", "iran")
    merge(cast.expert("Ivo Tamm"), cast.expert("Mara Quist"), None)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/issues/persia/", "/issues/iran/"),
        ("/issues/ariana/?after=2030-01-01.1", "/issues/iran/?after=2030-01-01.1"),
        ("/experts/ivo-tamm/?after=x&y=%C3%A9", "/experts/mara-quist/?after=x&y=%C3%A9"),
        ("/briefs/?issue=persia", "/briefs/?issue=iran"),
        ("/briefs/?issue=persia&issue=ariana&issue=asia", "/briefs/?issue=iran&issue=asia"),
        (
            "/briefs/?issue=asia&not=persia&expert=ivo-tamm&after=2030-01-01.1",
            "/briefs/?issue=asia&not=iran&expert=mara-quist&after=2030-01-01.1",
        ),
        ("/briefs/?issue=persia&issue=nowhere", "/briefs/?issue=iran&issue=nowhere"),
    ],
)
def test_a_former_address_leads_to_the_present_one_with_its_query(asked: str, answered: str) -> None:
    page = Client().get(asked)
    assert (page.status_code, page.headers["Location"]) == (301, answered)


def test_the_pages_show_what_moved_at_once() -> None:
    page = Client().get("/issues/iran/").text
    assert all(title in page for title in ("On Persia", "On Both", "On Ariana and Asia"))
    assert "3 briefs" in page
    assert page.count("On Both") == 1
    everyone = Client().get("/experts/").text
    assert "Ivo Tamm" not in everyone
    said = Client().get("/experts/mara-quist/").text
    assert "It leaks." in said
    assert "5 quotations" in said
    assert "Persia" not in Client().get("/issues/").text


@pytest.mark.parametrize("slug", ["nobody", "PERSIA", "\0", "x" * 3000, "é"])
def test_an_address_that_nothing_ever_had_is_not_found(slug: str) -> None:
    for kind in ("issues", "experts"):
        assert Client().get(f"/{kind}/{quote(slug)}/").status_code == 404


def test_a_former_address_of_someone_whom_no_live_brief_quotes_says_nothing() -> None:
    mara = cast.expert("Mara Quist")
    for row in mara.edition_rows.all():
        if row.brief.editions.live().exists():
            withdraw(row.brief, None)
    assert Client().get("/experts/ivo-tamm/").status_code == 404
    page = Client().get("/briefs/?expert=ivo-tamm")
    assert page.status_code == 400
    assert "There is no expert “ivo-tamm”." in page.text


def test_a_filter_that_names_nothing_former_is_answered_where_it_was_asked() -> None:
    assert BriefFilter.parse(QueryDict("issue=iran&expert=mara-quist")).moved == ""
    assert BriefFilter.parse(QueryDict("issue=persia")).changed(label="x").moved == ""


@pytest.mark.parametrize(
    "query", ["issue=persia", "issue=ariana", "expert=ivo-tamm", "issue=persia&issue=iran"]
)
def test_a_list_of_the_desk_that_was_bookmarked_before_is_narrowed_as_it_was(query: str) -> None:
    client = Client()
    client.force_login(cast.person("edda", roles.EDITOR))
    cast.make_brief("Elsewhere", issues=["Asia"], quotes=[])
    page = client.get(f"/admin/briefs/brief/?{query}")
    assert (page.status_code, "not narrowed" in page.text, "Elsewhere" in page.text) == (200, False, False)
    assert "On Persia" in page.text
