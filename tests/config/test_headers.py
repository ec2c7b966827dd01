"""What every answer tells browsers."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import django_prose_editor
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.config.conftest import Start

EDITOR = Path(django_prose_editor.__file__).parent / "static" / "django_prose_editor" / "editor.js"


def test_the_content_security_policy_allows_no_foreign_and_no_inline_script(client: Client) -> None:
    policy = client.get("/healthz").headers["content-security-policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' {settings.TIPTAP_STYLE}",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
    }


def test_browsers_are_told_what_else_they_may_not_do(client: Client) -> None:
    headers = client.get("/healthz").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["permissions-policy"].startswith("camera=(), geolocation=()")


def test_in_production_cookies_come_over_https_alone_and_from_this_host_alone(
    start: Start, production: dict[str, str]
) -> None:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    said = start(
        "-c",
        "import config.wsgi; from django.conf import settings as s; "
        f"print(*(getattr(s, n) for n in {names}), s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH)",
        **production,
    )
    assert said.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True", "None", "/"]


@pytest.fixture
def style() -> str:
    """The style sheet in the rich-text editor's script."""
    style = re.search(r"=`(\.ProseMirror \{.*?)`", EDITOR.read_text(), re.DOTALL)
    assert style
    return style[1]


def test_the_style_that_the_policy_allows_is_the_one_the_editor_adds(style: str) -> None:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == settings.TIPTAP_STYLE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desks_front_door_opens_in_a_browser_with_its_styles(
    new_page: Callable[..., Page], scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.goto("/admin/")
    assert page.get_by_label("Username").is_visible()
    assert page.evaluate("document.styleSheets[0].cssRules.length")


def test_chromium_lets_the_editor_add_its_style(page: Page, style: str) -> None:
    page.goto("/admin/")
    page.evaluate(
        "text => document.head.append(Object.assign(document.createElement('style'), {textContent: text}))",
        style,
    )
    page.evaluate("document.body.className = 'ProseMirror'")
    assert page.evaluate("getComputedStyle(document.body).whiteSpace") == "break-spaces"
