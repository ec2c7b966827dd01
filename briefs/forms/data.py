"""From a content back to what a browser would send of a brief's form, so that a form can be shown with other words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict

from briefs.comparing import PARTS, woven
from briefs.content import Content, Picture
from briefs.merging import ORDER, UNITS, WHOLE, Conflict, Side
from briefs.models import Image
from briefs.richtext import CleanHTML

OWN = ("label", "date", "title", "slug", "developments", "language", "original")
MOST = 200  # parts of one kind that a form can have


def fill(data: QueryDict, merged: Content, theirs: Content, form: Any, formsets: Sequence[Any]) -> None:
    """Let `data`, sent to `form` and `formsets`, say `merged`. What was refused stays as it was typed.

    A part that `theirs`, which the rows say now, has and `merged` has not is marked as one that goes.
    """
    own = {name: sent(getattr(merged, name)) for name in OWN} | image_fields(merged.image)
    own["issues"] = [str(tag.issue) for tag in merged.issues]
    for name in (own.keys() & form.fields.keys()) - form.errors.keys():
        data.setlist(name, own[name])
    data.pop("image_none", None)
    for formset in formsets:
        kind = formset.prefix
        _fill_parts(data, formset, getattr(merged, kind), getattr(theirs, kind))


def _fill_parts(data: QueryDict, formset: Any, merged: Sequence[Any], theirs: Sequence[Any]) -> None:
    kind, typed = formset.prefix, {part.instance.key: _refused(data, part) for part in formset.forms}
    for name in [name for name in data if name.startswith(f"{kind}-")]:
        del data[name]
    kept = {part.key for part in merged}
    rows = [*merged, *(part for part in theirs if part.key not in kept)]
    for index, part in enumerate(rows):
        said = (
            part_fields(kind, part) | typed.get(part.key, {}) | {"key": [part.key], "position": [str(index)]}
        )
        for name, values in said.items():
            data.setlist(f"{kind}-{index}-{name}", values)
        if part.key not in kept:
            data[f"{kind}-{index}-DELETE"] = "on"
    counts = {"TOTAL": len(rows), "INITIAL": len(rows), "MIN_NUM": 0, "MAX_NUM": MOST}
    for name, count in counts.items():
        data[f"{kind}-{name}_FORMS"] = str(count)


def _refused(data: QueryDict, part: Any) -> dict[str, list[str]]:
    return {name: data.getlist(part.add_prefix(name)) for name in part.errors if name in part.fields}


def part_fields(kind: str, part: Any) -> dict[str, list[str]]:
    """What a browser would send of a part's own fields."""
    return {_column(name): sent(getattr(part, name)) for name in PARTS[kind]}


def image_fields(picture: Picture | None) -> dict[str, list[str]]:
    """What a browser would send of a lead image; of one whose file is gone, as if there were none."""
    image = Image.objects.filter(digest=picture.digest).first() if picture else None
    said = picture if picture and image else Picture("", 0, 0)
    return {
        "image": [str(image.pk) if image else ""],
        "image_alt": [said.alt],
        "image_decorative": ["on"] if said.decorative else [],
        "image_credit": [said.credit],
        "image_focus_x": [str(said.focus[0])],
        "image_focus_y": [str(said.focus[1])],
    }


def sent(value: Any) -> list[str]:
    """A value of a content as the text of a field."""
    match value:
        case None:
            return [""]
        case datetime.date():
            return [value.isoformat()]
        case tuple():
            return ["; ".join(value)]
    return [str(value)]


def _column(name: str) -> str:
    return "target" if name == "brief" else name


def settle(data: QueryDict, conflict: Conflict, side: Side) -> bool:
    """Let the form that `data` is of say what `side` says about `conflict`.

    Mine stands in the form already, perhaps mended by hand. False, and nothing is done, when theirs was chosen and
    something that is neither mine nor theirs was typed.
    """
    if conflict.field == ORDER:
        _order(data, conflict, side)
    elif conflict.field == WHOLE and conflict.kind != "image":
        _keep(data, conflict, conflict.value(side) is not None)
    elif side == Side.THEIRS:
        theirs = dict(_fields(data, conflict, Side.THEIRS))
        typed = {name: data.getlist(name) for name in theirs}
        if not _same(typed, theirs) and not _same(typed, dict(_fields(data, conflict, Side.MINE))):
            return False
        for name, values in theirs.items():
            data.setlist(name, values)
    return True


def _fields(data: QueryDict, conflict: Conflict, side: Side) -> Iterator[tuple[str, list[str]]]:
    """The fields that a conflict is about, as they would be sent if they said what `side` says."""
    value = conflict.value(side)
    if conflict.kind == "image" and conflict.field == WHOLE:
        yield from image_fields(value).items()
        return
    if conflict.kind == "image":
        names = (
            ["image_focus_x", "image_focus_y"] if conflict.field == "focus" else [f"image_{conflict.field}"]
        )
    else:
        prefix = prefix_of(data, conflict)
        names = [f"{prefix}{_column(name)}" for name in UNITS[conflict.kind][conflict.field]]
    values = value if len(names) > 1 else (value,)
    for name, each in zip(names, values, strict=True):
        yield name, ((["on"] if each else []) if isinstance(each, bool) else sent(each))


def _same(typed: dict[str, list[str]], said: dict[str, list[str]]) -> bool:
    return all(_plain(typed[name]) == _plain(said[name]) for name in said)


def _plain(values: list[str]) -> list[str]:
    return [" ".join(CleanHTML(value).split()) for value in values]


def prefix_of(data: QueryDict, conflict: Conflict) -> str:
    """What the names of a conflict's fields begin with: nothing for the brief's own, `quotes-2-` for a quotation's."""
    places = (place for place in range(MOST) if data.get(f"{conflict.kind}-{place}-key") == conflict.key)
    place = next(places, None) if conflict.key else None
    return "" if place is None else f"{conflict.kind}-{place}-"


def _keep(data: QueryDict, conflict: Conflict, kept: bool) -> None:
    name = f"{prefix_of(data, conflict)}DELETE"
    data.pop(name, None)
    if not kept:
        data[name] = "on"


def _order(data: QueryDict, conflict: Conflict, side: Side) -> None:
    if side == Side.MINE:
        return
    names = {key: place for place in range(MOST) if (key := data.get(f"{conflict.kind}-{place}-key"))}
    for position, key in enumerate(woven([key for key in conflict.theirs if key in names], list(names))):
        data[f"{conflict.kind}-{names[key]}-position"] = str(position)
