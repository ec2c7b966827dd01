"""The environment, the database and the browser that every test runs in."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import django
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from config import env
from scripts import chromium as program

NewPage = Callable[..., Page]

# Before Django reads its settings: the defaults, whatever this machine's .env says.
UNSET = ("SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "BEHIND_PROXY", "NEWSROOM_NAME", "TIME_ZONE")
os.environ |= dict.fromkeys(UNSET, "")
os.environ |= {
    "DATELINE_ENV": "development",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
}
django.setup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that drive a browser, and has those that empty the database begin with what migrations put in."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "chromium" in fixtures:
            item.add_marker("browser")
        marker = item.get_closest_marker("django_db")
        options = dict(marker.kwargs) if marker else {}
        if options.get("transaction") or fixtures & {"transactional_db", "live_server"}:
            restored = options | {"transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**restored), append=False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as it is served, rather than in memory, where locks and threads behave otherwise."""
    database = connections["default"]
    if database.vendor == "sqlite":
        database.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "dateline.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """The same hasher as ever at its lowest cost: people are made for every test, and nobody guesses at them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2PasswordHasher, "time_cost", 1)
        patch.setattr(Argon2PasswordHasher, "memory_cost", 8)
        patch.setattr(Argon2PasswordHasher, "parallelism", 1)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of the whole run."""
    if hindrance := program.hindrance():
        (pytest.fail if env.flag("REQUIRE_ALL", default=False) else pytest.skip)(hindrance)
    in_use = connections.all(initialized_only=True)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread. Django takes that for an asynchronous caller, and would open
        # connections of its own for it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        for connection in in_use:
            connections[connection.alias] = connection
        browser = playwright.chromium.launch(executable_path=program.find())
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, live_server: LiveServer) -> Iterator[NewPage]:
    """Opens pages of the site: `new_page(width=390, color_scheme="dark")`, with what else a browser context takes.

    At the end the test fails on whatever any of them wrote to its console as an error: a script that failed, a file
    that was missing, a breach of the content security policy. The status of a page itself is for the test to judge.
    """
    complaints = Complaints()
    contexts: list[BrowserContext] = []

    def open_page(width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(15_000)
        complaints.listen(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints.heard(), "\n".join(complaints.heard())


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of the site in a browser 1280 pixels wide, watched as `new_page` says."""
    return new_page()


class Complaints:
    """What browsers complained of."""

    def __init__(self) -> None:
        self.errors: list[ConsoleMessage] = []
        self.exceptions: list[str] = []
        self.refused: set[str] = set()

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.exceptions.append(f"{error.page}: {error.error}"))
        context.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        # Where a page names no icon, the browser looks for one of its own accord.
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            self.errors.append(message)

    def on_response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.status >= 400:
            self.refused.add(response.url)

    def heard(self) -> list[str]:
        return self.exceptions + [
            f"{message.location['url']}: {message.text}"
            for message in self.errors
            if message.location["url"] not in self.refused or not message.text.startswith("Failed to load")
        ]
