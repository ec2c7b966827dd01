"""No secret stands in the source: they come from the environment."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ELSEWHERE = {
    ".git",
    ".venv",
    "var",
    "node_modules",
    ".hypothesis",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
}
WRITTEN = {
    *(".py", ".html", ".js", ".md", ".toml", ".txt", ".in", ".sh", ".yml", ".yaml", ".conf", ".service"),
    *(".json", ".example", ".socket", ".timer", ""),
}
# What only a secret looks like, wherever it stands
KEYS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abprs]-[\w-]{10,}"
    r"|\bsk_live_\w+|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}|\bAIza[\w-]{35}|\bglpat-[\w-]{20}"
)
# A value that is given to something with the name of a secret, outside the tests' invented people
GIVEN = re.compile(
    r"""(?i)\b(?:\w*(?:password|passwd|secret|api_?key|access_?key|private_?key))["']?\s*[:=]\s*["'][^"'\s{}<$]{8,}["']"""
)
IN_ADDRESS = re.compile(r"\b[a-z]+://[^\s/:@\"'<>]+:([^\s/@\"'<>]{3,})@")
# The name of an act, the demo newsroom's accounts, which are made in development alone, and a form
KNOWN = {
    'PASSWORD = "password"',
    'PASSWORD = "dateline-demo"',
    'change_password": "django.contrib.auth.forms.PasswordChangeForm"',
}
PLACEHOLDERS = {"password", "secret", "PASSWORD", "$PASSWORD", "…"}


def written() -> Iterator[Path]:
    for path in Path(settings.BASE_DIR).rglob("*"):
        inside = path.relative_to(settings.BASE_DIR).parts
        if (
            path.suffix in WRITTEN
            and path.is_file()
            and not ELSEWHERE.intersection(inside)
            and path.name != ".env"
        ):
            yield path


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    root = Path(settings.BASE_DIR)
    return {str(path.relative_to(root)): path.read_text(errors="replace") for path in written()}


def test_nothing_in_the_source_looks_like_a_key(texts: dict[str, str]) -> None:
    assert len(texts) > 500
    assert [name for name, text in texts.items() if KEYS.search(text)] == []


def test_nothing_but_a_test_gives_a_secret_a_value(texts: dict[str, str]) -> None:
    given = {name: GIVEN.findall(text) for name, text in texts.items() if not name.startswith("tests/")}
    assert {name: found for name, found in given.items() if set(found) - KNOWN} == {}


def test_no_address_has_a_password_in_it_but_an_example_s(texts: dict[str, str]) -> None:
    found = {
        (name, word)
        for name, text in texts.items()
        if not name.startswith("tests/")
        for word in IN_ADDRESS.findall(text)
    }
    assert {(name, word) for name, word in found if word not in PLACEHOLDERS} == set()
