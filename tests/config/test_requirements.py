"""The pinned libraries."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BILL = ("-m", "cyclonedx_py", "requirements", "--short-PURLs", "--output-reproducible", "--no-validate")
FILES = ["requirements.txt", "requirements-dev.txt"]


def pins(file: str) -> dict[str, str]:
    """Each library's name, with its version, hashes and whatever else stands there."""
    text = re.sub(r"^ *#.*$", "", (ROOT / file).read_text(), flags=re.MULTILINE)
    entries = [" ".join(entry.split()) for entry in re.split(r"\n(?=\S)", text) if entry.strip()]
    return dict(entry.split("==", 1) for entry in entries)


@pytest.mark.parametrize("file", FILES)
def test_every_library_is_pinned_with_its_hashes(file: str) -> None:
    assert all(re.match(r"[0-9][\w.]* .*--hash=sha256:[0-9a-f]{64}", pin) for pin in pins(file).values())


@pytest.mark.parametrize("file", FILES)
def test_no_requirement_says_where_to_download_from(file: str) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|@ ", (ROOT / file).read_text())


def test_development_runs_on_the_same_libraries_as_production() -> None:
    runtime = {name: pin.split(" ")[0] for name, pin in pins("requirements.txt").items()}
    development = {name: pin.split(" ")[0] for name, pin in pins("requirements-dev.txt").items()}
    assert runtime.items() <= development.items()
    assert {"django", "django-taggit", "psycopg", "pillow"} <= runtime.keys()


def test_the_bill_of_materials_names_every_library_that_runs(tmp_path: Path) -> None:
    written = tmp_path / "sbom.json"
    subprocess.run(
        [sys.executable, *BILL, "-o", written, ROOT / "requirements.txt"], check=True, capture_output=True
    )
    told = {(each["name"], each["version"]) for each in json.loads(written.read_text())["components"]}
    assert told >= {(name, pin.split(" ")[0]) for name, pin in pins("requirements.txt").items()}
