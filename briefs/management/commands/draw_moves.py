"""Draws docs/workflow.md anew from the table of moves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from briefs.models import Status
from briefs.workflow import LAPSES, MOVES, WHO_MAY, Move

PAGE = Path("docs") / "workflow.md"
TOP = """# The moves of a brief

Drawn from `MOVES` in `briefs/workflow.py` by `python manage.py draw_moves`; a test compares the two. Whether
readers see a brief is no state of it: the record of editions and the clock say that.

```mermaid
stateDiagram-v2
    [*] --> draft
"""
LEFT_OUT = """```

Publishing and withdrawing start from every state, so the picture shows each once. *New words* is no move: whoever saves
a change of the words takes back what was said of the old ones.

| move | from | to | who may | must be said with it |
|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Draws docs/workflow.md anew from the table of moves."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / PAGE).write_text(page(), encoding="utf-8")
        self.stdout.write(f"{PAGE} is drawn.")


def page() -> str:
    """The page as the table of moves says it now, in Markdown with a Mermaid diagram."""
    arrows = [*drawn_moves(), *drawn_lapses()]
    return TOP + "".join(f"    {arrow}\n" for arrow in arrows) + LEFT_OUT + "".join(map(row, MOVES))


def drawn_moves() -> Iterator[str]:
    for move, rule in MOVES.items():
        anywhere = rule.sources == frozenset(Status)
        sources = (
            [Status.APPROVED if move == Move.PUBLISH else Status.PUBLISHED]
            if anywhere
            else in_order(rule.sources)
        )
        for source in sources:
            yield f"{source} --> {rule.target}: {move.label}"


def drawn_lapses() -> Iterator[str]:
    for source, target in LAPSES.items():
        yield f"{source} --> {target}: new words"


def row(move: Move) -> str:
    rule = MOVES[move]
    every = rule.sources == frozenset(Status)
    sources = "any state" if every else ", ".join(source.label.lower() for source in in_order(rule.sources))
    cells = (move.label, sources, rule.target.label.lower(), WHO_MAY[rule.permission], rule.ask)
    return f"| {' | '.join(cells)} |\n".replace("|  |", "| |")


def in_order(states: frozenset[Status]) -> list[Status]:
    return [state for state in Status if state in states]
