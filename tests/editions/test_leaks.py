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
from tests import cast
from tests.editions.hidden import ADDRESSES, DAY, GONE, HIDDEN, KEYS, LANGUAGES, OTHERS, STATES

pytestmark = pytest.mark.django_db


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
