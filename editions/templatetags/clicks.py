"""The further clicks of a list: as many as issues, so they are put together here and not by a template's loop."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Self

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from editions.clicking import Choice
from editions.kept import Kept

register = template.Library()
ROW = """
  <li>
    <a href="{}">{}</a>
    {}
  </li>
  """
LEAVE_OUT = '<a class="leave-out" href="{}">{}</a>'
_ROWS: Kept[SafeString] = Kept(2000)
COUNTED = '<a class="leave-out" href="{}" title="{}">{}</a>'


@register.simple_tag
def clicks(choices: Iterable[Choice]) -> SafeString:
    """A list item for each choice: the narrower list with what it leaves, and the list without it."""
    rows = (_ROWS.get(row, partial(_row, row)) for row in map(Row.of, choices))
    return mark_safe("".join(rows))  # noqa: S308 - made of rows that are safe


@dataclass(frozen=True, slots=True)
class Row:
    """All that a row says, and in which language: lists of one issue say much the same again and again."""

    language: str | None
    issue: str
    narrower: str
    without: str
    count: int
    rest: int
    counted: bool

    @classmethod
    def of(cls, choice: Choice) -> Self:
        lists = choice.narrower.address(), choice.without.address()
        return cls(get_language(), choice.issue.name, *lists, choice.count, choice.rest, choice.counted)


def _row(row: Row) -> SafeString:
    issue = conditional_escape(row.issue)
    if not row.counted:
        words = mark_safe(_('not<span class="unseen"> on %(issue)s</span>') % {"issue": issue})  # noqa: S308 - escaped
        return format_html(ROW, row.narrower, issue, format_html(LEAVE_OUT, row.without, words))
    held = {"number": localize(row.count)}
    rest = {"number": localize(row.rest), "issue": issue}
    with_it = ngettext(
        '%(number)s<span class="unseen"> brief</span>',
        '%(number)s<span class="unseen"> briefs</span>',
        row.count,
    )
    without_it = ngettext(
        'not<span class="unseen"> on %(issue)s %(number)s brief</span>',
        'not<span class="unseen"> on %(issue)s %(number)s briefs</span>',
        row.rest,
    )
    name = format_html('{} <span class="count">{}</span>', issue, mark_safe(with_it % held))  # noqa: S308 - a number
    title = mark_safe(_("%(number)s not on %(issue)s") % rest)  # noqa: S308 - a number and an escaped name
    left_out = format_html(COUNTED, row.without, title, mark_safe(without_it % rest))  # noqa: S308 - as above
    return format_html(ROW, row.narrower, name, left_out)
