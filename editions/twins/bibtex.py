"""A citation for BibTeX and what reads its files."""

from __future__ import annotations

from editions.citing import Work
from editions.imprint import Imprint

_MEANINGS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts a brace even where TeX would print it
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def write(imprint: Imprint) -> str:
    work = Work.of(imprint)
    fields = {
        "author": f"{{{escaped(work.author)}}}",  # in braces of its own: a house, not a person with a surname
        "title": f"{{{escaped(work.title)}}}",
        "howpublished": escaped(work.label),
        "publisher": escaped(work.author),
        "year": str(work.date.year),
        "month": f"{work.date:%b}".lower(),
        "day": str(work.date.day),
        "url": work.address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "language": work.language,
        "keywords": escaped(", ".join(work.issues)),
    }
    lines = [f"  {name:<12} = {_value(name, value)}" for name, value in fields.items() if value]
    return "@misc{" + work.key + ",\n" + ",\n".join(lines) + "\n}\n"


def escaped(text: str) -> str:
    """`text` so that TeX prints it as it is."""
    return text.translate(_MEANINGS)


def _value(name: str, value: str) -> str:
    return value if name == "month" else f"{{{value}}}"
