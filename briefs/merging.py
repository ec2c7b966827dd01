"""Two people's versions of one brief put together, field by field and part by part.

What only one of the two changed is merged; where both changed one thing in two ways, someone has to choose. No
database is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from briefs.comparing import BRIEF, PARTS, woven
from briefs.content import Content, Picture, Tag

P = TypeVar("P")


class Side(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"


# What is merged as one: a link leads to a web address or to a brief of ours, never to both.
UNITS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "": {name: (name,) for name in BRIEF},
    "quotes": {name: (name,) for name in PARTS["quotes"]},
    "sections": {name: (name,) for name in PARTS["sections"]},
    "links": {
        "title": ("title",),
        "address": ("url", "brief"),
        "authors": ("authors",),
        "source": ("source",),
    },
    "image": {name: (name,) for name in ("alt", "decorative", "credit", "focus")},
}
WHOLE, ORDER = (
    "",
    "order",
)  # what a conflict is about when it is no field: whether a part stays; the order of a kind


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that both changed, each otherwise. `kind` is "" for the brief's own fields, "image", or a kind of part.

    The values are those of the field; for `field` WHOLE the part, with None where it was removed; for ORDER the keys.
    """

    kind: str
    key: str
    field: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def name(self) -> str:
        """What tells it from every other conflict of a merge, made of letters, digits and hyphens."""
        return "-".join(word for word in (self.kind, self.key, self.field or "whole") if word)

    def value(self, side: Side) -> Any:
        return self.mine if side == Side.MINE else self.theirs


@dataclass(frozen=True, slots=True)
class Merged:
    content: Content
    conflicts: tuple[Conflict, ...]


def merge(base: Content, mine: Content, theirs: Content, chosen: Mapping[str, Side] | None = None) -> Merged:
    """`mine` and `theirs`, which both began as `base`, as one content, and every conflict on the way.

    `chosen` settles conflicts by their names. Of one that is not settled, the content has mine; of a part that one
    side removed and the other changed, it has what is left, so that no word is lost.
    """
    merging = _Merging(chosen or {})
    own = merging.fields("", "", base, mine, theirs)
    parts: dict[str, Any] = {
        kind: merging.parts(kind, *(getattr(c, kind) for c in (base, mine, theirs))) for kind in PARTS
    }
    image = merging.image(base.image, mine.image, theirs.image)
    content = replace(mine, **own, **parts, image=image, issues=_issues(base, mine, theirs))
    return Merged(content, tuple(merging.conflicts))


class _Merging:
    """One merge at work: it collects the conflicts that it meets."""

    def __init__(self, chosen: Mapping[str, Side]) -> None:
        self.chosen = chosen
        self.conflicts: list[Conflict] = []

    def pick(self, at: Conflict) -> Any:
        """The value that one side changed or that both agree on; else a conflict, and the value that was chosen."""
        if at.theirs in (at.mine, at.base):
            return at.mine
        if at.mine == at.base:
            return at.theirs
        self.conflicts.append(at)
        left = Side.THEIRS if at.mine is None and at.field == WHOLE else Side.MINE
        return at.value(self.chosen.get(at.name, left))

    def fields(self, kind: str, key: str, base: Any, mine: Any, theirs: Any) -> dict[str, Any]:
        """The merged fields of a brief, part or picture of that kind."""
        merged: dict[str, Any] = {}
        for unit, names in UNITS[kind].items():
            values = ([getattr(side, name, None) for name in names] for side in (base, mine, theirs))
            picked = self.pick(
                Conflict(kind, key, unit, *(v[0] if len(names) == 1 else tuple(v) for v in values))
            )
            merged |= {names[0]: picked} if len(names) == 1 else dict(zip(names, picked, strict=True))
        return merged

    def parts(self, kind: str, base: Sequence[P], mine: Sequence[P], theirs: Sequence[P]) -> tuple[P, ...]:
        was, here, there = ({part.key: part for part in side} for side in (base, mine, theirs))  # type: ignore[attr-defined]
        order = self.order(kind, list(was), list(here), list(there))
        kept = ((key, self.part(kind, key, was.get(key), here.get(key), there.get(key))) for key in order)
        return tuple(part for _, part in kept if part is not None)

    def part(self, kind: str, key: str, base: P | None, mine: P | None, theirs: P | None) -> P | None:
        if mine is None or theirs is None:
            kept: P | None = self.pick(Conflict(kind, key, WHOLE, base, mine, theirs))
            return kept
        merged: P = replace(mine, **self.fields(kind, key, base, mine, theirs))  # type: ignore[type-var]
        return merged

    def order(self, kind: str, base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
        """The keys of every part of either side: in the order of the side that changed it, or in the one chosen."""
        common = set(base) & set(mine) & set(theirs) or set(mine) & set(theirs)
        orders = [tuple(key for key in side if key in common) for side in (base, mine, theirs)]
        leading = self.pick(Conflict(kind, "", ORDER, *orders))
        return woven(mine, theirs) if leading == orders[1] != orders[0] else woven(theirs, mine)

    def image(self, base: Picture | None, mine: Picture | None, theirs: Picture | None) -> Picture | None:
        """Of one picture each word by itself; of two, all or nothing: what is said of one is not said of the other."""
        if base and mine and theirs and base.digest == mine.digest == theirs.digest:
            return replace(mine, **self.fields("image", "", base, mine, theirs))
        picture: Picture | None = self.pick(Conflict("image", "", WHOLE, base, mine, theirs))
        return picture


def _issues(base: Content, mine: Content, theirs: Content) -> tuple[Tag, ...]:
    """What either side added, without what either removed."""
    was, here, there = ({tag.issue: tag for tag in content.issues} for content in (base, mine, theirs))
    common = set(was) & set(here) & set(there)
    reordered = [k for k in here if k in common] != [k for k in was if k in common]
    order = woven(list(here), list(there)) if reordered else woven(list(there), list(here))
    return tuple(
        there[key] if key in there and here.get(key) in {None, was.get(key)} else here[key]
        for key in order
        if (key in here and key in there) or key not in was
    )
