"""Nothing unpublished leaks: every public address is asked for what no reader may see yet, or may see no longer.

A new address fails the test until it stands in ADDRESSES, with requests that would bring a hidden word to light.
"""

import datetime
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from briefs.content import Link
from briefs.drafting import record
from briefs.models import Brief
from briefs.writing import write
from editions.publishing import publish, withdraw
from tests import cast

pytestmark = pytest.mark.django_db
DAY = "/briefs/2024/03/14"
HIDDEN = "qz"  # begins every word that must not be seen, and no other
STATES = ("draft", "scheduled", "withdrawn", "edited")

ADDRESSES = {
    "home": ["/", "/?issue=quiet", "/?after=2030-01-01.1"],
    "briefs": [
        "/briefs/",
        "/briefs/?issue=quiet",
        "/briefs/?not=quiet",
        "/briefs/?issue=iran&issue=quiet",
        "/briefs/?expert=mara-quist",
        "/briefs/?from=2024-03-14&to=2024-03-14",
        "/briefs/?after=2030-01-01.1",
        "/briefs/?after=nonsense",
    ],
    "brief": [
        f"{DAY}/grain-moves/",
        *(f"{DAY}/qz{state}slug/" for state in STATES),
        *(f"/briefs/2024/03/15/qz{state}slug/" for state in STATES),
    ],
    "issues": ["/issues/"],
    "issue": ["/issues/iran/", "/issues/quiet/", "/issues/quiet/?after=2030-01-01.1", "/issues/qzdraftslug/"],
    "experts": ["/experts/"],
    "expert": ["/experts/mara-quist/", *(f"/experts/qz{state}expert/" for state in STATES)],
    "robots": ["/robots.txt"],
    "healthz": ["/healthz"],
    "readyz": ["/readyz"],
}
# Errors, and what Django answers by itself.
OTHERS = ["/qzdraftslug", "/%00", "/static/qzdraftslug.css"]


def names(resolver: URLResolver) -> Iterator[str | None]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name
        elif entry.namespace != "admin":
            yield from names(entry)


def hide(state: str, brief: Brief, links: list[Link]) -> None:
    """Give `brief` words of which each tells its state and its field, and save them at the desk."""
    content = cast.content(
        f"qz{state}title",
        slug=f"qz{state}slug",
        label=f"qz{state}label",
        developments=f"<p>qz{state}developments</p>",
        quotes=[(f"<p>qz{state}quote</p>", f"qz{state}expert", f"qz{state}post")],
        sections=[(f"qz{state}heading", f"<p>qz{state}body</p>")],
        links=[
            *links,
            cast.link_out(f"qz{state}link", f"https://example.org/qz{state}", [f"qz{state}author"]),
        ],
        issues=["Quiet", "Iran"],
    )
    record(write(brief, content), None)


@pytest.fixture
def hidden() -> None:
    """One brief in each state that is not public, all linked from one that is, whose own edits are not public."""
    cast.issue("Quiet")
    draft, scheduled, withdrawn = cast.make_brief("A"), cast.make_brief("B"), cast.make_brief("C")
    hide("draft", draft, [])
    hide("scheduled", scheduled, [])
    publish(scheduled, None, timezone.now() + datetime.timedelta(hours=1))
    hide("withdrawn", withdrawn, [])
    publish(withdrawn, None)
    withdraw(withdrawn, None)
    links = [cast.link_to(brief, f"qzlink{brief.pk}") for brief in (draft, scheduled, withdrawn)]
    live = cast.published("Grain Moves", issues=["Iran"], links=links)
    hide("edited", live.brief, links)


def test_every_public_address_is_on_the_list() -> None:
    assert set(names(get_resolver())) == set(ADDRESSES)


@pytest.mark.parametrize("address", [address for asked in [*ADDRESSES.values(), OTHERS] for address in asked])
def test_no_public_address_shows_a_trace_of_what_is_hidden(
    client: Client, hidden: None, address: str
) -> None:
    response = client.get(address)
    assert HIDDEN not in response.content.decode().lower()
    assert HIDDEN not in str(response.headers).lower()


@pytest.mark.parametrize("field", ["issue", "not", "expert", "label"])
@pytest.mark.parametrize("state", STATES)
def test_asking_for_what_is_hidden_is_answered_like_asking_for_nothing(
    client: Client, hidden: None, field: str, state: str
) -> None:
    kind = {"issue": "slug", "not": "slug"}.get(field, field)
    answers = [client.get("/briefs/", {field: word}) for word in (f"qz{state}{kind}", f"xx{state}{kind}")]
    first, second = (answer.content.decode().replace("xx", "qz") for answer in answers)
    assert answers[0].status_code == answers[1].status_code
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
    status = client.get(f"{DAY}/qz{state}slug/").status_code
    assert status == (410 if state == "withdrawn" else 404)
    assert client.get(f"/experts/qz{state}expert/").status_code == 404
