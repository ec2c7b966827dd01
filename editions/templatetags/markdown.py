"""Markdown in templates."""

from django import template

from briefs.richtext import without_controls
from editions.twins.markdown import escaped
from editions.twins.pages import twin

register = template.Library()


@register.filter
def as_markdown(text: object) -> str:
    """Any text as words on one line of Markdown."""
    return escaped(" ".join(without_controls(str(text)).split()))


@register.filter
def markdown_twin(address: str) -> str:
    """The address of the Markdown twin of a page of ours."""
    return twin(address)
