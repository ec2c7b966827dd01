"""Nothing unpublished leaks: every public address is asked for what no reader may see yet, or may see no longer.

A new address fails the test until it stands in ADDRESSES, with requests that would bring a hidden word to light.
"""

import dataclasses
import datetime
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from briefs.content import Content, Link
from briefs.drafting import record
from briefs.models import Brief
from briefs.writing import write
from editions.introductions import PinnedBrief
from editions.publishing import publish, withdraw
from editions.twins.forms import FORMS
from tests import cast

pytestmark = pytest.mark.django_db
DAY = "/briefs/2024/03/14"
HIDDEN = (
    "qzqzqz"  # begins every word that must not be seen, and no other: too long for a random token to hold
)
STATES = ("draft", "scheduled", "withdrawn", "edited", "embargoed", "expired")
GONE = {"withdrawn", "expired"}
LANGUAGES = dict(zip(STATES, ("ar", "he", "fa", "", "ru", "uk"), strict=True))
KEYS = {state: str(number) * 32 for number, state in enumerate(STATES)}  # of the hidden quotations
CARD = "0123456789abcdef-wide.png"  # what each says is in tests/editions/test_cards_public.py

ADDRESSES = {
    "home": ["/", "/?issue=quiet", "/?after=2030-01-01.1"],
    "briefs": [
        "/briefs/",
        "/briefs/?issue=quiet",
        "/briefs/?not=quiet",
        "/briefs/?issue=iran&issue=quiet",
        "/briefs/?expert=mara-quist",
        *(f"/briefs/?expert=once{state}" for state in STATES),
        "/briefs/?from=2024-03-14&to=2024-03-14",
        "/briefs/?after=2030-01-01.1",
        "/briefs/?after=nonsense",
        "/briefs/?q=grain",
        "/briefs/?q=-nowhere",
    ],
    "brief": [
        f"{DAY}/grain-moves/",
        *(f"{DAY}/qzqzqz{state}slug/" for state in STATES),
        *(f"/briefs/2024/03/15/qzqzqz{state}slug/" for state in STATES),
    ],
    "brief-form": [
        f"{DAY}/{slug}.{ending}"
        for ending in FORMS
        for slug in ("grain-moves", *(f"qzqzqz{state}slug" for state in STATES))
    ],
    "issues": ["/issues/"],
    "matrix": ["/issues/matrix/", "/issues/matrix/?page=2", "/issues/matrix/?page=qzqzqz"],
    "issue": [
        "/issues/iran/",
        "/issues/quiet/",
        "/issues/quiet/?after=2030-01-01.1",
        "/issues/qzqzqzdraftslug/",
    ],
    "experts": ["/experts/"],
    "expert": [
        "/experts/mara-quist/",
        *(f"/experts/{name}/" for state in STATES for name in (f"qzqzqz{state}expert", f"once{state}")),
    ],
    "quotes": [
        "/quotes/",
        "/quotes/?issue=quiet",
        "/quotes/?not=quiet",
        "/quotes/?expert=mara-quist&issue=iran",
        *(f"/quotes/?expert=once{state}" for state in STATES),
        "/quotes/?after=2030-01-01.1",
        "/quotes/?q=insurance",
        "/quotes/?q=-nowhere",
    ],
    "quote": [f"/quotes/{key}/" for key in ("live", *KEYS.values())],
    "image": ["/images/" + "0" * 64 + "-480.webp"],
    "brief-card": [
        f"/cards{DAY}/grain-moves/{CARD}",
        *(f"/cards{DAY}/qzqzqz{state}slug/{CARD}" for state in STATES),
        *(f"/cards/briefs/2024/03/15/qzqzqz{state}slug/{CARD}" for state in STATES),
    ],
    "quotation-card": [f"/cards/quotes/{key}/{CARD}" for key in ("live", *KEYS.values())],
    "oembed": [
        f"/oembed?url=http://testserver{DAY}/grain-moves/",
        *(f"/oembed?url=http://testserver{DAY}/qzqzqz{state}slug/" for state in STATES),
        *(f"/oembed?url=http://testserver{DAY}/grain-moves/%23quote-{key}" for key in KEYS.values()),
        *(f"/oembed?url=http://testserver/quotes/{key}/" for key in KEYS.values()),
    ],
    "issue-card": [f"/cards/issues/quiet/{CARD}", f"/cards/issues/qzqzqzdraftslug/{CARD}"],
    "expert-card": [
        f"/cards/experts/mara-quist/{CARD}",
        *(
            f"/cards/experts/{name}/{CARD}"
            for state in STATES
            for name in (f"qzqzqz{state}expert", f"once{state}")
        ),
    ],
    "page-card": [f"/cards/pages/briefs/{CARD}", f"/cards/pages/qzqzqzdraftslug/{CARD}"],
    "newsroom-card": [f"/cards/{CARD}"],
    "preview": ["/preview/qzqzqzdrafttoken/", "/preview/%00/", "/preview/1/qzqzqzdraftslug/"],
    "feed_atom": [
        "/feed.atom",
        "/feed.atom?issue=quiet",
        "/feed.atom?q=grain+-quiet",
        "/feed.atom?expert=oncedraft",
        "/feed.atom?from=2024-03-14&to=2024-03-14&after=2030-01-01.1",
    ],
    "feed_rss": ["/feed.rss", "/feed.rss?not=quiet"],
    "feed_json": ["/feed.json", "/feed.json?expert=mara-quist"],
    "sitemap": ["/sitemap.xml"],
    "sitemap_briefs": ["/sitemap-briefs-0.xml", "/sitemap-briefs-999999999.xml"],
    "sitemap_issues": ["/sitemap-issues.xml"],
    "sitemap_experts": ["/sitemap-experts.xml"],
    "sitemap_pages": ["/sitemap-pages.xml"],
    "news_sitemap": ["/news-sitemap.xml"],
    "robots": ["/robots.txt"],
    "llms": ["/llms.txt"],
    "markdown": [
        *(
            "/index.md",
            "/briefs.md",
            "/briefs.md?issue=quiet",
            "/briefs.md?expert=oncedraft",
            "/briefs.md?after=no",
        ),
        *("/issues.md", "/issues/quiet.md", "/experts.md", "/quotes.md"),
        *("/issues/iran.md", "/issues/matrix.md", "/experts/mara-quist.md"),
        *(f"/quotes/{key}.md" for key in ("live", *KEYS.values())),
        *("/experts/qzqzqzscheduledexpert.md", "/experts/oncewithdrawn.md"),
    ],
    "account_login": ["/admin/login/", "/admin/login/?next=/briefs/"],
    "mfa_login_webauthn": ["/admin/account/passkey/"],
    "mfa_authenticate": ["/admin/account/second/"],
    "account_logout": ["/admin/account/cancel/"],
    "account_inactive": ["/admin/account/inactive/"],
    "account_reset_password": ["/admin/account/lost/"],
    "account_reset_password_done": ["/admin/account/lost/sent/"],
    "account_reset_password_from_key": ["/admin/account/new/1-nonsense/", "/admin/account/new/zz-x-y/"],
    "account_reset_password_from_key_done": ["/admin/account/new/done/"],
    "openid_connect_callback": ["/admin/account/oidc/login/callback/?code=x&state=x"],
    "openid_connect_login": ["/admin/account/oidc/login/?process=connect"],
    "socialaccount_login_cancelled": ["/admin/account/oidc/cancelled/"],
    "mfa_index": ["/admin/account/"],
    "account_change_password": ["/admin/password_change/"],
    "account_reauthenticate": ["/admin/account/confirm/"],
    "mfa_reauthenticate": ["/admin/account/confirm/code/"],
    "mfa_reauthenticate_webauthn": ["/admin/account/confirm/passkey/"],
    "mfa_add_webauthn": ["/admin/account/passkeys/add/"],
    "mfa_list_webauthn": ["/admin/account/passkeys/"],
    "mfa_remove_webauthn": ["/admin/account/passkeys/1/remove/"],
    "mfa_activate_totp": ["/admin/account/app/"],
    "mfa_deactivate_totp": ["/admin/account/app/remove/"],
    "mfa_view_recovery_codes": ["/admin/account/codes/"],
    "mfa_generate_recovery_codes": ["/admin/account/codes/new/"],
    "usersessions_list": ["/admin/account/sessions/"],
    "end_session": ["/admin/account/sessions/1/end/"],
    "healthz": ["/healthz"],
    "readyz": ["/readyz"],
    "metrics": ["/metrics"],
}
# Errors, and what Django answers by itself.
OTHERS = ["/qzqzqzdraftslug", "/%00", "/static/qzqzqzdraftslug.css"]


def names(resolver: URLResolver) -> Iterator[str | None]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name
        elif entry.namespace != "admin":
            yield from names(entry)


def hide(state: str, brief: Brief, links: list[Link]) -> None:
    """Give `brief` words of which each tells its state and its field, and save them at the desk."""
    content = cast.content(
        f"qzqzqz{state}title",
        slug=f"qzqzqz{state}slug",
        label=f"qzqzqz{state}label",
        developments=f"<p>qzqzqz{state}developments</p>",
        quotes=[(f"<p>qzqzqz{state}quote</p>", f"qzqzqz{state}expert", f"qzqzqz{state}post")],
        sections=[(f"qzqzqz{state}heading", f"<p>qzqzqz{state}body</p>")],
        links=[
            *links,
            cast.link_out(
                f"qzqzqz{state}link", f"https://example.org/qzqzqz{state}", [f"qzqzqz{state}author"]
            ),
        ],
        issues=["Quiet", "Iran"],
        language=LANGUAGES[state],
        original=Brief.objects.get(title="Root"),
    )
    record(write(brief, keyed(content, KEYS[state])), None)


def keyed(content: Content, key: str) -> Content:
    """`content` with a key for its quotation that an address can name."""
    return dataclasses.replace(content, quotes=(dataclasses.replace(content.quotes[0], key=key),))


@pytest.fixture(scope="module")
def newsroom(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Made once for all these tests, for they only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        hide_everything()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def hidden(newsroom: None) -> None:
    """The newsroom with everything that must not be seen."""


def hide_everything() -> None:
    """One brief in each state that is not public, all linked from one that is, whose own edits are not public. All say
    the same in different languages.
    """
    cast.issue("Quiet")
    root, now = cast.make_brief("Root"), timezone.now()
    briefs = {
        state: cast.make_brief(f"Brief {state[0]}{len(state)}") for state in STATES if state != "edited"
    }
    draft, scheduled, withdrawn = briefs["draft"], briefs["scheduled"], briefs["withdrawn"]
    hide("draft", draft, [])
    hide("embargoed", briefs["embargoed"], [])
    Brief.objects.filter(pk=briefs["embargoed"].pk).update(embargo_until=now + datetime.timedelta(hours=1))
    hide("expired", briefs["expired"], [])
    publish(briefs["expired"], None, now - datetime.timedelta(hours=1))
    briefs["expired"].editions.update(live_until=now - datetime.timedelta(minutes=1))
    hide("scheduled", scheduled, [])
    publish(scheduled, None, now + datetime.timedelta(hours=1))
    hide("withdrawn", withdrawn, [])
    publish(withdrawn, None)
    withdraw(withdrawn, None)
    links = [cast.link_to(brief, f"qzqzqzlink{brief.pk}") for brief in briefs.values()]
    live = publish(
        write(
            Brief(), keyed(cast.content("Grain Moves", issues=["Iran"], links=links, original=root), "live")
        ),
        None,
    )
    hide("edited", live.brief, links)
    for subject in (cast.issue("Iran"), cast.issue("Quiet")):
        for place, brief in enumerate(briefs.values()):
            PinnedBrief.objects.create(issue=subject, brief=brief, place=place)
    for state in STATES:
        cast.expert(f"qzqzqz{state}expert").former_addresses.create(slug=f"once{state}")


def test_every_public_address_is_on_the_list() -> None:
    assert set(names(get_resolver())) == set(ADDRESSES)


@pytest.mark.parametrize("address", [address for asked in [*ADDRESSES.values(), OTHERS] for address in asked])
def test_no_public_address_shows_a_trace_of_what_is_hidden(
    client: Client, hidden: None, address: str
) -> None:
    response = client.get(address)
    assert HIDDEN not in words_of(response.content, response.headers["Content-Type"]).lower()
    assert HIDDEN not in str(response.headers).lower()


def words_of(content: bytes, kind: str) -> str:
    """What an answer says, on paper too."""
    if kind != "application/pdf":
        return content.decode()
    pdf = PdfReader(BytesIO(content))
    return f"{pdf.metadata} {' '.join(page.extract_text() for page in pdf.pages)}"


def test_the_words_of_a_pdf_are_found(client: Client, hidden: None) -> None:
    assert "Insurance is the harbour" in words_of(
        client.get(f"{DAY}/grain-moves.pdf").content, "application/pdf"
    )


@pytest.mark.parametrize("field", ["issue", "not", "expert", "label"])
@pytest.mark.parametrize("state", STATES)
def test_asking_for_what_is_hidden_is_answered_like_asking_for_nothing(
    client: Client, hidden: None, field: str, state: str
) -> None:
    kind = {"issue": "slug", "not": "slug"}.get(field, field)
    answers = [
        client.get("/briefs/", {field: word}) for word in (f"qzqzqz{state}{kind}", f"xxxxxx{state}{kind}")
    ]
    first, second = (answer.content.decode().replace("xxxxxx", "qzqzqz") for answer in answers)
    assert answers[0].status_code == answers[1].status_code
    assert first == second


PARTS = ("title", "slug", "developments", "quote", "expert", "post", "heading", "body", "link", "author")


@pytest.mark.parametrize("state", STATES)
def test_looking_for_hidden_words_is_answered_like_looking_for_nothing(
    client: Client, hidden: None, state: str
) -> None:
    links = [f"qzqzqzlink{brief.pk}" for brief in Brief.objects.all()]
    for word in [*(f"qzqzqz{state}{part}" for part in PARTS), *links]:
        answers = [client.get("/briefs/", {"q": each}) for each in (word, word.replace("qzqzqz", "xxxxxx"))]
        first, second = (answer.content.decode().replace("xxxxxx", "qzqzqz") for answer in answers)
        assert answers[0].status_code == answers[1].status_code == 200
        assert first == second


def test_no_count_counts_what_is_hidden(client: Client, hidden: None) -> None:
    assert (
        '<a href="/issues/quiet/">Quiet</a> <span class="count">0' in client.get("/issues/").content.decode()
    )
    assert "Quiet" not in client.get("/briefs/").content.decode()
    assert '<p class="tally">1 brief</p>' in client.get("/briefs/").content.decode()
    assert "No brief is about Quiet yet." in client.get("/issues/quiet/").content.decode()
    assert "1 quotation in" in client.get("/experts/mara-quist/").content.decode()


@pytest.mark.parametrize("state", STATES)
def test_the_address_of_a_hidden_brief_is_unknown_or_gone(client: Client, hidden: None, state: str) -> None:
    status = client.get(f"{DAY}/qzqzqz{state}slug/").status_code
    assert status == (410 if state in GONE else 404)
    assert client.get(f"/experts/qzqzqz{state}expert/").status_code == 404
