"""No page of the desk or the site has a fault that axe finds, wide in the light nor narrow in the dark."""

import datetime
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from briefs import roles, workflow
from briefs.models import Brief
from briefs.workflow import Move
from editions.models import Edition, Introduction, PinnedBrief
from editions.publishing import publish
from tests import cast
from tests.browser.test_desk import sign_in
from tests.conftest import NewPage
from tests.experts.test_portraits import drawn

pytestmark = pytest.mark.looks

SCREENS = [(1280, "light"), (390, "dark")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLIC = [
    "/",
    "/briefs/",
    "/briefs/?issue=iran&not=quiet",
    "/briefs/?q=ships+-nowhere",
    "/issues/",
    "/issues/iran/",
    "/issues/matrix/",
    "/quotes/",
    "/quotes/?issue=iran&q=harbor",
    "/experts/",
    "/experts/mara-quist/",
]


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands, a line each."""
    found = Axe().run(
        page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    )
    return [
        f"{page.url}: {fault['id']} ({fault['impact']}): {node['target']} {node['html'][:160]}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


@pytest.fixture
def shelf() -> list[Edition]:
    """Briefs in every state."""
    wren, edda, piet = cast.people().wren, cast.people().edda, cast.people().piet
    cast.issue("Quiet")
    drawn()
    live = publish(cast.make_brief("Grain Moves", by=wren, issues=["Iran", "Russia"]), piet)
    cast.change(live.brief, title="Grain Moves Again")
    Introduction.objects.create(
        issue=cast.issue("Iran"), text="<p>Oil.</p>", key_points="<ul><li>Arms.</li></ul>"
    )
    PinnedBrief.objects.create(issue=cast.issue("Iran"), brief=live.brief)
    waiting = cast.make_brief("Ships Wait", by=wren, issues=["Iran"])
    workflow.make(Move.SUBMIT, waiting, wren)
    workflow.make(Move.APPROVE, waiting, edda)
    publish(cast.make_brief("Tomorrow", by=wren), piet, timezone.now() + datetime.timedelta(days=1))
    Brief.objects.create(title="Half a draft", label="")
    return [live]


BRIEFS = "/admin/briefs/brief/"
LISTS = [
    "issues/issue",
    "experts/expert",
    "editions/edition",
    "briefs/readerphrase",
    "auth/user",
    "audit/entry",
    "briefs/deskrules",
]


def desk_pages(live: Edition) -> Iterator[str]:
    """Every kind of page of the desk."""
    one, expert, issue = f"{BRIEFS}{live.brief_id}/", live.quote_rows.get().expert, cast.issue("Iran")
    yield "/admin/"
    yield from (
        BRIEFS + rest for rest in ("", "?issue=iran&status=live", "add/", "paste/", "bulk/", "schedule/")
    )
    yield f"{BRIEFS}schedule/?month={timezone.localdate():%Y-%m}"
    yield from (f"{BRIEFS}{brief.pk}/change/" for brief in Brief.objects.order_by("pk"))
    yield from (
        one + rest for rest in ("history/", "compare/?from=1&to=2", "versions/1/", "versions/1/restore/")
    )
    yield from (
        one + rest for rest in ("comments/", "previews/", "withdraw/", "publish/", "expiry/", "embargo/")
    )
    for row in (f"issues/issue/{issue.pk}", f"experts/expert/{expert.pk}"):
        yield from (f"/admin/{row}/{rest}/" for rest in ("change", "rename", "merge"))
    yield from (f"/admin/{name}/" for name in LISTS)
    yield f"/admin/editions/edition/{live.pk}/change/"
    yield f"/admin/auth/user/{cast.people().wren.pk}/change/"
    yield from (f"/admin/account/{rest}" for rest in ("", "app/", "passkeys/add/", "sessions/"))
    yield "/admin/password_change/"


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_desk_has_no_fault_that_axe_finds(
    new_page: NewPage, shelf: list[Edition], width: int, scheme: str
) -> None:
    page = new_page(width=width, color_scheme=scheme, bypass_csp=True)
    found = faults(page) if page.goto("/admin/login/") else []
    sign_in(page, "ada", roles.ADMINISTRATOR)
    for address in desk_pages(shelf[0]):
        page.goto(address)
        found += faults(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_site_has_no_fault_that_axe_finds(
    new_page: NewPage, shelf: list[Edition], width: int, scheme: str
) -> None:
    page, found = new_page(width=width, color_scheme=scheme, bypass_csp=True), []
    quote = shelf[0].quote_rows.get().get_absolute_url()
    arabic = cast.published("عودة السفن", language="ar", original=shelf[0].brief)
    for address in [
        *PUBLIC,
        shelf[0].get_absolute_url(),
        arabic.get_absolute_url(),
        quote,
        "/briefs/?issue=nowhere",
    ]:
        page.goto(address)
        found += faults(page)
    assert not found, "\n".join(found)
