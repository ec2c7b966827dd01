"""What was measured, as a table in Markdown and as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

LEFT, WIDTH, ROW = 430, 900, 22
HEADER = "| what | measured | reference | ratio | goal |\n|---|---:|---:|---:|---:|"
LEGEND = "The line is the goal; a shorter bar is better. Bars are cut at one and a half times the goal."
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1a1d21; } .part { font-weight: 600; font-size: 14px; }
  .bar { fill: #2f6f8f; } .over { fill: #b4532a; }
  .goal { stroke: #1a1d21; stroke-width: 1.5; } .faint { fill: #6b7280; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e8eb; } .faint { fill: #9aa3ad; }
    .bar { fill: #6fb3d2; } .over { fill: #e08a5f; } .goal { stroke: #e6e8eb; }
  }
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: a value in its unit beside its reference of the same run, and the most that it should be.

    `goal` bounds the ratio where there is a reference, else the value; `at_least` turns that round.
    """

    what: str
    value: float
    unit: str
    reference: float | None = None
    beside: str = ""
    goal: float | None = None
    at_least: bool = False

    @property
    def judged(self) -> float:
        return self.value / self.reference if self.reference else self.value

    @property
    def met(self) -> bool:
        if self.goal is None:
            return True
        return self.judged >= self.goal if self.at_least else self.judged <= self.goal

    def row(self) -> str:
        reference = f"{said(self.reference)} {self.unit}, {self.beside}" if self.reference else self.beside
        ratio = f"{said(self.judged)} ×" if self.reference else ""
        goal = ""
        if self.goal is not None:
            bound = "at least" if self.at_least else "at most"
            goal = (
                f"{bound} {said(self.goal)}{' ×' if self.reference else ''}{'' if self.met else ' (missed)'}"
            )
        return f"| {self.what} | {said(self.value)} {self.unit} | {reference} | {ratio} | {goal} |"


@dataclass(frozen=True, slots=True)
class Part:
    """Figures that belong together, under one heading."""

    heading: str
    figures: Sequence[Figure]


def said(number: float) -> str:
    """With as many digits as mean something."""
    if number >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}" if number >= 0.1 else f"{number:.4f}"


def table(parts: Iterable[Part]) -> str:
    return "\n".join(
        "\n".join([f"\n**{part.heading}**\n", HEADER, *(figure.row() for figure in part.figures)])
        for part in parts
    )


def picture(parts: Sequence[Part], title: str) -> str:
    """The figures that have a goal, as an SVG: how far each goes of what it may, with the goal as a line."""
    rows = [(part, [each for each in part.figures if each.goal]) for part in parts]
    lines, y = list[str](), 44
    for part, figures in rows:
        if not figures:
            continue
        y += ROW + 6
        lines.append(f'<text class="part" x="16" y="{y}">{escape(part.heading)}</text>')
        for figure in figures:
            y += ROW
            lines += bar(figure, y)
    height = y + 40
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(title)}"><style>{STYLE}</style>'
        f'<text class="part" x="16" y="24">{escape(title)}</text>'
        f'<text class="faint" x="16" y="44">{LEGEND}</text>'
        f"{''.join(lines)}</svg>\n"
    )


def bar(figure: Figure, y: int) -> list[str]:
    """One row of the picture. What should be large is drawn as its goal's share of it."""
    goal = figure.goal or 1
    share = goal / max(figure.judged, 1e-9) if figure.at_least else figure.judged / goal
    scale = 220
    length = min(share, 1.5) * scale
    unit = " ×" if figure.reference else f" {figure.unit}"
    told, looks = f"{said(figure.judged)}{unit}", "bar" if figure.met else "over"
    return [
        f'<text x="{LEFT - 10}" y="{y}" text-anchor="end">{escape(figure.what)}</text>',
        f'<rect class="{looks}" x="{LEFT}" y="{y - 11}" width="{length:.1f}" height="13" rx="2"/>',
        f'<line class="goal" x1="{LEFT + scale}" x2="{LEFT + scale}" y1="{y - 14}" y2="{y + 5}"/>',
        f'<text x="{LEFT + max(length, scale) + 10:.0f}" y="{y}">{escape(told)}</text>',
    ]
