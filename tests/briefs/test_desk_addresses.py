"""Every address of the desk, asked by everyone for everything: nothing fails, and nobody changes what they may not.

A new address fails the test until it stands in `tests/briefs/addresses.py`.
"""

import copy
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils.http import urlencode
from pytest_django import DjangoDbBlocker

from briefs import roles
from tests import cast
from tests.briefs import addresses
from tests.briefs.addresses import ACTS, DESK, READS, Body, World, path, routes
from tests.desk import fields_of

pytestmark = pytest.mark.django_db
Ask = Callable[..., tuple[int, bool]]
NOBODY = "nobody"
LED = "ada, led by a page elsewhere"  # which can't send the token of the form
GROUPS = {"wren": roles.WRITER, "edda": roles.EDITOR, "piet": roles.PUBLISHER, "ada": roles.ADMINISTRATOR}
KEPT = [
    model
    for label in ("editions", "experts", "briefs", "issues", "audit", "auth")
    for model in apps.get_app_config(label).get_models(include_auto_created=True)
]
# How a statement begins that changes nothing, or only marks a place in a transaction.
HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
FITTING = {200, 204, 302, 400, 401, 403, 404, 405, 413, 422}
# What stands where an address expects a key.
KEYS = ["0", "987654321", str(9**30), "9" * 5000, "x", "-1", "%00", "1%00", "%F0%9F%A6%84", "..%2F1", "1_2F3"]
# What stands where a form or an address expects something else.
WORDS = [
    "",
    "x",
    "\0",
    "0",
    "-1",
    str(9**30),
    "9" * 5000,
    "2024-02-30",
    "2024-13",
    "10000-01-01",
    "🦄" * 3000,
]
ASKED = re.findall(
    r"\S+",
    """
    q p o e all unsaved reason out-day out-hour out-which version from to into before by act kind key first last flagged
    month preset live again seen typed page status issue expert author assigned label quotes term app_label model_name
    field_name _popup _to_field _changelist_filters subject briefs back action _selected_action select_across newest
    number title position text is_active__exact groups__id__exact
    """,
)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A world, the browsers that people are signed in with, and all that was kept before anyone asked anything."""

    world: World
    cookies: dict[str, SimpleCookie]
    kept: dict[str, Any]


@pytest.fixture(scope="module")
def newsroom(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Newsroom]:
    """One for all these tests: whatever is asked is undone at once, and making a world takes longer than asking."""
    with django_db_blocker.unblock(), transaction.atomic():
        for name, group in GROUPS.items():
            cast.person(name, group)
        world, clients = World.made(), {name: Client() for name in [*GROUPS, LED]}
        for name, client in clients.items():
            client.force_login(cast.person(name if name in GROUPS else "ada"))
        yield Newsroom(world, {name: client.cookies for name, client in clients.items()}, everything())
        transaction.set_rollback(True)


@pytest.fixture
def world(newsroom: Newsroom) -> World:
    return newsroom.world


@pytest.fixture
def people(newsroom: Newsroom) -> dict[str, Client]:
    """A browser for each person, signed in, and one for nobody."""
    found = {name: Client(enforce_csrf_checks=name == LED) for name in [*newsroom.cookies, NOBODY]}
    for name, cookies in newsroom.cookies.items():
        found[name].cookies = copy.deepcopy(cookies)
    return found


def everything() -> dict[str, Any]:
    """All that is kept, but for sessions."""
    return {m._meta.label: list(m._base_manager.order_by("pk").values_list()) for m in KEPT}


class Writes:
    """Notes whether anything was written, so that every row is looked at only then."""

    def __init__(self) -> None:
        self.seen = False

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.seen |= not sql.startswith(HARMLESS)
        return execute(sql, *rest)


@pytest.fixture
def ask(newsroom: Newsroom, people: dict[str, Client]) -> Ask:
    """Asks as someone, and says the status of the answer and whether it changed anything; that is undone at once.

    An exception behind an address fails the test.
    """

    def asked(who: str, method: str, address: str, body: Body | None = None, **more: Any) -> tuple[int, bool]:
        for file in (each for each in (body or {}).values() if hasattr(each, "seek")):
            file.seek(0)
        writes = Writes()
        with transaction.atomic(), connection.execute_wrapper(writes):
            answer = getattr(people[who], method)(address, body, **more)
            if answer.streaming:
                b"".join(answer.streaming_content)
            changed = writes.seen and everything() != newsroom.kept
            transaction.set_rollback(True)
        return answer.status_code, changed

    return asked


@pytest.fixture
def address(name: str, world: World) -> str:
    return path(routes()[name], addresses.where(name, world))


@pytest.fixture
def body(name: str, world: World, people: dict[str, Client]) -> Body:
    """What the button of that address sends."""
    act, form = ACTS.get(name), {}
    if act is None:
        return {}
    if act.form:
        shown = name.replace("_unsaved_new", "_add").replace("_unsaved", "_change")
        page = people["ada"].get(path(routes()[shown], addresses.where(shown, world)))
        form = fields_of(page.content.decode())
    return form | addresses.told(act.sends, world)


def with_one_wrong(body: Body) -> Iterator[tuple[str, Body]]:
    """`body` with each of its fields missing, and with each of them saying something else; a long form's only once.

    Where nothing is expected, everything that is expected elsewhere comes at once.
    """
    if not body:
        yield from ((f"all {word[:12]!r}", dict.fromkeys(ASKED, word)) for word in WORDS)
    for place, name in enumerate(body):
        yield f"without {name}", {each: value for each, value in body.items() if each != name}
        for word in WORDS if len(body) < 5 else [WORDS[place % len(WORDS)]]:
            yield f"{name}={word[:12]!r}", body | {name: word}


def test_every_address_of_the_desk_is_on_the_list() -> None:
    assert set(routes()) == set(ACTS) | set(READS)
    assert not set(ACTS) & set(READS)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_each_act_is_done_for_those_who_may_and_for_nobody_else(
    name: str, address: str, body: Body, ask: Ask
) -> None:
    refused = {200, 302, 403} if name.endswith("changelist") else {403, 404}
    for person in sorted(DESK):
        status, changed = ask(person, "post", address, body)
        may = person in ACTS[name].may
        assert changed == may, (person, status)
        assert status in ({200, 302} if may else refused), (person, status)
    status, changed = ask(NOBODY, "post", address, body)
    assert not changed
    assert status in {302, 401}
    assert ask(LED, "post", address, body) == (403, False)


@pytest.mark.parametrize("name", sorted(routes()))
def test_looking_changes_nothing_and_is_for_those_who_may(name: str, address: str, ask: Ask) -> None:
    """What each of the others meets is in tests/security/matrix.py."""
    for person in ("wren", "ada", NOBODY):
        for method in ("get", "head"):
            status, changed = ask(person, method, address)
            assert not changed, (person, method)
            assert status in FITTING, (person, method, status)
            if person == NOBODY:
                assert status in {302, 401}, (method, status)
            elif name in READS and person not in READS[name]:
                assert status in {403, 404, 405}, (person, method, status)


@pytest.mark.parametrize("name", sorted(name for name, route in routes().items() if addresses.keys(route)))
def test_a_key_that_leads_nowhere_is_told_and_changes_nothing(
    name: str, world: World, body: Body, ask: Ask
) -> None:
    route, right = routes()[name], addresses.where(name, world)
    for part, person in itertools.product(addresses.keys(route), ["ada", "wren", NOBODY]):
        for key in KEYS if person == "ada" else KEYS[1:2]:
            address = path(route, right | {part: key})
            for method, sent in (("get", None), ("post", body)):
                status, changed = ask(person, method, address, sent)
                assert status in FITTING, (person, method, address[:80], status)
                kept = name == "briefs_brief_unsaved"  # words outlive the brief they were typed into
                assert not changed or kept, (person, method, address[:80], status)


@pytest.mark.parametrize("name", sorted(routes()))
def test_nonsense_in_the_address_is_answered(name: str, address: str, ask: Ask) -> None:
    for asked in [*(dict.fromkeys(ASKED, word) for word in WORDS), {"q": "x " * 50_000}]:
        status, _ = ask("ada", "get", address, asked)
        assert status in FITTING, (asked, status)
    status, _ = ask("ada", "post", f"{address}?{urlencode(dict.fromkeys(ASKED, WORDS[-1]))}")
    assert status in FITTING


@pytest.mark.parametrize("name", sorted(routes()))
def test_a_form_with_something_wrong_is_answered(name: str, address: str, body: Body, ask: Ask) -> None:
    accepted = itertools.cycle(["text/html", "application/json"])
    for wrong, each in with_one_wrong(body):
        status, _ = ask("ada", "post", address, each, headers={"accept": next(accepted)})
        assert status in FITTING, (wrong, status)


# Where an address names two things, the second belongs to the first.
BELONGING = [name for name, route in routes().items() if len(addresses.keys(route)) > 1]


@pytest.mark.parametrize("name", BELONGING)
def test_what_belongs_to_another_brief_is_not_found_under_this_one(
    name: str, world: World, body: Body, ask: Ask
) -> None:
    right = addresses.where(name, world)
    assert ask("ada", "post", path(routes()[name], right), body)[0] in {200, 302}
    status, changed = ask("ada", "post", path(routes()[name], right | {"pk": world.empty.pk}), body)
    assert (status, changed) in {(404, False), (422, False), (302, False)}
