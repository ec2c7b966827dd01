"""How a brief is cited: by hand, by reference managers that read its page, and in their files."""

import datetime
import json
import re
from html import unescape
from pathlib import Path

import jsonschema
import pytest
from django.test import Client

from editions.models import Edition
from tests import cast

pytestmark = pytest.mark.django_db
SCHEMA = json.loads(Path(__file__).with_name("csl_item.json").read_text(encoding="utf-8"))
ADDRESS = "http://testserver/briefs/2023/09/05/grain-moves/"


def edition(title: str = "Grain Moves", label: str = "Flash Brief") -> Edition:
    return cast.published(
        title, date=datetime.date(2023, 9, 5), label=label, slug="grain-moves", issues=["Iran", "Food & Fuel"]
    )


def cited(client: Client, style: str) -> str:
    page = client.get(ADDRESS.removeprefix("http://testserver")).content.decode()
    found = re.search(rf'id="cite-{style}">([^<]*)<', page)
    assert found
    return unescape(found[1])


def test_the_newsroom_is_the_author_in_both_styles(client: Client) -> None:
    edition()
    assert cited(client, "chicago") == f"Dateline. “Grain Moves.” Flash Brief, September 5, 2023. {ADDRESS}."
    assert cited(client, "apa") == f"Dateline. (2023, September 5). Grain Moves [Flash Brief]. {ADDRESS}"


def test_a_title_with_a_mark_of_its_own_gets_no_second_one(client: Client) -> None:
    edition("Who Insures the Grain?")
    assert "“Who Insures the Grain?” Flash" in cited(client, "chicago")


def test_reference_managers_find_their_tags(client: Client) -> None:
    page = client.get(edition('Grain "Moves" <again>').get_absolute_url()).content.decode()
    tags = re.findall(r'<meta name="((?:citation_|DC\.)\w+)" content="([^"]*)">', page)
    said: dict[str, list[str]] = {}
    for name, content in tags:
        said.setdefault(name, []).append(unescape(content))
    assert said == {
        "citation_title": ['Grain "Moves" <again>'],
        "citation_author": ["Dateline"],
        "citation_publisher": ["Dateline"],
        "citation_publication_date": ["2023/09/05"],
        "citation_language": ["en"],
        "citation_keywords": ["Food & Fuel", "Iran"],
        "citation_public_url": [ADDRESS],
        "citation_pdf_url": [ADDRESS[:-1] + ".pdf"],
        "DC.title": ['Grain "Moves" <again>'],
        "DC.creator": ["Dateline"],
        "DC.publisher": ["Dateline"],
        "DC.date": ["2023-09-05"],
        "DC.type": ["Text"],
        "DC.language": ["en"],
        "DC.identifier": [ADDRESS],
        "DC.subject": ["Food & Fuel", "Iran"],
    }


def test_the_page_names_every_other_form_of_itself(client: Client) -> None:
    page = client.get(edition().get_absolute_url()).content.decode()
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page)
    forms = {address: kind for kind, address in links if address.startswith(ADDRESS[:-1] + ".")}
    assert len(forms) == 7
    for address, kind in forms.items():
        response = client.get(address.removeprefix("http://testserver"))
        assert response.headers["Content-Type"].partition(";")[0] == kind


def test_csl_json_is_what_citation_processors_take(client: Client) -> None:
    edition()
    items = json.loads(client.get("/briefs/2023/09/05/grain-moves.csl.json").content)
    jsonschema.validate(items, SCHEMA)
    assert items[0]["author"] == [{"literal": "Dateline"}]
    assert items[0]["issued"] == {"date-parts": [[2023, 9, 5]]}


def test_ris_says_the_work_in_the_order_that_it_asks_for(client: Client) -> None:
    edition()
    lines = client.get("/briefs/2023/09/05/grain-moves.ris").content.decode().split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert {"AU  - Dateline", "TI  - Grain Moves", "DA  - 2023/09/05/", "KW  - Food & Fuel"} <= set(lines)


def test_bibtex_keeps_capitals_and_the_name_of_the_house(client: Client) -> None:
    edition("U.S. & Iran: 100% {Open}")
    said = client.get("/briefs/2023/09/05/grain-moves.bib").content.decode()
    assert said.startswith("@misc{dateline-2023-09-05-us-iran-100-open,\n")
    assert r"title        = {{U.S. \& Iran: 100\% \textbraceleft{}Open\textbraceright{}}}" in said
    assert "author       = {{Dateline}}" in said
    assert "month        = sep" in said
