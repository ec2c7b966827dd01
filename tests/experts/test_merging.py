"""Merging one person into another: what they said goes along, with the name and title that it was printed with."""

import pytest
from django.contrib.auth.models import User

from briefs import roles
from briefs.writing import write
from editions.models import EditionQuote
from experts.models import Expert, ExpertMerge, ExpertQuote
from issues.merging import MergeRefused, merge, undo
from tests import cast
from tests.issues.test_merging import dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def edda() -> User:
    return cast.person("edda", roles.EDITOR)


@pytest.fixture
def quist() -> Expert:
    """“M. Quist”, who is Mara Quist entered twice: both are quoted, and both speak in one brief."""
    quist = cast.expert("M. Quist", "Pilot")
    quist.biography = "<p>Flew <em>mail</em>.</p>"
    quist.save()
    quist.aliases.create(name="Captain Quist")
    cast.published("Alone", quotes=[("<p>Up.</p>", "M. Quist", "Pilot")])
    said = [("<p>Up.</p>", "M. Quist", "Pilot"), ("<p>Down.</p>", "Mara Quist", "Fellow")]
    cast.published("Both", quotes=said)
    cast.make_brief("Draft", quotes=said)
    return quist


def test_every_quotation_goes_along_and_keeps_its_name_and_title(quist: Expert, edda: User) -> None:
    mara = cast.expert("Mara Quist")
    merge(quist, mara, edda)
    for rows in (ExpertQuote.objects.all(), EditionQuote.objects.all()):
        assert set(rows.values_list("expert", flat=True)) == {mara.pk}
        assert ("M. Quist", "Pilot") in set(rows.values_list("name", "title"))
    assert Expert.objects.known("captain quist") == Expert.objects.known("m. quist") == mara


def test_undoing_it_leaves_the_database_as_it_was_but_for_the_log(quist: Expert, edda: User) -> None:
    before = dump()
    undo(merge(quist, cast.expert("Mara Quist"), edda), edda)
    assert dump() == before


def test_an_old_version_comes_back_with_whom_its_speakers_are_today(quist: Expert, edda: User) -> None:
    mara, brief = cast.expert("Mara Quist"), ExpertQuote.objects.filter(brief__title="Draft")[0].brief
    old = brief.newest_revision()
    assert old is not None
    merge(quist, mara, edda)
    write(brief, old.value())
    assert {(quote.expert, quote.name) for quote in brief.quotes.all()} == {
        (mara, "M. Quist"),
        (mara, "Mara Quist"),
    }


def test_namesakes_are_merged_without_another_form_of_the_name(edda: User) -> None:
    one, other = (Expert.objects.create(name="Ivo Tamm") for _ in range(2))
    done = merge(other, one, edda)
    assert not one.aliases.exists()
    assert Expert.objects.formerly_at(["ivo-tamm-2"]) == {"ivo-tamm-2": one}
    undo(done, edda)
    assert set(Expert.objects.values_list("slug", flat=True)) == {"ivo-tamm", "ivo-tamm-2"}


def test_a_form_of_the_name_that_means_a_third_is_told(edda: User) -> None:
    one, other, third = cast.expert("A. Lind"), cast.expert("Ada Lind"), cast.expert("Axel Lind")
    third.aliases.create(name="a. lind")
    with pytest.raises(MergeRefused, match=r"“A\. Lind” is another spelling of something else too"):
        merge(one, other, edda)
    assert Expert.objects.count() == 3
    assert not ExpertMerge.objects.exists()
