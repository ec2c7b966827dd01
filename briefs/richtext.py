"""Rich text: what editors may write, cleaned on every way in.

`CleanHTML` is the only kind of string in Dateline that templates print unescaped, and the only way to make one
from outside text is to clean it: nh3 makes it safe, `briefs.prose` gives it one shape.
"""

from __future__ import annotations

import html
import itertools
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

import nh3
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.expressions import BaseExpression
from django.utils.safestring import SafeString, mark_safe

from briefs import prose

if (
    TYPE_CHECKING
):  # the editor has no types; to the checker it is a column that takes text and gives clean text
    from django.db.models import TextField

    _ProseField = TextField["str | CleanHTML", "CleanHTML"]
else:
    from django_prose_editor.fields import ProseEditorField as _ProseField

SCHEMES = ["http", "https", "mailto"]
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": SCHEMES},
}
LONGEST = 100_000  # characters of one field
DEEPEST = 100
_CONTAINER = re.compile(
    r"<(/?)(?:ul|ol|menu|dir|dl|div|blockquote|section|article|aside|main|header|footer|nav|center|details|figure"
    r"|fieldset|form|address|pre|hgroup|summary|a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b[^>]*>?",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")


class CleanHTML(str):
    """HTML that went through the cleaner. `CleanHTML(anything)` cleans; cleaning twice changes nothing."""

    __slots__ = ()

    def __new__(cls, raw: str = "") -> Self:
        return cls.stored(raw if isinstance(raw, CleanHTML) else _clean(raw))

    @classmethod
    def stored(cls, text: str) -> Self:
        """Text that was cleaned before it was stored, as read back from the database."""
        return super().__new__(cls, text)

    def __deepcopy__(self, memo: object) -> Self:
        return self  # a copy made in the ordinary way would be cleaned once more

    def __html__(self) -> SafeString:
        return mark_safe(str(self))  # noqa: S308 - the one place where text becomes safe


def without_controls(text: str) -> str:
    """`text` without the control characters and half surrogates that no database and no page can hold."""
    return _CONTROL.sub("", text)


def _clean(raw: str) -> str:
    text = _shallow(without_controls(raw)).replace("\xa0", " ").replace("&nbsp;", " ")
    safe = nh3.clean(
        text, tags=prose.TAGS, attributes={"a": {"href"}}, url_schemes=set(SCHEMES), link_rel=None
    )
    return "".join(block.html() for block in prose.read(safe))


def _shallow(markup: str) -> str:
    """`markup` without the tags that lie deeper than any text: nh3 spends quadratic time on what is open."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        depth = max(0, depth - 1 if tag[1] else depth + 1)
        return tag[0] if depth <= DEEPEST else ""

    return _CONTAINER.sub(keep, markup)


def from_paragraphs(paragraphs: list[str]) -> CleanHTML:
    """Plain paragraphs as HTML; neighbours that begin with a bullet become one list."""
    pieces = []
    for bulleted, texts in itertools.groupby(paragraphs, key=lambda text: text.startswith(prose.BULLET)):
        tag = "li" if bulleted else "p"
        inner = "".join(f"<{tag}>{html.escape(text.removeprefix(prose.BULLET))}</{tag}>" for text in texts)
        pieces.append(f"<ul>{inner}</ul>" if bulleted else inner)
    return CleanHTML("".join(pieces))


def plain(text: str) -> list[str]:
    """The words of some clean HTML, a string a block; a list item begins with a bullet."""
    return list(_plain(text))


@lru_cache(maxsize=64)  # a few briefs: whoever publishes one asks for the words of each text several times
def _plain(text: str) -> tuple[str, ...]:
    flat = prose.flat(text) if isinstance(text, CleanHTML) else None
    return tuple(flat or (words for block in prose.read(text) for words in block.plain()))


def opening(text: str) -> str:
    """The first paragraph of some clean HTML, or its first bullet, as plain text."""
    return next(iter(plain(text)), "").removeprefix(prose.BULLET)


class CleanHTMLField(_ProseField):
    """A rich-text column. Cleaned in forms, on save, on `update()` and on bulk writes alike; read back as CleanHTML."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"extensions": EXTENSIONS, "sanitize": CleanHTML, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"max_length": LONGEST, **kwargs})

    def from_db_value(
        self,
        value: str | None,
        expression: BaseExpression,
        connection: BaseDatabaseWrapper,
    ) -> CleanHTML | None:
        return None if value is None else CleanHTML.stored(value)

    def pre_save(self, model_instance: Model, add: bool) -> CleanHTML:
        cleaned = CleanHTML(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, cleaned)
        return cleaned

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        prepared = str(CleanHTML(value)) if isinstance(value, str) else value
        return super().get_db_prep_save(prepared, connection)
