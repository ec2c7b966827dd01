"""The scripts and styles of a form that holds rich text, under the content security policy."""

from django.forms import Media
from django.http import HttpRequest
from js_asset import Media as ScriptMedia


def with_nonce(media: Media, request: HttpRequest) -> Media:
    """`media` with this answer's nonce on each inline script. A form that is only looked at has none."""
    if not isinstance(media, ScriptMedia):
        return media
    nonced: Media = media.with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]
    return nonced
