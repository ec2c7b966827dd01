"""The further clicks of a list: as many as issues, so they are put together here and not by a template's loop."""

from collections.abc import Iterable

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editions.filters import Choice

register = template.Library()
ROW = """
  <li>
    <a href="{}">{}</a>
    {}
  </li>
  """
LEAVE_OUT = '<a class="leave-out" href="{}">{}</a>'
COUNTED = '<a class="leave-out" href="{}" title="{}">{}</a>'


@register.simple_tag
def clicks(choices: Iterable[Choice]) -> SafeString:
    """A list item for each choice: the narrower list with what it leaves, and the list without it."""
    return mark_safe("".join(map(_row, choices)))  # noqa: S308 - made of rows that are safe


def _row(choice: Choice) -> SafeString:
    issue = conditional_escape(choice.issue.name)
    narrower, without = choice.narrower.address(), choice.without.address()
    if not choice.counted:
        words = mark_safe(_('not<span class="unseen"> on %(issue)s</span>') % {"issue": issue})  # noqa: S308 - escaped
        return format_html(ROW, narrower, issue, format_html(LEAVE_OUT, without, words))
    held = {"number": localize(choice.count)}
    rest = {"number": localize(choice.rest), "issue": issue}
    with_it = ngettext(
        '%(number)s<span class="unseen"> brief</span>',
        '%(number)s<span class="unseen"> briefs</span>',
        choice.count,
    )
    without_it = ngettext(
        'not<span class="unseen"> on %(issue)s %(number)s brief</span>',
        'not<span class="unseen"> on %(issue)s %(number)s briefs</span>',
        choice.rest,
    )
    name = format_html('{} <span class="count">{}</span>', issue, mark_safe(with_it % held))  # noqa: S308 - a number
    title = mark_safe(_("%(number)s not on %(issue)s") % rest)  # noqa: S308 - a number and an escaped name
    left_out = format_html(COUNTED, without, title, mark_safe(without_it % rest))  # noqa: S308 - as above
    return format_html(ROW, narrower, name, left_out)
