"""The shape of prose: paragraphs and lists of marked-up runs, read from HTML and written back in one canonical form.

Whatever a word processor or a mail program calls it, text ends up as `<p>`, `<ul>` or `<ol>`, with `<strong>`,
`<em>`, `<a>` and `<br>` inside. The reader expects markup that a sanitizer has passed: it shapes,
`briefs.richtext` makes safe.
"""

from __future__ import annotations

import html
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

BULLET = "• "
DEEPEST = 6

STRONG, EMPHASIS = {"strong", "b"}, {"em", "i"}
PARAGRAPHS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"ul", "ol"}
TAGS = STRONG | EMPHASIS | PARAGRAPHS | LISTS | {"li", "a", "br"}
_P = r'<p>(?:[^<]++|<br>|</?(?:strong|em)>|<a href="[^"<>]*" rel="noopener">|</a>)*+</p>'
_FLAT = re.compile(rf"(?:{_P}|<ul>(?:<li>{_P}</li>)++</ul>|<ol>(?:<li>{_P}</li>)++</ol>)*+")
_PARAGRAPH = re.compile(r"(<li>)?<p>(.*?)</p>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share their marks; a line break is a newline."""

    text: str
    href: str = ""
    strong: bool = False
    emphasis: bool = False

    def marks(self) -> tuple[str, bool, bool]:
        return self.href, self.strong, self.emphasis

    def html(self) -> str:
        inner = html.escape(self.text, quote=False).replace("\n", "<br>")
        inner = f"<em>{inner}</em>" if self.emphasis else inner
        inner = f"<strong>{inner}</strong>" if self.strong else inner
        return f'<a href="{html.escape(self.href)}" rel="noopener">{inner}</a>' if self.href else inner


@dataclass(slots=True)
class Paragraph:
    runs: list[Run]

    def html(self) -> str:
        return f"<p>{''.join(run.html() for run in self.runs)}</p>"

    def plain(self) -> Iterator[str]:
        yield "".join(run.text for run in self.runs)


@dataclass(slots=True)
class List:
    tag: str
    items: list[list[Block]] = field(default_factory=list)

    def html(self) -> str:
        items = ("".join(block.html() for block in item) for item in self.items)
        return f"<{self.tag}>{''.join(f'<li>{item}</li>' for item in items if item)}</{self.tag}>"

    def plain(self) -> Iterator[str]:
        for item in self.items:
            for place, text in enumerate(itertools.chain.from_iterable(block.plain() for block in item)):
                yield text if place or text.startswith(BULLET) else BULLET + text


Block = Paragraph | List


def read(markup: str) -> list[Block]:
    """The blocks of some sanitized HTML, in order; empty paragraphs, items and lists are left out."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.flush()
    return reader.blocks


def flat(markup: str) -> list[str] | None:
    """The words of some HTML in the canonical form, a string a block, as `read` would give them; None when it has
    lists in lists, or items of several blocks. Most texts have none, and no parser is as quick.
    """
    if not _FLAT.fullmatch(markup):
        return None
    return [_words(inner, bulleted=bool(item)) for item, inner in _PARAGRAPH.findall(markup)]


def _words(inner: str, *, bulleted: bool) -> str:
    text = inner
    if "<" in text:
        text = _TAG.sub("", text.replace("<br>", "\n"))
    if "&" in text:
        text = html.unescape(text)
    return text if not bulleted or text.startswith(BULLET) else BULLET + text


class _Reader(HTMLParser):
    """Collects runs until a block begins or ends; lists nested deeper than anyone reads are flattened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.lists: list[List] = []
        self.too_deep = 0
        self.open: Counter[str] = Counter()
        self.hrefs: list[str] = []
        self.runs: list[Run] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PARAGRAPHS | LISTS | {"li"}:
            self.flush()
        if tag in LISTS and len(self.lists) == DEEPEST:
            self.too_deep += 1
        elif tag in LISTS:
            self.lists.append(List(tag))
        elif tag == "li" and self.lists:
            self.lists[-1].items.append([])
        elif tag == "br":
            self.add("\n")
        elif tag == "a":
            self.hrefs.append(dict(attrs).get("href") or "")
        self.open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        self.open[tag] -= 1
        if tag in PARAGRAPHS | LISTS | {"li"}:
            self.flush()
        if tag == "a" and self.hrefs:
            self.hrefs.pop()
        if tag in LISTS and self.too_deep:
            self.too_deep -= 1
        elif tag in LISTS and self.lists:
            self.place(self.lists.pop())

    def handle_data(self, data: str) -> None:
        self.add(re.sub(r"\s+", " ", data))

    def add(self, text: str) -> None:
        href = self.hrefs[-1] if self.hrefs else ""
        strong, emphasis = (any(self.open[tag] > 0 for tag in tags) for tags in (STRONG, EMPHASIS))
        self.runs.append(Run(text, href, strong, emphasis))

    def flush(self) -> None:
        if runs := tidy(self.runs):
            self.place(Paragraph(runs))
        self.runs = []

    def place(self, block: Block) -> None:
        """Put `block` where the reader stands: into the item of the innermost list, or on the page."""
        if isinstance(block, List) and not any(block.items):
            return
        if not self.lists:
            self.blocks.append(block)
            return
        items = self.lists[-1].items
        if not items:
            items.append([])
        items[-1].append(block)


def tidy(runs: list[Run]) -> list[Run]:
    """`runs` with neighbours of the same marks joined and the ends trimmed; empty when there are no words."""
    joined = [
        Run(re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", "".join(run.text for run in group))), *marks)
        for marks, group in itertools.groupby(runs, key=Run.marks)
    ]
    worded = [index for index, run in enumerate(joined) if run.text.strip()]
    if not worded:
        return []
    kept = joined[worded[0] : worded[-1] + 1]
    kept[0] = Run(kept[0].text.lstrip(), *kept[0].marks())
    kept[-1] = Run(kept[-1].text.rstrip(), *kept[-1].marks())
    return [run for run in kept if run.text]
