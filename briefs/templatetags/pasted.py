"""Where a part of a draft stands in the text that it was read from."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def from_lines(places: dict[str, list[int]], *keys: str) -> SafeString | str:
    """A link to the first line that became this part, naming the last; nothing for a part written by hand."""
    lines = sorted(number for key in keys for number in places.get(key, []))
    if not lines:
        return ""
    words = f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]}–{lines[-1]}"
    return format_html('<a class="draft-from" href="#line-{}">{}</a>', lines[0], words)
