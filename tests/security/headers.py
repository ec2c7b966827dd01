"""What every answer tells a browser that it may do, whatever the address and whoever asks."""

from django.conf import settings
from django.http import HttpResponseBase


def assert_told(answer: HttpResponseBase) -> None:
    headers = answer.headers
    policy = dict(
        part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; ") if " " in part
    )
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    if "sandbox" not in headers["Content-Security-Policy"]:  # as a picture is, which may load nothing at all
        assert policy["object-src"] == policy["base-uri"] == "'none'"
        assert set(policy["script-src"].split()) <= {"'self'", *nonces(policy["script-src"])}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in {"strict-origin-when-cross-origin", "no-referrer"}
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == settings.PERMISSIONS_POLICY
    assert headers["Cross-Origin-Resource-Policy"] == (
        "cross-origin" if shown_elsewhere(answer) else "same-origin"
    )


def nonces(sources: str) -> list[str]:
    return [source for source in sources.split() if source.startswith("'nonce-")]


def shown_elsewhere(answer: HttpResponseBase) -> bool:
    """Whether it is a picture that is public: feed readers and services show those on pages of their own."""
    picture = answer.headers.get("Content-Type", "").startswith("image/")
    return picture and answer.headers["Cache-Control"].startswith("public")
