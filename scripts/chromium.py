"""Where the browser is that the tests drive, and what keeps them from driving it."""

import ctypes
import shutil
import sys
from pathlib import Path

from config import env

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
NO_BROWSER = (
    "The browser tests were not run, because neither Chromium nor Google Chrome was found: install one "
    "(Debian: apt-get install chromium libatomic1; macOS: brew install --cask chromium) or name it in CHROMIUM."
)
NO_LIBRARY = (
    "The browser tests were not run, because Playwright's driver needs libatomic: install it "
    "(Debian: apt-get install libatomic1)."
)


def find() -> str | None:
    """The program that CHROMIUM names, or one on the PATH or among the Mac's applications; None where there is none."""
    named = env.program("CHROMIUM", "")
    on_path = (shutil.which(name) for name in NAMES)
    applications = (path for path in APPLICATIONS if Path(path).exists())
    return named or next(filter(None, on_path), None) or next(applications, None)


def hindrance() -> str:
    """The sentence that says why browser tests cannot run here; empty where they can."""
    if not find():
        return NO_BROWSER
    return "" if sys.platform != "linux" or loads("libatomic.so.1") else NO_LIBRARY


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
