"""A power cut: the server is killed while someone types, and what they typed is there when it is back."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.browser.test_desk_words import kept, title
from tests.browser.waiting import arrive

pytestmark = pytest.mark.on_each


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a writer and a brief in it, to be copied."""
    file = tmp_path_factory.mktemp("own") / "own.sqlite3"
    for words in (("migrate", "--verbosity", "0"), ("shell", "-c", SEED)):
        manage(file, *words)
    return file


@pytest.fixture
def own_server(tmp_path: Path, database: Path) -> Iterator[OwnServer]:
    """The site as anyone would serve it, a process with a database of its own."""
    server = OwnServer(tmp_path, Path(shutil.copy(database, tmp_path)))
    server.start()
    yield server
    server.kill()


class OwnServer:
    """A process that can be killed as a power cut would."""

    def __init__(self, folder: Path, database: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.environment = environment(database)

    def start(self) -> None:
        command = [sys.executable, "manage.py", "runserver", "--noreload", str(self.port)]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=self.environment, stdout=log, stderr=log
            )
        for _ in range(300):
            with socket.socket() as caller:
                if caller.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def environment(database: Path) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "DATELINE_ENV": "development",
        "PYTHONWARNINGS": "ignore",
    }


def manage(database: Path, *words: str) -> None:
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment(database), check=True)


SEED = """
from tests import cast
from briefs import roles
cast.person("wren", roles.WRITER)
cast.make_brief("Ships Return")
"""


def open_signed_in(chromium: Browser, server: OwnServer, path: str) -> Page:
    context = chromium.new_context(base_url=server.url)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"/admin/login/?next={path}")
    page.get_by_label("Username").fill("wren")
    page.get_by_label("Password").fill(cast.PASSWORD)
    arrive(page, page.get_by_role("button", name="Sign in", exact=True))
    return page


def test_after_the_server_was_killed_while_typing_the_text_comes_back(
    chromium: Browser, own_server: OwnServer
) -> None:
    page = open_signed_in(chromium, own_server, "/admin/briefs/brief/1/change/")
    expect(page.locator("[data-length]")).to_contain_text("words")
    title(page).fill("Kept before the end")
    expect(kept(page)).to_contain_text("All changes kept")
    title(page).press("End")
    title(page).press_sequentially(", typed", delay=20)
    own_server.kill()
    title(page).press_sequentially(" after it", delay=20)
    expect(page.get_by_text("your words are kept in this browser")).to_be_visible()
    own_server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(kept(page)).to_contain_text("All changes kept")

    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto("/admin/briefs/brief/1/change/")
    again.get_by_role("button", name="Bring them back").click()
    expect(title(again)).to_have_value("Kept before the end, typed after it")
    again.get_by_role("button", name="Save draft").click()
    expect(again.get_by_text("Saved.")).to_be_visible()
    again.context.close()


def test_after_the_server_and_the_browser_were_killed_the_last_pause_comes_back(
    chromium: Browser, own_server: OwnServer
) -> None:
    page = open_signed_in(chromium, own_server, "/admin/briefs/brief/add/")
    title(page).fill("Never Saved")
    expect(kept(page)).to_contain_text("All changes kept")
    own_server.kill()
    page.context.close()
    own_server.start()

    again = open_signed_in(chromium, own_server, "/admin/briefs/brief/add/")
    expect(again.get_by_text("that were not saved: “Never Saved”")).to_be_visible()
    again.get_by_role("button", name="Bring them back").click()
    expect(title(again)).to_have_value("Never Saved")
    again.context.close()
