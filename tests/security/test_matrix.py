"""Every door of the site, tried by everyone: `tests/security/matrix.py` says who is let in, and this holds it to that.

A new address fails the test until it stands in the matrix. What the acts behind the doors do, and that they do nothing
for others, is for tests/briefs/test_desk_addresses.py, which the matrix must agree with.
"""

import datetime
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from briefs import sharing
from tests import cast
from tests.briefs import addresses
from tests.briefs.addresses import ACTS, World
from tests.security import matrix
from tests.security.headers import assert_told
from tests.security.matrix import ACCOUNTS, ADMIN, DESK
from tests.security.roles import GROUPS, ROLES, signed_in

pytestmark = pytest.mark.django_db
MET = {200: "y", 204: "y", 302: "y", 422: "y", 400: "b", 401: "s", 403: "n", 404: "f", 410: "f", 405: "m"}
STRANGERS = 4  # the roles that nothing but the front door of the desk is open to


@dataclass(frozen=True, slots=True)
class Newsroom:
    world: World
    browsers: dict[str, Client]
    token: str

    def meets(self, who: str, method: str, address: str, body: dict[str, str] | None = None) -> str:
        """The letter of what someone meets at an address; whatever they did there is undone at once."""
        browser = self.browsers[who]
        before = browser.cookies.output()
        with transaction.atomic():
            answer: Any = getattr(browser, method)(address, body)
            transaction.set_rollback(True)
        assert_told(answer)
        if browser.cookies.output() != before:
            browser.cookies.load(before.replace("Set-Cookie: ", ""))
        return letter(answer)


def letter(answer: HttpResponseBase) -> str:
    if answer.status_code == 302 and answer.headers["Location"].startswith("/admin/login/"):
        return "s"
    return MET[answer.status_code]


@pytest.fixture(scope="module")
def newsroom(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Newsroom]:
    """One for all these tests."""
    logging.disable(logging.CRITICAL)  # hundreds of refusals, each with where it was refused
    with django_db_blocker.unblock(), transaction.atomic():
        for name, group in GROUPS.items():
            cast.person(name, group)
        world = World.made()
        later = timezone.now() + datetime.timedelta(days=1)
        token = sharing.share(world.draft, 1, cast.person("edda"), later)[1]
        yield Newsroom(world, signed_in(), token)
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def names(resolver: URLResolver, within: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{within}{entry.name}"
        else:
            yield from names(entry, within or (f"{entry.namespace}:" if entry.namespace else ""))


def doors(newsroom: Newsroom) -> Iterator[tuple[str, tuple[str, str]]]:
    """The address of each row of the three tables, and its cells."""
    for name, cells in DESK.items():
        yield addresses.path(addresses.routes()[name], addresses.where(name, newsroom.world)), cells
    for name, cells in ADMIN.items():
        yield reverse_of(name, newsroom.world), cells
    for address, cells in ACCOUNTS.values():
        yield address, cells


def test_every_address_stands_in_the_matrix(newsroom: Newsroom) -> None:
    desk = {f"admin:{name}" for name in (*DESK, *ADMIN)} | set(ACCOUNTS)
    others = {"admin:None"}  # the admin's own: a row's address without /change/, and whatever leads nowhere
    assert set(names(get_resolver())) == desk | others | set(matrix.public(newsroom.world, newsroom.token))


@pytest.mark.parametrize("who", ROLES)
def test_everyone_meets_at_each_door_of_the_desk_what_the_matrix_says(newsroom: Newsroom, who: str) -> None:
    met = {address: newsroom.meets(who, "get", address) for address, _ in doors(newsroom)}
    assert met == {address: cell(cells[0], who) for address, cells in doors(newsroom)}


@pytest.mark.parametrize("who", ROLES[:STRANGERS])
def test_nobody_without_a_role_gets_a_form_taken(newsroom: Newsroom, who: str) -> None:
    met = {address: newsroom.meets(who, "post", address, {}) for address, _ in doors(newsroom)}
    assert met == {address: cell(cells[1], who) for address, cells in doors(newsroom)}


def test_the_matrix_lets_those_make_an_act_who_may() -> None:
    for name, act in ACTS.items():
        let_in = {who for who in GROUPS if cell(DESK[name][1], who) == "y"}
        if name.endswith("changelist"):
            assert act.may <= let_in, name
        elif name != "briefs_brief_source":  # which is not found without a text that was pasted
            assert let_in == act.may, name


@pytest.mark.parametrize("who", ROLES)
def test_no_side_door_is_open(newsroom: Newsroom, who: str) -> None:
    wanted = matrix.side_doors(newsroom.world)
    met = {address: newsroom.meets(who, "get", address) for address in wanted}
    assert met == {address: cell(cells, who) for address, cells in wanted.items()}


@pytest.mark.parametrize("who", ROLES[:STRANGERS])
def test_a_form_that_leaves_out_what_is_to_be_done_tells_nothing_of_its_briefs(
    newsroom: Newsroom, who: str
) -> None:
    for address, body in matrix.bulk(newsroom.world).items():
        assert newsroom.meets(who, "post", address, body) == ("n" if who == "gus" else "s"), address


@pytest.mark.parametrize("who", ["nobody", "gus", "ada"])
def test_readers_addresses_are_the_same_for_everyone(newsroom: Newsroom, who: str) -> None:
    wanted = [door for each in matrix.public(newsroom.world, newsroom.token).values() for door in each]
    assert [(address, newsroom.meets(who, "get", address)) for address, _ in wanted] == wanted
    assert {newsroom.meets(who, "head", address) for address, told in wanted if told == "y"} == {"y"}
    assert {newsroom.meets(who, "post", address) for address, _ in wanted} == {"m"}


@pytest.mark.parametrize("method", ["options", "put", "patch", "delete", "trace"])
def test_no_address_takes_another_method(newsroom: Newsroom, method: str) -> None:
    public = matrix.public(newsroom.world, newsroom.token)
    every = [address for address, _ in doors(newsroom)] + [each[0][0] for each in public.values()]
    assert {newsroom.meets("ada", method, address) for address in every} == {"m"}


def cell(cells: str, who: str) -> str:
    return cells.replace(" ", "")[ROLES.index(who)]


def reverse_of(name: str, world: World) -> str:
    return reverse(f"admin:{name}", kwargs=matrix.parts(name, world))
