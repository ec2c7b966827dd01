"""The environment, the database and the browser that every test runs in."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import connections
from hypothesis import HealthCheck, settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from config import env
from editions.kept import Kept
from scripts import chromium as program

NewPage = Callable[..., Page]

# Before Django reads its settings: the defaults, whatever this machine's .env says.
UNSET = (
    "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "BEHIND_PROXY", "NEWSROOM_NAME", "TIME_ZONE",
    "SITE_LANGUAGE", "BRIEF_LANGUAGES", "UPLOADS", "EMAIL_URL", "MAIL_FROM", "SITE_URL",
    "REQUIRE_SECOND_FACTOR", "OIDC_NEW_PEOPLE", "OIDC_CLIENT_SECRET_FILE",
    "METRICS_TOKEN", "PROMETHEUS_MULTIPROC_DIR", "SENTRY_DSN",
    "CACHE_MEGABYTES", "CACHE_BEHIND", "DATABASE_REPLICA_URL",
)  # fmt: skip
os.environ |= dict.fromkeys(UNSET, "")
os.environ |= {
    "DATELINE_ENV": "development",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
    # Whether there is a provider to sign in through is settled at the start; at this address none answers.
    "OIDC_URL": "http://127.0.0.1:9",
    "OIDC_NAME": "Harbour House",
    "OIDC_CLIENT_ID": "dateline",
    "OIDC_CLIENT_SECRET": "a secret of Harbour House",
}
django.setup()
# Its library takes an empty name for a folder; in a worker of xdist the settings were read before this file was.
os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)

# Nothing is judged by the clock of a machine that may be busy; and what CI finds, it finds again.
expect.set_options(timeout=15_000)
settings.register_profile(
    "dateline", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("dateline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out the tests that have nothing to do with a database",
    )
    parser.addoption(
        "--long", action="store_true", help="run the tests that are left out otherwise, and no others"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
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
    second, long = config.getoption("--database-only"), config.getoption("--long")
    if second:
        keep(config, items, needs_database)
    keep(config, items, lambda item: left_out(item, second) == long)


def keep(config: pytest.Config, items: list[pytest.Item], wanted: Callable[[pytest.Item], bool]) -> None:
    """Leave out the tests that are not wanted."""
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]


def left_out(item: pytest.Item, second: bool) -> bool:
    """Whether a test is run by `make check-long` alone; `second` on the second database."""
    if second and item.get_closest_marker("browser") and not item.get_closest_marker("on_each"):
        return True
    return item.get_closest_marker("long") is not None


def needs_database(item: pytest.Item) -> bool:
    """Whether a test could find something on a database that it does not find on another."""
    if item.get_closest_marker("looks"):
        return False
    return item.get_closest_marker("django_db") is not None or "db" in getattr(item, "fixturenames", ())


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


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Path:
    """A folder for each test's own pictures."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture(autouse=True)
def forgotten_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """The cache that workers share is no model's table, so that emptying the database leaves it as it is."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        with request.getfixturevalue("django_db_blocker").unblock():
            cache.clear()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What an earlier test had worked out would save a later one the work that it counts."""
    for things in Kept.everything:
        things.forget()


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
    complaints, answering = Complaints(), Answering()
    contexts: list[BrowserContext] = []

    def open_page(width: int = 1280, height: int = 900, line_is_cut: bool = False, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(15_000)
        complaints.listen(context, line_is_cut)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    answering.await_end()
    assert not complaints.heard(), "\n".join(complaints.heard())


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of the site in a browser 1280 pixels wide, watched as `new_page` says."""
    return new_page()


class Answering:
    """How many requests the site is answering just now. What a page that is closed had sent still runs for a moment,
    and would meet the emptying of the database in a deadlock.
    """

    def __init__(self) -> None:
        self.own, self.count, self.lock = threading.get_ident(), 0, threading.Lock()
        request_started.connect(self.begun)
        request_finished.connect(self.ended)

    def begun(self, **_: Any) -> None:
        self.add(1)

    def ended(self, **_: Any) -> None:
        self.add(-1)

    def add(self, number: int) -> None:
        if threading.get_ident() != self.own:  # a test may ask by itself
            with self.lock:
                self.count += number

    def await_end(self) -> None:
        """Returns when nothing has been under way for a moment, or after ten seconds."""
        deadline, quiet = time.monotonic() + 10, 0
        while quiet < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
            quiet = 0 if self.count > 0 else quiet + 1


class Complaints:
    """What browsers complained of."""

    def __init__(self) -> None:
        self.errors: list[ConsoleMessage] = []
        self.exceptions: list[str] = []
        self.refused: set[str] = set()

    def listen(self, context: BrowserContext, line_is_cut: bool = False) -> None:
        """Where a line is cut on purpose, what could not be loaded is no fault of the page."""
        context.on("console", self.on_console_alone if line_is_cut else self.on_console)
        context.on("weberror", lambda error: self.exceptions.append(f"{error.page}: {error.error}"))
        context.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        # Where a page names no icon, the browser looks for one of its own accord.
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            self.errors.append(message)

    def on_console_alone(self, message: ConsoleMessage) -> None:
        if not message.text.startswith("Failed to load resource"):
            self.on_console(message)

    def on_response(self, response: Response) -> None:
        # A refusal in JSON is for the page's script to tell, as a page's own status is for the test.
        told = response.headers.get("content-type", "").startswith("application/json")
        if response.status >= 400 and (told or response.request.is_navigation_request()):
            self.refused.add(response.url)

    def heard(self) -> list[str]:
        return self.exceptions + [
            f"{message.location['url']}: {message.text}"
            for message in self.errors
            if message.location["url"] not in self.refused or not message.text.startswith("Failed to load")
        ]
