"""Prose as lines of plain text and back, with nothing lost: what the text form of a brief is made of.

A paragraph is a line, and a line break in it begins another; an empty line ends it. `*strong*`, `_emphasis_`,
`[words](address)`; items begin with a bullet or a number, and what else belongs to an item is indented by two spaces. A
backslash takes the meaning from the character behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefs.prose import BULLET, DEEPEST, Block, List, Paragraph, Run, read
from briefs.richtext import CleanHTML, without_controls

INDENT = "  "
_ODD = re.compile(
    r"[^\S \n]|[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]"
)  # ends a line somewhere, or is no plain space
_ESCAPE = re.compile(r"\\(?:\{([0-9a-f]{1,6})\}|(.?))", re.DOTALL)
_ITEM = re.compile(r"(?:•|(\d{1,6})\.)(?: |$)")
_LINE = re.compile(r"={3,}|-{3,}")  # under a heading
# At the beginning of a line these mean something: an item, an attribution, a line under a heading, an indentation.
_MEANS_SOMETHING = re.compile(r"[•— ]|\d{1,6}\.|[=-]{3,}$")
# An escape; where emphasis begins or ends; where a link does, with its address; words.
_TOKEN = re.compile(
    r"\\(?:\{[0-9a-f]{1,6}\}|.)|[*_\[]|\]\((?:\\.|[^\\()\[\] \n])*\)|[^\\*_\[\]]+|.", re.DOTALL
)
_LINK_END = re.compile(r"\]\((.*)\)", re.DOTALL)


def lines(markup: str) -> list[str]:
    """The lines that say some clean HTML."""
    return list(_lines(read(markup)))


def prose(written: list[str]) -> CleanHTML:
    """The clean HTML that `lines` wrote as these lines; any other lines give some clean HTML too."""
    return _clean(_blocks(written))


def said(markup: str) -> list[str]:
    """The lines that say a quotation, in quotation marks."""
    blocks, written = read(markup), lines(markup)
    if blocks and isinstance(blocks[0], Paragraph):
        written[0] = f"“{written[0]}"
    if blocks and isinstance(blocks[-1], Paragraph):
        written[-1] += "”"
    return written


def unsaid(written: list[str]) -> CleanHTML:
    """The quotation that `said` wrote, without the quotation marks around it."""
    blocks = _blocks(written)
    if blocks and isinstance(first := blocks[0], Paragraph) and first.runs[0].text.startswith("“"):
        first.runs[0] = replace(first.runs[0], text=first.runs[0].text[1:])
    if blocks and isinstance(last := blocks[-1], Paragraph) and last.runs[-1].text.endswith("”"):
        last.runs[-1] = replace(last.runs[-1], text=last.runs[-1].text[:-1])
    return _clean(blocks)


def escaped(text: str, special: str = "") -> str:
    """`text` on one line, with a backslash before each of the characters `special`; a lone one for no text at all."""
    text = re.sub(rf"([\\{re.escape(special)}])", r"\\\1", text)
    text = _ODD.sub(_as_code, text).replace("\n", r"\{a}")
    text = re.sub(r"^ | $", r"\\{20}", text)
    return f"\\{text}" if not text or _LINE.fullmatch(text) else text


def unescaped(line: str) -> str:
    """The text that `escaped` wrote, without the characters that no database can hold."""
    return without_controls(_ESCAPE.sub(_character, line))


def split(line: str, mark: str) -> tuple[str, str]:
    """What stands before and behind the first `mark` that no backslash escapes; all and nothing without one."""
    found = re.match(rf"((?:\\.|[^\\])*?){re.escape(mark)}", line)
    return (found[1], line[found.end() :]) if found else (line, "")


def _clean(blocks: list[Block]) -> CleanHTML:
    return CleanHTML("".join(block.html() for block in blocks))


def _as_code(odd: re.Match[str]) -> str:
    return f"\\{{{ord(odd[0]):x}}}"


def _character(escape: re.Match[str]) -> str:
    if not escape[1]:
        return escape[2] or ""
    code = int(escape[1], 16)
    return chr(code) if code <= 0x10FFFF else ""


def _lines(blocks: list[Block], inside: bool = False) -> Iterator[str]:
    """The lines of some blocks, with an empty one between two; `inside` an item a list follows its words at once."""
    for place, block in enumerate(blocks):
        listed = isinstance(block, List)
        if place and not (inside and listed and isinstance(blocks[place - 1], Paragraph)):
            yield ""
        yield from _item_lines(block) if isinstance(block, List) else _paragraph_lines(block)


def _paragraph_lines(paragraph: Paragraph) -> Iterator[str]:
    for line in "".join(map(_marked, paragraph.runs)).split("\n"):
        yield f"\\{line}" if not line.strip(" ") or _MEANS_SOMETHING.match(line) else line


def _item_lines(block: List) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        mark = BULLET if block.tag == "ul" else f"{number}. "
        rest = list(_lines(item, inside=True))
        yield mark + rest.pop(0) if item and isinstance(item[0], Paragraph) else mark.rstrip()
        yield from (INDENT + line if line else "" for line in rest)


def _marked(run: Run) -> str:
    text = _ODD.sub(_as_code, re.sub(r"([\\*_\[\]])", r"\\\1", run.text))
    text = f"_{text}_" if run.emphasis else text
    text = f"*{text}*" if run.strong else text
    return f"[{text}]({_escaped_address(run.href)})" if run.href else text


def _escaped_address(address: str) -> str:
    return _ODD.sub(_as_code, re.sub(r"([\\()\[\] ])", r"\\\1", address)).replace("\n", r"\{a}")


def _blocks(written: list[str], depth: int = 0) -> list[Block]:
    found: list[Block] = []
    place = 0
    while place < len(written):
        if not written[place].strip(" "):
            place += 1
        elif depth < DEEPEST and _ITEM.match(written[place]):
            block, place = _list_at(written, place, depth)
            found.append(block)
        else:
            paragraph, place = _paragraph_at(written, place, depth)
            found += [paragraph] if paragraph.runs else []
    return found


def _paragraph_at(written: list[str], start: int, depth: int) -> tuple[Paragraph, int]:
    end = start + 1
    while (
        end < len(written) and written[end].strip(" ") and not (depth < DEEPEST and _ITEM.match(written[end]))
    ):
        end += 1
    return Paragraph(_runs("\n".join(written[start:end]))), end


def _list_at(written: list[str], place: int, depth: int) -> tuple[List, int]:
    """The list that begins there, up to what is neither its next item nor indented, and where that is."""
    first = _ITEM.match(written[place])
    block = List("ol" if first and first[1] else "ul")
    while (
        place < len(written)
        and (mark := _ITEM.match(written[place]))
        and bool(mark[1]) == (block.tag == "ol")
    ):
        end = _end_of_item(written, place + 1)
        head = written[place][mark.end() :]
        rest = [line[len(INDENT) :] for line in written[place + 1 : end]]
        block.items.append(_blocks([head, *rest], depth + 1))
        place = end
    return block, place


def _end_of_item(written: list[str], place: int) -> int:
    """Where the indented lines end; empty lines count to them when indented ones follow."""
    end = place
    while place < len(written) and (not written[place].strip(" ") or written[place].startswith(INDENT)):
        place += 1
        end = place if written[place - 1].strip(" ") else end
    return end


def _runs(text: str) -> list[Run]:
    """The runs of a paragraph. A link that is not closed is plain words."""
    runs: list[Run] = []
    opened: int | None = None
    strong = emphasis = False
    for piece in _TOKEN.findall(text):
        if piece == "*":
            strong = not strong
        elif piece == "_":
            emphasis = not emphasis
        elif piece == "[" and opened is None:
            opened = len(runs)
        elif opened is not None and (end := _LINK_END.fullmatch(piece)):
            address = unescaped(end[1])
            runs[opened:] = [replace(run, href=address) for run in runs[opened:]]
            opened = None
        else:
            runs.append(Run(_ESCAPE.sub(_character, piece), "", strong, emphasis))
    return runs
