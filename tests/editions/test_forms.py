"""The other forms of a brief: at the address of its page with an ending, and wherever that address leads."""

import datetime
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from editions.models import Edition
from editions.publishing import publish, withdraw
from editions.twins.forms import FORMS
from tests import cast

pytestmark = pytest.mark.django_db
ENDINGS = sorted(FORMS)
HOUR = datetime.timedelta(hours=1)
HOSTILE = '</script><script>alert(1)</script> & "quoted" \\{} $x$ 100% a_b #1 ~^ *x* [y](z)\u2028 #read("/etc/passwd")'


def at(edition: Edition, ending: str) -> str:
    return f"{edition.get_absolute_url()[:-1]}.{ending}"


def read(client: Client, edition: Edition, ending: str) -> str:
    response = client.get(at(edition, ending))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_form_says_what_it_is_and_where_the_page_is(client: Client, ending: str) -> None:
    edition = cast.published("Grain Moves")
    response = client.get(at(edition, ending))
    assert response.headers["Content-Type"] == FORMS[ending].content_type
    assert response.headers["Link"] == f'<http://testserver{edition.get_absolute_url()}>; rel="canonical"'
    assert f'filename="grain-moves.{ending}"' in response.headers["Content-Disposition"]
    assert response.headers["Content-Disposition"].startswith("attachment") == FORMS[ending].kept
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_form_can_be_asked_for_its_head_and_for_what_changed(client: Client, ending: str) -> None:
    edition = cast.published("Grain Moves")
    whole, head = client.get(at(edition, ending)), client.head(at(edition, ending))
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    again = client.get(at(edition, ending), HTTP_IF_NONE_MATCH=whole.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    publish(cast.change(edition.brief, title="Grain Stops", label="Other Brief"), None)
    assert client.get(at(edition, ending), HTTP_IF_NONE_MATCH=whole.headers["ETag"]).status_code == 200


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_address_that_leads_to_the_page_leads_to_its_forms_in_one_step(
    client: Client, ending: str
) -> None:
    first = cast.published("Grain Moves")
    second = publish(cast.change(first.brief, slug="grain-stops"), None)
    for address in (
        at(first, ending),
        f"/briefs/2001/01/01/grain-moves.{ending}",
        f"/briefs/2023/02/30/grain-stops.{ending}",
        f"/briefs/2024/3/14/grain-stops.{ending}?utm_source=mail",
    ):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (301, at(second, ending))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_form_is_gone_with_its_page_and_not_there_before_it(client: Client, ending: str) -> None:
    gone = cast.published("Grain Moves")
    withdraw(gone.brief, None)
    to_come = cast.published("Not Yet", at=timezone.now() + HOUR)
    assert client.get(at(gone, ending)).status_code == 410
    assert client.get(at(to_come, ending)).status_code == 404


@pytest.mark.parametrize(
    "ending", ["docx", "json.json", "exe", "", "TXT", "csl", "txt/", "%00", "%F0%9F%9A%A2"]
)
def test_there_is_no_form_that_nobody_made(client: Client, ending: str) -> None:
    assert client.get(at(cast.published(), ending)).status_code == 404


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_form_costs_the_same_however_much_the_brief_says(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, ending: str
) -> None:
    targets = [cast.published(f"Target {number}").brief for number in range(3)]
    for size in (0, 3):
        edition = cast.published(
            f"Size {size}",
            quotes=[("<p>It holds.</p>", f"Speaker {number}", "Fellow") for number in range(size)],
            links=[cast.link_to(target) for target in targets[:size]],
            sections=[("Why", "<p>So.</p>")] * size,
            issues=[f"Issue {number}" for number in range(size + 1)],
        )
        with django_assert_num_queries(7 if size else 6):  # one for links, where there are any
            assert client.get(at(edition, ending)).status_code == 200


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_brief_that_has_little_has_every_form(client: Client, ending: str) -> None:
    edition = cast.published("X", quotes=[], sections=[], links=[], developments="<p>So.</p>")
    assert client.get(at(edition, ending)).status_code == 200


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_address_in_another_script_has_every_form(client: Client, ending: str) -> None:
    edition = cast.published("Зерно вышло в море")
    response = client.get(at(edition, ending))
    assert response.status_code == 200
    assert "filename*=utf-8''%D0%97" in response.headers["Content-Disposition"].replace("%D0%B7", "%D0%97")


def hostile() -> Edition:
    return cast.published(
        f"Title {HOSTILE}",
        slug="hostile",
        label="A & {B} </script>",
        developments=f"<p>{HOSTILE.replace('<', '&lt;')}</p>",
        quotes=[(f"<p>{HOSTILE.replace('<', '&lt;')}</p>", "Mara {Quist} & Co", "Fellow, “#read” _x_")],
        sections=[(f"Heading {HOSTILE}", "<p>So.</p>")],
        links=[
            cast.link_out(
                f"Link {HOSTILE}", "https://example.org/a_(b)?c=d&e=%7B", ["A; B", "C, D"], "In {X}"
            )
        ],
    )


SCHEMA = json.loads(Path(settings.BASE_DIR, "docs", "brief.schema.json").read_text(encoding="utf-8"))


def test_json_keeps_to_the_shape_that_is_promised(client: Client) -> None:
    target = cast.published("What Came Before")
    full = cast.published(
        "Grain Moves", links=[cast.link_to(target.brief), cast.link_out("Lost at Sea", source="Notes")]
    )
    little = cast.published("X", quotes=[], sections=[], links=[], developments="<p>So.</p>")
    for edition in (full, little, hostile()):
        jsonschema.validate(json.loads(read(client, edition, "json")), SCHEMA)
    said = json.loads(read(client, full, "json"))
    assert [link["url"] for link in said["links"]] == [f"http://testserver{target.get_absolute_url()}", None]
    assert said["quotes"][0]["url"] == f"http://testserver/quotes/{said['quotes'][0]['id']}/"


def test_addresses_in_prose_are_whole_wherever_the_words_go(client: Client) -> None:
    edition = cast.published(developments='<p>See <a href="/issues/">all</a> issues.</p>')
    assert (
        'href="http://testserver/issues/"'
        in json.loads(read(client, edition, "json"))["developments"]["html"]
    )
    assert "[all](http://testserver/issues/)" in read(client, edition, "md")
    assert "[all](/issues/)" in read(client, edition, "txt")


def test_hostile_words_are_words_in_json(client: Client) -> None:
    said = json.loads(read(client, hostile(), "json"))
    assert said["title"] == f"Title {HOSTILE}"
    assert said["quotes"][0]["name"] == "Mara {Quist} & Co"


def test_braces_and_specials_are_words_in_bibtex(client: Client) -> None:
    said = read(client, hostile(), "bib")
    braces = r"\textbraceleft{}\textbraceright{}"
    assert rf"\textbackslash{{}}{braces} \$x\$ 100\% a\_b \#1 \textasciitilde{{}}\textasciicircum{{}}" in said
    assert said.count("{") == said.count("}")
    assert said.count("\n@") == 0


def test_a_line_end_in_a_title_begins_no_line_of_ris(client: Client) -> None:
    said = read(client, hostile(), "ris")
    assert all(line[2:6] == "  - " for line in said.split("\r\n")[:-1])
    assert said.splitlines()[0] == "TY  - ELEC"
    assert said.endswith("ER  - \r\n")


def test_hostile_words_are_words_in_markdown(client: Client) -> None:
    said = read(client, hostile(), "md")
    assert r"\</script\>\<script\>" in said
    assert r"\*x\* \[y\](z)" in said


def paper(client: Client, edition: Edition) -> PdfReader:
    return PdfReader(BytesIO(client.get(at(edition, "pdf")).content))


def words(pdf: PdfReader) -> str:
    """What stands on the pages, without the places at which a long word may break."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\u200b", "").split())


def test_a_pdf_says_everything_and_where_it_is_from(client: Client) -> None:
    edition = cast.published(
        "Grain Moves",
        quotes=[("<p>It holds.</p>", "Mara Quist", "Fellow")],
        links=[cast.link_out("At Sea", "https://example.org/sea", ["Ivo Tamm"], "Notes")],
        developments='<p>Four <em>ships</em>; see <a href="https://example.org/notice">the notice</a>.</p>',
    )
    said = words(paper(client, edition))
    for part in (
        "Dateline", "March 14, 2024", "Flash Brief", "Grain Moves", "Four ships; see the notice", "https://example.org/notice",
        "It holds.", "Mara Quist · Fellow", "How the Corridor Works", "At Sea", "Ivo Tamm, Notes", "https://example.org/sea",
        "Issues: Ukraine", "Edition 1. Published", "1 / 1", f"http://testserver{edition.get_absolute_url()}",
    ):  # fmt: skip
        assert part in said


def test_a_pdf_is_tagged_and_tells_its_title_and_language(client: Client) -> None:
    pdf = paper(client, cast.published("سفن الحبوب", slug="grain", language="ar"))
    catalogue: Any = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "ar"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ("سفن الحبوب", "Dateline")


@pytest.mark.parametrize(
    ("tag", "told"), [("abcd", "en"), ("x-odd", "en"), ("a1", "en"), ("de-1996", "de"), ("prs", "prs")]
)
def test_a_language_of_which_the_typesetter_knows_nothing_stops_no_pdf(
    client: Client, tag: str, told: str
) -> None:
    assert paper(client, cast.published(language=tag)).trailer["/Root"]["/Lang"] == told  # type: ignore[index]


def test_no_word_of_a_brief_is_a_command_to_the_typesetter(client: Client) -> None:
    said = words(paper(client, hostile()))
    assert '#read("/etc/passwd")' in said
    assert "root:" not in said


def test_letters_without_type_are_left_out_of_a_pdf_which_says_so(client: Client) -> None:
    said = words(
        paper(client, cast.published("Grain 😀 Moves", slug="grain", developments="<p>糧食 moves.</p>"))
    )
    assert "Grain Moves" in said
    assert "Some characters have no type here" in said


def test_a_mark_that_no_type_can_set_leaves_the_paper_without_its_seal_and_not_unmade(client: Client) -> None:
    edition = cast.published("Grain ж\u064b Moves", slug="grain")
    assert "Moves" in words(paper(client, edition))


def test_an_address_too_long_for_a_line_breaks_instead_of_leaving_the_paper(client: Client) -> None:
    edition = cast.published(links=[cast.link_out("X", "https://example.org/" + "x" * 900)])
    assert len(paper(client, edition).pages) <= 2


def test_an_unpaired_brace_opens_no_field_of_bibtex(client: Client) -> None:
    said = read(client, cast.published("Grain { Moves", slug="grain"), "bib")
    assert r"Grain \textbraceleft{} Moves" in said
    assert said.count("{") == said.count("}")
