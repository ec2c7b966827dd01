"""Measures the edit page in a real browser: python -m scripts.bench_edit_page

A brief with 20 quotations and 20 sections, on a throwaway SQLite and Django's own server. Two things are measured: how
long a key takes to be on the screen, with the page's live services and without them; and how long after the last key
the preview shows what was typed.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from config import env
from scripts import chromium

PARTS = 20
KEYS = 120
PAUSES = 15
LIVE = ("desk-unsaved.js", "desk-preview.js", "desk-keys.js", "desk-checks.js")
PASSWORD = "dateline-demo"  # noqa: S105 - of a database that is thrown away
SEED = f"""
from django.contrib.auth.models import User
from briefs.content import Content, Quote, Section, new_key
from briefs.drafting import record
from briefs.models import Brief
from briefs.richtext import CleanHTML
from briefs.writing import write
words = CleanHTML("<p>" + "The strait was quiet before noon, and the pilots waited. " * 12 + "</p>")
quotes = tuple(Quote(new_key(), words, None, f"Speaker {{n}}", "Fellow") for n in range({PARTS}))
sections = tuple(Section(new_key(), f"Section {{n}}", words) for n in range({PARTS}))
record(write(Brief(), Content("Flash Brief", None, "A Long Brief", "", words, quotes, sections)), None)
User.objects.create_superuser("bench", password="{PASSWORD}")
"""
# How long each key took from being pressed to the end of the frame that shows it, in milliseconds.
WATCH_KEYS = """() => {
  window.keys = [];
  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => { for (const at of waiting.splice(0)) window.keys.push(performance.now() - at); };
  document.addEventListener("keydown", ({ timeStamp }) => {
    window.pressed = timeStamp;
    requestAnimationFrame(() => { waiting.push(timeStamp); channel.port2.postMessage(0); });
  }, { capture: true });
}"""
NEXT_PREVIEW = """() => new Promise((shown) => {
  const frame = document.querySelector("[data-frame]");
  frame.addEventListener("drawn", () => shown(performance.now() - window.pressed), { once: true });
})"""


def main() -> None:
    if hindrance := chromium.hindrance():
        raise env.Misconfigured(hindrance)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium.find())
        without, _ = measure(browser, address, live=False)
        alive, pauses = measure(browser, address, live=True)
        browser.close()
    print(f"{'':34}{'median':>10}{'95 of 100':>12}")
    for name, times in (("a key, without live services", without), ("a key, with them", alive)):
        print(row(name, times))
    print(f"{'ratio':34}{statistics.median(alive) / statistics.median(without):>10.2f}")
    print(row("from a pause to the preview", pauses))


def row(name: str, times: list[float]) -> str:
    slow = statistics.quantiles(times, n=20)[-1]
    return f"{name:34}{statistics.median(times):>7.1f} ms{slow:>9.1f} ms"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The site on a free port with a database of its own, until the block ends."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}"}
    for words in (["migrate", "--verbosity", "0"], ["shell", "-c", SEED]):
        subprocess.run([sys.executable, "manage.py", *words], env=environment, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "runserver", "--noreload", str(port)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        await_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def await_port(port: int) -> None:
    """Raises TimeoutError when nothing listens there within half a minute."""
    for _ in range(300):
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("The server did not start.")


def measure(browser: Browser, address: str, *, live: bool) -> tuple[list[float], list[float]]:
    """Milliseconds of each key, and from the last key of a word to its preview."""
    page = browser.new_context(base_url=address, viewport={"width": 1600, "height": 900}).new_page()
    if not live:
        for name in LIVE:
            page.route(f"**/{name}", lambda route: route.abort())
    open_brief(page)
    if live:
        page.get_by_role("button", name="Preview", exact=True).click()
        page.frame_locator("[data-frame]").locator("h1").wait_for()
    page.evaluate(WATCH_KEYS)
    page.locator("#sections-10 .ProseMirror").click()
    for number in range(KEYS):
        page.keyboard.press("a" if number % 6 else "Space")
        page.wait_for_timeout(400 if number % 12 == 11 else 60)  # words, and now and then a pause
    keys: list[float] = page.evaluate("window.keys")
    pauses = [pause(page) for _ in range(PAUSES)] if live else []
    page.context.close()
    return keys, pauses


def open_brief(page: Page) -> None:
    page.goto("/admin/login/?next=/admin/briefs/brief/1/change/")
    page.get_by_label("Username").fill("bench")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.locator("#sections-10 .ProseMirror").wait_for()
    page.wait_for_timeout(1500)


def pause(page: Page) -> float:
    page.wait_for_timeout(1500)
    page.keyboard.type("word ", delay=40)
    return float(page.evaluate(NEXT_PREVIEW))


if __name__ == "__main__":
    main()
