"""Rich text: what editors may write, cleaned on every way in.

`CleanHTML` is the only kind of string in Dateline that templates print unescaped, and the only way to make one
from outside text is to clean it. What the editor offers and what is kept come from one declaration, EXTENSIONS.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any, Self

import nh3
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.expressions import BaseExpression
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.fields import ProseEditorField

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
TAGS: set[str] = set(allowlist_from_extensions(expand_extensions(EXTENSIONS))["tags"]) | {"p", "br"}

_SYNONYMS = {"b": "strong", "i": "em", "div": "p"} | {f"h{level}": "p" for level in range(1, 7)}
_SYNONYM = re.compile(r"<(/?)(b|i|div|h[1-6])(?=[\s/>])", re.IGNORECASE)
_BARE_LINK = re.compile(r"<a(?! href=)[^>]*>(.*?)</a>", re.DOTALL)
_EMPTY = re.compile(r"<(p|li|ul|ol|strong|em)>(?:\s|<br>)*</\1>")
_BLOCK = re.compile(r"\s*<(?:p|ul|ol)>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")

BULLET = "• "


class CleanHTML(str):
    """HTML that went through the cleaner. `CleanHTML(anything)` cleans; cleaning twice changes nothing."""

    __slots__ = ()

    def __new__(cls, raw: str = "") -> Self:
        return cls.stored(raw if isinstance(raw, CleanHTML) else _clean(raw))

    @classmethod
    def stored(cls, text: str) -> Self:
        """Text that was cleaned before it was stored, as read back from the database."""
        return super().__new__(cls, text)

    def __html__(self) -> SafeString:
        return mark_safe(str(self))  # noqa: S308 - the one place where text becomes safe


def without_controls(text: str) -> str:
    """`text` without the control characters and half surrogates that no database and no page can hold."""
    return _CONTROL.sub("", text)


def _clean(raw: str) -> str:
    text = without_controls(raw).replace("\xa0", " ").replace("&nbsp;", " ").strip()
    text = _SYNONYM.sub(lambda m: f"<{m[1]}{_SYNONYMS[m[2].lower()]}", text)
    text = nh3.clean(
        text, tags=TAGS, attributes={"a": {"href"}}, url_schemes=set(SCHEMES), link_rel="noopener"
    )
    text = _BARE_LINK.sub(r"\1", text.replace("\xa0", " ").replace("&nbsp;", " "))
    while (emptied := _EMPTY.sub("", text)) != text:
        text = emptied
    text = text.strip()
    return text if not text or _BLOCK.match(text) else f"<p>{text}</p>"


def from_paragraphs(paragraphs: list[str]) -> CleanHTML:
    """Plain paragraphs as HTML; neighbours that begin with a bullet become one list."""
    pieces: list[str] = []
    for text in paragraphs:
        escaped = html.escape(text.removeprefix(BULLET), quote=False)
        if not text.startswith(BULLET):
            pieces.append(f"<p>{escaped}</p>")
        elif pieces and pieces[-1].endswith("</ul>"):
            pieces[-1] = pieces[-1].removesuffix("</ul>") + f"<li><p>{escaped}</p></li></ul>"
        else:
            pieces.append(f"<ul><li><p>{escaped}</p></li></ul>")
    return CleanHTML("".join(pieces))


def plain(text: str) -> list[str]:
    """The words of some clean HTML, a string a block; a list item begins with a bullet."""
    reader = _Blocks()
    reader.feed(text)
    reader.close()
    reader.flush()
    return reader.blocks


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.words: list[str] = []
        self.mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.words.append("\n")
        elif tag in {"p", "li", "ul", "ol"}:
            self.flush()
        if tag == "li":
            self.mark = BULLET

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li", "ul", "ol"}:
            self.flush()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def flush(self) -> None:
        text = re.sub(r"[ \t\r\f]+", " ", "".join(self.words)).strip()
        if text:
            self.blocks.append(self.mark + text)
            self.mark = ""
        self.words = []


class CleanHTMLField(ProseEditorField):  # type: ignore[misc]
    """A rich-text column. Cleaned in forms, on save, on `update()` and on bulk writes alike; read back as CleanHTML."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"extensions": EXTENSIONS, "sanitize": CleanHTML, **kwargs})

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
