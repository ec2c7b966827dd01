"""Words in several languages on one page: what tells browsers and screen readers which is which."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from briefs import languages

register = template.Library()
register.filter("interface", languages.interface)


@register.simple_tag
def lang_of(tag: str | None, within: str = "") -> SafeString:
    """` lang="ar" dir="rtl"` for an element whose words are in the language `tag`, in one whose words are in `within`.

    Of both, "" is the language of the site, as None is where an index knows of none. Nothing where they are the same.
    """
    language = languages.meant(tag or "")
    if language == languages.meant(within):
        return SafeString()
    return format_html(' lang="{}" dir="{}"', language.tag, language.direction)
