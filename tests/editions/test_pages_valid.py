"""Every kind of public page is valid HTML.

Always to the parser of the standard, which knows every error of syntax, and to the rules below. The Nu checker of the
W3C, which knows every element's content model too, needs Java and a 35 MB archive: it looks when VNU_JAR names that.
"""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.test import Client

from tests import shelf

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
Pages = dict[str, list[str]]
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")
INTERACTIVE = {"a", "button", "input", "select", "textarea", "summary", "details", "label", "iframe"}


def faults(page: str) -> Iterator[str]:
    """What is wrong with the markup of `page`, a sentence each."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page)
    for (line, column), code, _ in parser.errors:
        yield f"line {line}, column {column}: {code}: {page.splitlines()[line - 1].strip()[:120]}"
    ids = Counter(each.get("id") for each in root.iter() if each.get("id") is not None)
    yield from (f"the id {name!r} is given {count} times" for name, count in ids.items() if count > 1)
    for each in root.iter():
        wanted = {name for given in REFERENCES for name in (each.get(given) or "").split()}
        yield from (f"<{each.tag}> refers to {name!r}, which is nowhere" for name in wanted - ids.keys())
        if str(each.get("href", "")).startswith("#") and each.get("href", "")[1:] not in ids:
            yield f"the link to {each.get('href')} leads nowhere"
    yield from nested(root)
    yield from ranks(root)


def nested(root: Element) -> Iterator[str]:
    """What can be pressed inside something else that can be."""
    for outer in root.iter("a"):
        yield from (f"<{e.tag}> inside <a>" for e in outer.iter() if e is not outer and e.tag in INTERACTIVE)
    for outer in root.iter("button"):
        yield from (
            f"<{e.tag}> inside <button>" for e in outer.iter() if e is not outer and e.tag in INTERACTIVE
        )


def ranks(root: Element) -> Iterator[str]:
    """Headings that leave out a rank, and a page without exactly one of the first."""
    found = [
        int(each.tag[1]) for each in root.iter() if str(each.tag) in {"h1", "h2", "h3", "h4", "h5", "h6"}
    ]
    if found.count(1) != 1:
        yield f"there are {found.count(1)} headings of the first rank"
    yield from (f"a heading of rank {b} after one of {a}" for a, b in pairwise(found) if b > a + 1)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8", address
    return answer.content.decode()


def test_every_public_address_is_on_the_shelf_or_no_page(pages: Pages) -> None:
    assert set(shelf.names()) == (pages.keys() - {"error"}) | shelf.NOT_PAGES


def test_every_kind_of_page_is_valid_html(client: Client, pages: Pages) -> None:
    addresses = [address for kind in pages.values() for address in kind]
    found = [f"{address}: {fault}" for address in addresses for fault in faults(read(client, address))]
    assert not found, "\n".join(found)


def test_an_empty_newsroom_is_valid_html(client: Client) -> None:
    addresses = ["/", "/briefs/", "/issues/", "/experts/", "/quotes/"]
    found = [f"{address}: {fault}" for address in addresses for fault in faults(read(client, address))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a<p id=x><p id=x>",
        "<h1>a</h1><h3>b</h3>",
        "<h1>a</h1><a href=#x>b</a>",
        "<h1>a</h1><a href=/><button>b</button></a>",
    ],
)
def test_a_fault_is_seen(markup: str) -> None:
    assert list(faults(f"<!doctype html><html lang=en><title>t</title>{markup}"))


def test_the_nu_checker_finds_nothing(client: Client, pages: Pages, tmp_path: Path) -> None:
    jar, java = os.environ.get("VNU_JAR", ""), shutil.which("java")
    if not jar or java is None:
        pytest.skip(
            "The Nu checker was not asked: that takes Java, and VNU_JAR with the path of its vnu.jar."
        )
    for kind, addresses in pages.items():
        for number, address in enumerate(addresses):
            (tmp_path / f"{kind}-{number}.html").write_text(read(client, address), encoding="utf-8")
    told = subprocess.run(
        [java, "-jar", jar, "--stdout", "--skip-non-html", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout
