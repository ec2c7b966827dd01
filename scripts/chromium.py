"""Where the browser is that the tests drive."""

import shutil
from pathlib import Path

from config import env

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MISSING = (
    "The browser tests were not run, because neither Chromium nor Google Chrome was found: "
    "install one (Debian: apt-get install chromium; macOS: brew install --cask chromium) or name it in CHROMIUM."
)


def find() -> str | None:
    """The program that CHROMIUM names, or one on the PATH or among the Mac's applications; None where there is none."""
    named = env.program("CHROMIUM", "")
    on_path = (shutil.which(name) for name in NAMES)
    applications = (path for path in APPLICATIONS if Path(path).exists())
    return named or next(filter(None, on_path), None) or next(applications, None)
