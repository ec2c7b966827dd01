"""What tests of a brief’s versions share: their addresses, and a brief with a part of every kind."""

from django.urls import reverse

from briefs.models import Brief
from tests import cast
from tests.desk import Desk

SAID = [("<p>One.</p>", "Ana", "Fellow"), ("<p>Two.</p>", "Ben", "Fellow")]
SECTIONS = [
    ("How It Works", "<p>Ships keep to the coast.</p>"),
    ("Why It Matters", "<p>Grain feeds cities.</p>"),
]


def address(what: str, brief: Brief, *numbers: int) -> str:
    return reverse(f"admin:briefs_brief_{what}", args=[brief.pk, *numbers])


def see(desk: Desk, what: str, brief: Brief, *numbers: int, query: str = "", status: int = 200) -> str:
    desk.page = desk.client.get(address(what, brief, *numbers) + query)
    assert desk.page.status_code == status
    return desk.text()


def a_rich_brief() -> Brief:
    other = cast.make_brief("An Earlier Brief")
    links = [
        cast.link_to(other),
        cast.link_out("Ports", "https://reader.example/ports", ["M. Quist"], "Harbours"),
    ]
    return cast.make_brief(quotes=SAID, sections=SECTIONS, links=links, issues=["Ukraine", "Shipping"])
