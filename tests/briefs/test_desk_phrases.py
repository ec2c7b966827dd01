"""The phrases of the paste reader, extended at the desk."""

import pytest
from django.test import Client

from briefs import roles
from briefs.models import PhraseKind, ReaderPhrase
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def test_an_editor_teaches_the_reader_a_label_and_briefs_offer_it(edda: Desk) -> None:
    edda.open(kind="briefs_readerphrase").fill(kind="label", text="Morning Note").press("_save")
    assert '<option value="Morning Note">' in edda.open().text()


@pytest.mark.parametrize("text", ["by someone", "{name} or {name}", "{nome}, {title}"])
def test_an_attribution_that_names_nobody_is_refused(edda: Desk, text: str) -> None:
    edda.open(kind="briefs_readerphrase").fill(kind="attribution", text=text).press("_save")
    assert "Write {name} once, where the speaker&#x27;s name stands" in edda.text()
    assert not ReaderPhrase.objects.filter(text=text).exists()


def test_the_list_narrows_by_kind_and_passes_over_rubbish(edda: Desk) -> None:
    page = edda.client.get("/admin/briefs/readerphrase/?kind=label").content.decode()
    assert "Flash Brief" in page
    assert "magnifier" not in page
    for query, status in (("?kind=%00", 200), ("?kind=x", 200), ("?text=%00", 400), ("?kind__in=%00", 400)):
        assert edda.client.get(f"/admin/briefs/readerphrase/{query}").status_code == status


def test_a_writer_reads_the_phrases_and_changes_none() -> None:
    wren = Desk(Client(), cast.person("wren", roles.WRITER))
    phrase = ReaderPhrase.objects.filter(kind=PhraseKind.LABEL).first()
    assert phrase
    assert wren.client.get(f"/admin/briefs/readerphrase/{phrase.pk}/change/").status_code == 200
    assert (
        wren.client.post(f"/admin/briefs/readerphrase/{phrase.pk}/change/", {"text": "x"}).status_code == 403
    )
