"""`import_briefs --publish`: from a file to the public page."""

from pathlib import Path

import pytest
from django.test import Client

from briefs.models import Brief, Status
from editions.models import Edition
from experts.models import Expert
from tests import cast
from tests.briefs.command import file, objects, rows, run
from tests.briefs.pasted import BRIEF
from tests.briefs.test_reader_samples import SAMPLES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def issues() -> None:
    for name in ("Iran", "Iran Global Threat Network", "Russia"):
        cast.issue(name)


def test_publishing_adds_the_experts_aloud_and_shows_the_brief_to_readers(
    tmp_path: Path, client: Client
) -> None:
    status, printed = run("--publish", file(tmp_path))
    assert status == 0
    assert "Added the expert Tomas Brandt, Harbour Institute Research Analyst." in printed
    assert sorted(Expert.objects.values_list("name", "title")) == [
        ("Mara Lindqvist", "Harbour Institute Senior Fellow"),
        ("Tomas Brandt", "Harbour Institute Research Analyst"),
    ]
    edition = Edition.objects.live().get()
    assert edition.published_by is None
    assert edition.brief.status == Status.PUBLISHED
    assert client.get(edition.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("March 5, 2024 | ", "", "Give the brief a date."),
        (
            "Iran Iran",
            "Irn Iran",
            "1 line of the pasted text could not be understood. Look at it and accept it.",
        ),
        (
            "— Mara Lindqvist, Harbour Institute Senior Fellow",
            "— Mara Lindqvist",
            "which title the speaker had",
        ),
    ],
)
def test_a_brief_that_is_not_fit_is_refused_with_the_reasons_and_leaves_nothing(
    old: str, new: str, reason: str, tmp_path: Path
) -> None:
    before = rows()
    status, printed = run("--publish", file(tmp_path, BRIEF.replace(old, new)))
    assert status == 1
    assert "It can't be published yet." in printed
    assert reason in printed
    assert rows() == before


def test_namesakes_are_not_told_apart_by_a_machine(tmp_path: Path) -> None:
    cast.expert("Mara Lindqvist"), Expert.objects.create(name="Mara Lindqvist", title="Pilot")
    status, printed = run("--publish", file(tmp_path))
    assert status == 1
    assert "Quotation 1 has no expert" in printed
    assert Expert.objects.count() == 2


def test_a_related_title_that_is_one_public_brief_of_ours_leads_there(tmp_path: Path) -> None:
    ours = cast.published("The Ferry That Never Sailed").brief
    cast.make_brief("Still Waters")
    (found,) = objects(file(tmp_path))
    links = Brief.objects.get(title="Harbour Towns Sign a Ferry Pact").links.all()
    assert [link.target for link in links] == [ours, None]
    assert "“The Ferry That Never Sailed” is a brief of ours, so the link leads there." in found["notes"]


def test_a_title_that_two_public_briefs_bear_leads_nowhere(tmp_path: Path) -> None:
    for _ in range(2):
        cast.published("The Ferry That Never Sailed")
    run(file(tmp_path))
    assert not Brief.objects.get(title="Harbour Towns Sign a Ferry Pact").links.filter(target__isnull=False)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not on this machine")
def test_a_real_brief_goes_from_its_file_to_the_public_page(client: Client) -> None:
    assert run(*SAMPLES.glob("00-*.txt"), "--publish")[0] == 0
    slug = "iran-and-russia-deepen-ties-as-russian-defense-minister-visits-tehran"
    page = client.get(f"/briefs/2023/09/20/{slug}/")
    assert page.status_code == 200
    content = Edition.objects.get().value()
    assert [section.heading for section in content.sections] == ["Missile Proliferation Ban Set to Expire"]
    assert (len(content.quotes), len(content.links), len(content.issues)) == (2, 4, 3)
    for address in (
        "/issues/russia/",
        "/issues/iran-global-threat-network/",
        "/briefs/?issue=iran&issue=russia",
    ):
        assert slug in client.get(address).text
    assert slug not in client.get("/briefs/?issue=iran&not=russia").text
