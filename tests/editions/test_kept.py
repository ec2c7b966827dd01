"""What was worked out once is found again, and never stands for something else."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.template import loader
from django.test import Client
from django.utils import timezone

from editions.feeds.documents import ATOM, Feed, atom
from editions.kept import Answers, Kept
from editions.publishing import publish, withdraw
from issues.renaming import rename
from tests import cast


def test_the_things_asked_for_last_are_kept() -> None:
    made: list[str] = []
    things: Kept[str] = Kept(2)

    def ask(key: str) -> str:
        return things.get(key, lambda: made.append(key) or key.upper())  # type: ignore[func-returns-value]

    assert [ask(key) for key in "abacab"] == list("ABACAB")
    assert made == ["a", "b", "c", "b"]


def test_a_value_is_asked_once_for_each_question() -> None:
    asked: list[int] = []

    class Value:
        answers = Answers()

        def double(self, number: int) -> int:
            asked.append(number)
            return number * 2

    value = Value()
    assert [value.answers.once(value.double, number) for number in (2, 2, 3)] == [4, 4, 6]
    assert asked == [2, 3]


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were filled in."""
    filled: list[str] = []
    fill: Callable[..., str] = loader.render_to_string

    def noting(template: str, *args: object) -> str:
        filled.append(template)
        return fill(template, *args)

    monkeypatch.setattr("editions.drawn.render_to_string", noting)
    return filled


@pytest.mark.django_db
def test_a_brief_is_drawn_again_when_its_page_says_something_else_and_only_then(
    client: Client, draws: list[str]
) -> None:
    cited = cast.published("Harbour Opens", issues=["Iran"])
    edition = cast.published(
        "Ships Return", issues=["Iran"], links=[cast.link_to(cited.brief, "Harbour Opens")]
    )

    def shown() -> str:
        return client.get(edition.get_absolute_url()).text

    first = shown()
    cast.published("Elsewhere", issues=["Russia"])
    assert shown() == first
    assert len(draws) == 1

    rename(cast.issue("Iran"), None, "The Gulf", "gulf")
    assert "The Gulf" in shown()
    later = publish(cast.make_brief("Ships Leave", issues=["The Gulf"]), None, timezone.now())
    assert "Ships Leave" in shown()
    withdraw(later.brief, None)
    assert "Ships Leave" not in shown()
    withdraw(cited.brief, None)
    assert "Harbour Opens" not in shown()
    assert client.get(edition.get_absolute_url(), headers={"host": "localhost"}).text.count(
        "http://localhost/"
    )
    assert len(draws) == 5  # without the ships that leave it said what it had said before


@pytest.mark.django_db
def test_a_feed_is_written_again_when_it_says_something_else_and_only_then(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def noting(feed: Feed) -> str:
        written.append(feed.own)
        return atom(feed)

    monkeypatch.setattr("editions.feeds.views.ATOM", replace(ATOM, write=noting))
    edition = cast.published("Ships Return", issues=["Iran"])

    def told(**headers: str) -> str:
        return client.get("/feed.atom", headers=headers).text

    first = told()
    cast.make_brief("Not Public")
    assert told() == first
    assert len(written) == 1
    rename(cast.issue("Iran"), None, "The Gulf", "gulf")
    assert "The Gulf" in told()
    assert "http://localhost/" in told(host="localhost")
    withdraw(edition.brief, None)
    assert "Ships Return" not in told()
    assert len(written) == 4


@pytest.mark.django_db
def test_a_list_is_drawn_again_when_it_says_something_else_and_only_then(
    client: Client, draws: list[str]
) -> None:
    cast.published("Ships Return", issues=["Iran"])

    def shown(address: str = "/briefs/?issue=iran") -> str:
        return client.get(address).text

    first = shown()
    cast.published("Elsewhere", issues=["Russia"])
    assert shown() == first
    assert draws == ["editions/briefs.html"]

    later = cast.published("Ships Leave", issues=["Iran", "Ports"])
    assert "Ships Leave" in shown()
    assert '1<span class="unseen"> brief</span>' in shown()
    rename(cast.issue("Ports"), None, "Harbours", "harbours")
    assert "Harbours" in shown()
    assert "Ports" not in shown()
    withdraw(later.brief, None)
    assert shown() == first
    assert shown("/briefs/?issue=iran&q=ships") != shown("/briefs/?issue=iran&q=return")
