"""Words that would run a script, in every field and every answer, opened in Chromium: not one runs.

The browser is told to pass over the content security policy: what is printed must be harmless by itself. That the
policy stands beside it is for tests/security and tests/config/test_headers.py.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, Page

from briefs.models import Brief, Source
from editions import publishing
from editions.models import Edition
from tests import cast
from tests.browser.test_desk import sign_in
from tests.browser.waiting import arrive
from tests.conftest import NewPage
from tests.security import hostile
from tests.security.payloads import PAYLOADS, parcels

LOOK = (Path(hostile.__file__).parent / "look.js").read_text().partition("\n")[2]
FIELDS = """() => Object.fromEntries([...new FormData(document.getElementById("brief_form"))]
  .filter(([, value]) => typeof value === "string"))"""


class Trap:
    """A page in which whatever runs is noted, and which is looked at for what could."""

    def __init__(self, page: Page) -> None:
        self.page, self.ran = page, list[str]()
        page.set_default_timeout(60_000)  # a long form has some forty editors
        page.expose_function("ran", lambda *_: self.ran.append(page.url))
        page.on("dialog", self.dismiss)

    def dismiss(self, dialog: Dialog) -> None:
        self.ran.append(dialog.message)
        dialog.dismiss()

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer
        assert answer.status in {200, 400, 404}, (address, answer.status)
        self.look(address)

    def show(self, html: str, what: str) -> None:
        """HTML that others print on pages of their own."""
        self.page.set_content(html)
        self.look(what)

    def look(self, what: str) -> None:
        assert self.page.evaluate(LOOK) == [], what
        assert self.ran == [], what


@pytest.fixture
def trap(new_page: NewPage) -> Trap:
    return Trap(new_page(bypass_csp=True))


@pytest.fixture
def editions(monkeypatch: pytest.MonkeyPatch) -> list[Edition]:
    monkeypatch.setattr(publishing, "hindrances", lambda *_, **__: [])
    return hostile.newsroom()


def test_a_script_of_a_page_would_be_noted(trap: Trap) -> None:
    trap.page.goto("/healthz")
    for harmful in ("<script>ran()</script>", "<img src=data:, onerror=ran()>", "<svg onload=ran()>"):
        trap.page.set_content(harmful)
        trap.page.wait_for_timeout(50)
        assert trap.ran, harmful
        assert trap.page.evaluate(LOOK) or "<script" in harmful, harmful
        trap.ran.clear()


def test_nothing_runs_on_readers_pages_nor_at_the_desk_nor_where_other_sites_print_us(
    trap: Trap, editions: list[Edition]
) -> None:
    """One newsroom for all: to make it takes longer than to look at it."""
    for address in (*readers(editions), *asked("/briefs/?q="), *asked("/quotes/?q=")):
        trap.open(address)
    for what, html in printed_elsewhere(trap.page, editions[0].get_absolute_url()):
        trap.show(html, what)
    sign_in(trap.page, "ada", "Administrator")
    for address in (*desk(editions), *asked_at_the_desk()):
        trap.open(address)


def readers(editions: list[Edition]) -> list[str]:
    spoken = editions[0].quote_rows.select_related("expert").all()[0]
    return [
        *("/", "/briefs/", *(each.get_absolute_url() for each in editions[:3]), "/quotes/"),
        *("/issues/", "/issues/s0/", "/issues/matrix/", "/experts/"),
        *(spoken.get_absolute_url(), spoken.expert.get_absolute_url()),
        *("/briefs/?issue=s0&not=s1", f"/briefs/?label={quote(editions[0].label)}"),
    ]


def asked(address: str) -> Iterator[str]:
    """All words in a field of a search, many at once, and one of them in each of the other fields."""
    yield from (f"{address}{quote(words)}" for words in parcels(2000))
    fields = ("issue", "not", "expert", "label", "from", "after")
    yield address + "".join(f"&{name}={quote(PAYLOADS[1])}" for name in fields)


def printed_elsewhere(page: Page, address: str) -> Iterator[tuple[str, str]]:
    site = page.url.partition("/briefs/")[0].partition("/quotes/")[0]
    for item in page.request.get("/feed.json").json()["items"]:
        yield f"feed: {item['id']}", item["content_html"]
    yield "oEmbed", page.request.get(f"/oembed?url={quote(site + address)}").json()["html"]


def desk(editions: list[Edition]) -> list[str]:
    briefs, own = "/admin/briefs/brief/", f"/admin/briefs/brief/{editions[0].brief_id}"
    issue = editions[0].issues.all()[0]
    return [
        *("/admin/", briefs, f"{own}/change/", f"{own}/history/", f"{own}/compare/?from=1&to=2"),
        *(f"{own}/versions/1/", f"{own}/versions/1/page/", f"{own}/comments/", f"{own}/previews/"),
        *(f"{own}/delete/", f"{briefs}schedule/", f"{briefs}schedule/?month={quote(PAYLOADS[0])}"),
        *("/admin/audit/entry/", "/admin/auth/user/", "/admin/experts/expert/", "/admin/issues/issue/"),
        *("/admin/editions/edition/", f"/admin/editions/edition/{editions[0].pk}/change/"),
        f"/admin/issues/issue/{issue.pk}/change/",
    ]


def asked_at_the_desk() -> Iterator[str]:
    for words in parcels(190)[:4]:
        yield from (f"/admin/{table}/?q={quote(words)}" for table in ("briefs/brief", "audit/entry"))
    yield f"/admin/briefs/brief/?status={quote(PAYLOADS[0])}&expert={quote(PAYLOADS[1])}"
    yield f"/admin/login/?next={quote(PAYLOADS[0])}"


def test_nothing_runs_in_the_preview_while_it_is_typed(trap: Trap) -> None:
    brief = cast.make_brief("Grain Moves", label=hostile.SHORT[0], developments=" ".join(hostile.WORDS))
    Brief.objects.filter(pk=brief.pk).update(title=hostile.TITLES[0])
    sign_in(trap.page, "edda", "Editor", f"/admin/briefs/brief/{brief.pk}/change/")
    trap.page.get_by_label("Title", exact=True).fill(hostile.TITLES[1])
    trap.page.keyboard.press("Control+Alt+p")
    trap.page.wait_for_timeout(300)
    trap.look("the form")
    answer = trap.page.request.post(
        f"/admin/briefs/brief/{brief.pk}/preview/", form=trap.page.evaluate(FIELDS)
    )
    trap.show(answer.text(), "the preview")


def test_nothing_runs_of_a_text_that_is_pasted(trap: Trap) -> None:
    sign_in(trap.page, "wren", "Writer", "/admin/briefs/brief/paste/")
    head = f"Flash Brief\nMarch 14, 2024\n{PAYLOADS[0]}\n\nLatest Developments\n\n"
    trap.page.get_by_label("The text", exact=True).fill(head + "\n\n".join(PAYLOADS))
    arrive(trap.page, trap.page.get_by_role("button", name="Read").first)
    trap.look("what became of the text")
    source = Source.objects.get()
    for rest in ("source", "change", "history"):
        trap.open(f"/admin/briefs/brief/{source.brief.pk}/{rest}/")
