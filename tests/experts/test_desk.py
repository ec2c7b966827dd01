"""Experts at the desk: found by any form of their name, created beside a quotation, kept while they are quoted."""

import pytest
from django.test import Client

from briefs import roles
from experts.models import Expert, ExpertAlias
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db

CHOICES = "/admin/briefs/brief/choices/?app_label=experts&model_name=expertquote&field_name=expert&term="


@pytest.fixture
def wren() -> Desk:
    return Desk(Client(), cast.person("wren", roles.WRITER))


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def test_a_person_is_added_with_other_forms_of_the_name(edda: Desk) -> None:
    edda.open(kind="experts_expert").fill(name="Mara L. Quist", title="Fellow", biography="<p>Writes.</p>")
    edda.fill(aliases__0__name="Mara Quist").press("_save")
    mara = Expert.objects.get()
    assert (mara.slug, mara.biography) == ("mara-l-quist", "<p>Writes.</p>")
    assert Expert.objects.known("mara quist") == mara


def test_a_person_is_added_in_the_little_window_of_a_brief(wren: Desk) -> None:
    wren.address = "/admin/experts/expert/add/?_to_field=id&_popup=1"
    wren.page = wren.client.get(wren.address)
    assert "Mara" not in wren.text()
    blank = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0", "_popup": "1", "_to_field": "id"}
    wren.values = blank | {"name": "Mara Quist", "title": "Fellow"}
    wren.press("_save")
    assert "data-popup-response" in wren.text()
    assert f"&quot;value&quot;: &quot;{Expert.objects.get().pk}&quot;" in wren.text()


def test_a_writer_adds_a_person_and_changes_none(wren: Desk) -> None:
    wren.open(kind="experts_expert").fill(name="Mara Quist", title="Fellow").press("_save")
    mara = Expert.objects.get()
    address = f"/admin/experts/expert/{mara.pk}/change/"
    assert "Mara Quist" in wren.client.get(address).text
    forged = {"name": "Forged", "title": "Forged", "aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    assert wren.client.post(address, forged).status_code == 403
    mara.refresh_from_db()
    assert (mara.name, mara.title) == ("Mara Quist", "Fellow")


def test_the_address_of_a_person_stays_when_the_name_changes(edda: Desk) -> None:
    mara = cast.expert("Mara Quist")
    edda.open(mara, "experts_expert")
    assert "so that links to this page keep working" in edda.text()
    edda.fill(name="Mara Holm", slug="mara-holm").press("_save")
    mara.refresh_from_db()
    assert (mara.name, mara.slug) == ("Mara Holm", "mara-quist")


def test_a_form_of_the_name_that_stands_twice_is_refused(edda: Desk) -> None:
    edda.open(kind="experts_expert").fill(name="Mara L. Quist", aliases__0__name="M. Quist")
    edda.fill(aliases__TOTAL_FORMS="2", aliases__1__name="m. quíst").press("_save")
    assert "“m. quíst” stands here twice" in edda.text()
    assert not Expert.objects.exists()


def test_searching_finds_any_form_of_the_name(wren: Desk) -> None:
    mara = cast.expert("Mara Quist")
    cast.expert("Teo Brandt")
    ExpertAlias.objects.create(expert=mara, name="M. L. Quist")
    found = wren.client.get(CHOICES + "m. l.").json()["results"]
    assert found == [{"id": str(mara.pk), "text": "Mara Quist — Senior Fellow"}]
    assert "Mara Quist" in wren.client.get("/admin/experts/expert/?q=m.+l.").content.decode()


@pytest.mark.parametrize("term", ["%00", "%F0%9F%98%80", "x" * 3000, "%27%22%3B--"])
def test_searching_for_rubbish_finds_nothing(wren: Desk, term: str) -> None:
    cast.expert("Mara Quist")
    assert wren.client.get(CHOICES + term).status_code == 200


def test_what_is_printed_under_a_new_quotation_is_told(wren: Desk) -> None:
    mara = cast.expert("Mara Quist", "Director")
    told = wren.client.get(f"/admin/experts/expert/{mara.pk}/printed/")
    assert told.json() == {"name": "Mara Quist", "title": "Director"}
    assert wren.client.get("/admin/experts/expert/999/printed/").status_code == 404
    assert wren.client.get(f"/admin/experts/expert/{'9' * 30}/printed/").status_code == 404
    assert Client().get(f"/admin/experts/expert/{mara.pk}/printed/").status_code == 302


def test_someone_who_is_quoted_is_not_deleted_and_the_briefs_are_named(edda: Desk) -> None:
    brief = cast.make_brief("Quoting Mara")
    mara = cast.expert("Mara Quist")
    address = f"/admin/experts/expert/{mara.pk}/delete/"
    page = edda.client.get(address).content.decode()
    assert f'Quoted in <a href="/admin/briefs/brief/{brief.pk}/change/">Quoting Mara</a>' in page
    edda.client.post(address, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [mara.pk], "post": "yes"}
    assert "Quoting Mara" in edda.client.post("/admin/experts/expert/", chosen).content.decode()
    assert Expert.objects.filter(pk=mara.pk).exists()


@pytest.mark.parametrize(("briefs", "said"), [(2, "and in 1 more brief<"), (3, "and in 2 more briefs<")])
def test_a_long_list_of_uses_ends_with_the_number_of_the_others(
    edda: Desk, briefs: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experts.admin.expert.USES_SHOWN", 1)
    for _ in range(briefs):
        cast.make_brief()
    assert said in edda.client.get(f"/admin/experts/expert/{cast.expert('Mara Quist').pk}/delete/").text


def test_someone_quoted_on_a_page_of_the_record_stays_though_no_brief_quotes_them_now(edda: Desk) -> None:
    edition = cast.published("Once Public")
    edition.brief.quotes.all().delete()
    page = edda.client.get(f"/admin/experts/expert/{cast.expert('Mara Quist').pk}/delete/").content.decode()
    assert "Once Public" in page
    assert "It is in use" in page


def test_someone_never_quoted_is_deleted_by_an_editor_and_not_by_a_writer(edda: Desk, wren: Desk) -> None:
    mara = cast.expert("Mara Quist")
    assert wren.client.post(f"/admin/experts/expert/{mara.pk}/delete/", {"post": "yes"}).status_code == 403
    edda.client.post(f"/admin/experts/expert/{mara.pk}/delete/", {"post": "yes"})
    assert not Expert.objects.exists()


@pytest.mark.parametrize(
    ("query", "status"), [("?name=%00", 400), ("?q=%00", 200), ("?p=x", 200), ("?o=x.y", 200)]
)
def test_rubbish_in_the_lists_address_is_no_error(edda: Desk, query: str, status: int) -> None:
    assert edda.client.get(f"/admin/experts/expert/{query}").status_code == status
