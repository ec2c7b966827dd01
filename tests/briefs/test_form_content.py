"""What a form says before anyone saves it: the same value that saving would keep, and nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from briefs import roles
from briefs.admin.binding import bind
from briefs.composing import compose
from briefs.content import Content
from briefs.forms.content import FormContent, content_of
from briefs.models import Brief
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db

SAID = [
    ("<p>One.</p>", "Ana", "Fellow"),
    ("<p>Two.</p>", "Ben", "Fellow"),
    ("<p>Three.</p>", "Cid", "Fellow"),
]
SECTIONS = [("First", "<p>1</p>"), ("Second", "<p>2</p>")]
Deed = Callable[[Desk], object]


@pytest.fixture
def wren() -> Desk:
    return Desk(Client(), cast.person("wren", roles.WRITER))


def says(desk: Desk, brief: Brief | None) -> FormContent:
    """What the desk's form says as it stands, for `brief` or a new one."""
    sent: dict[str, Any] = {name: value for name, value in desk.values.items() if value is not None}
    request = RequestFactory().post("/", sent)
    request.user = desk.user
    held = Brief.objects.get(pk=brief.pk) if brief else None
    return content_of(*bind(admin.site.get_model_admin(Brief), request, held))


def a_brief() -> Brief:
    other = cast.published("Another Brief").brief
    return cast.make_brief(
        quotes=SAID,
        sections=SECTIONS,
        links=[cast.link_to(other), cast.link_out("Elsewhere", "https://example.org/", ["Ana", "Ben"])],
        issues=["Ukraine", "Black Sea"],
    )


def new_quote(desk: Desk) -> None:
    desk.add("quotes", text="<p>New.</p>", expert=str(cast.expert("Dov", "Analyst").pk), title="Analyst")


DEEDS: dict[str, Deed] = {
    "nothing": lambda desk: desk,
    "an edit": lambda desk: desk.fill(
        title="  Another\n title ",
        developments="<h2>What</h2><p><b>Now</b></p>",
        quotes__1__text="<p>Other</p>",
    ),
    "an address left to be made": lambda desk: desk.fill(slug="", title="Made of the title"),
    "no day": lambda desk: desk.fill(date=""),
    "a move": lambda desk: desk.fill(
        quotes__0__position="2", quotes__2__position="0", sections__0__position="1", sections__1__position="0"
    ),
    "places that say the same": lambda desk: desk.fill(quotes__0__position="1", quotes__1__position="1"),
    "a removal": lambda desk: desk.fill(
        quotes__1__DELETE="on", sections__0__DELETE="on", links__0__DELETE="on"
    ),
    "an addition": new_quote,
    "a new part that is blank": lambda desk: desk.add("sections"),
    "a new part moved to the front": lambda desk: desk.add("sections", heading="New", body="<p>3</p>").fill(
        sections__2__position="0", sections__0__position="1", sections__1__position="2"
    ),
    "a new part that was removed again": lambda desk: desk.add("links", title="Gone").fill(
        links__2__DELETE="on"
    ),
    "other issues": lambda desk: desk.fill(issues=[str(cast.issue("Zambia").pk), str(cast.issue("Aden").pk)]),
    "a quotation of nobody": lambda desk: desk.fill(quotes__0__expert="", quotes__0__name=""),
    "another brief in a link": lambda desk: desk.fill(links__1__url="", links__1__title=" Spaces  "),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_a_form_says_is_what_saving_keeps(wren: Desk, deed: str) -> None:
    brief = a_brief()
    wren.open(brief)
    DEEDS[deed](wren)
    known = {part["key"] for part in parts(compose(brief).to_json())}
    said = says(wren, brief).content
    saved = compose(wren.save())
    assert without_keys(said, known) == without_keys(saved, known)
    if deed not in {"an addition", "a new part moved to the front"}:
        assert said == saved


def without_keys(content: Content, known: set[str]) -> dict[str, Any]:
    """The content as JSON, without the keys of new parts: each gets another whenever the form is read."""
    told = content.to_json()
    for part in parts(told):
        part["key"] = part["key"] if part["key"] in known else "new"
    return told


def parts(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for kind in ("quotes", "sections", "links") for part in told[kind]]


def test_a_new_brief_says_what_saving_keeps(wren: Desk) -> None:
    cast.make_brief("Ships Stay")
    wren.open().fill(title="Ships Stay", date=str(cast.DAY), issues=[str(cast.issue("Aden").pk)])
    wren.add("sections", heading="Why", body="<p>Because.</p>")
    said = says(wren, None).content
    assert said.slug == "ships-stay-2"
    assert without_keys(said, set()) == without_keys(compose(wren.save()), set())


def test_reading_a_form_writes_nothing(wren: Desk) -> None:
    brief = a_brief()
    before = compose(brief)
    wren.open(brief).fill(title="Typed")
    new_quote(wren)
    says(wren, brief)
    assert (compose(Brief.objects.get(pk=brief.pk)), brief.revisions.count()) == (before, 1)


def test_each_part_says_which_fields_it_was_read_from(wren: Desk) -> None:
    brief = a_brief()
    wren.open(brief).fill(quotes__0__position="2", quotes__2__position="0", quotes__1__DELETE="on")
    said = says(wren, brief)
    assert said.prefixes["quotes"] == ["quotes-2", "quotes-0"]
    assert [quote.name for quote in said.content.quotes] == ["Cid", "Ana"]
    assert said.prefixes["sections"] == ["sections-0", "sections-1"]


def test_words_in_a_field_that_was_refused_are_not_lost(wren: Desk) -> None:
    brief = a_brief()
    wren.open(brief).fill(
        title="T" * 400, slug="no address!", links__1__url="not an address", date="31 June", label="L\x00abel"
    )
    said = says(wren, brief).content
    assert (said.title, said.slug, said.links[1].url) == ("T" * 400, "no address!", "not an address")
    assert (said.date, said.label) == (None, "Label")


def test_a_forged_choice_leaves_the_others(wren: Desk) -> None:
    brief = a_brief()
    ukraine = str(cast.issue("Ukraine").pk)
    wren.open(brief).fill(issues=[ukraine, "x", "9" * 40], quotes__0__expert="999999", quotes__1__expert="x")
    said = says(wren, brief).content
    assert [tag.name for tag in said.issues] == ["Ukraine"]
    assert [quote.expert for quote in said.quotes[:2]] == [None, None]
    assert said.quotes[0].name == "Ana"


def test_parts_that_a_colleague_removed_meanwhile_are_still_said(wren: Desk) -> None:
    brief = a_brief()
    wren.open(brief).fill(quotes__0__text="<p>Mine.</p>")
    brief.quotes.all().delete()
    assert [str(quote.text) for quote in says(wren, brief).content.quotes] == [
        "<p>Mine.</p>",
        "<p>Two.</p>",
        "<p>Three.</p>",
    ]
