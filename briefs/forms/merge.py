"""The merge of two people's words on its way through the browser.

Nothing is stored between two presses. The page carries the number of the version that both began with and what its
author had written; the rest is worked out anew from the versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.http import QueryDict

from briefs.comparing import PARTS
from briefs.content import Content
from briefs.forms import data as form_data
from briefs.forms.content import content_of
from briefs.merging import Side, merge
from briefs.models import Brief, Revision
from briefs.restoring import as_of_today

BASE, MINE, OPEN, CHOICE = "merge_base", "merge_mine", "merge_open", "settle-"
SALT = "briefs.form_merge"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Mine, which began with version `base` (0: nobody knows), and version `theirs`, which was saved meanwhile."""

    brief: Brief
    base: int
    mine: Content
    theirs: Revision

    @classmethod
    def carried(cls, data: Mapping[str, Any], brief: Brief) -> Meeting | None:
        """The meeting that a page carries in its fields; None when it carries none, or nothing that makes sense."""
        mine = _content(str(data.get(MINE) or ""))
        if mine is None:
            return None
        revisions = brief.revisions.select_related("saved_by")
        theirs = revisions.filter(number=number(data.get("version"))).first()
        return None if theirs is None else cls(brief, number(data.get(BASE)), mine, theirs)

    @classmethod
    def begun(cls, data: Mapping[str, Any], form: Any, formsets: Any) -> Meeting:
        """That of a refused form, both already validated, and the newest version.

        While an earlier meeting is still open, both began where it began.
        """
        theirs: Revision = form.newer
        base = data.get(BASE) if data.get(OPEN) else data.get("version")
        return cls(theirs.brief, number(base), _said(form, formsets, theirs.value()), theirs)

    def again(self, form: Any, formsets: Any) -> Meeting:
        """This meeting after a form was refused for another reason: mine is what the form says by now.

        A part that mine lacks stands in the form until it is settled whether it goes.
        """
        theirs = self.theirs.value()
        said = _said(form, formsets, theirs)
        mine: dict[str, Any] = {}
        for kind in PARTS:
            lacking = {part.key for part in getattr(theirs, kind)}
            lacking -= {part.key for part in getattr(self.mine, kind)}
            mine[kind] = tuple(part for part in getattr(said, kind) if part.key not in lacking)
        return replace(self, mine=replace(said, **mine))

    def carriage(self) -> dict[str, str]:
        """The hidden fields that a page must carry for `carried`; what is in them is signed."""
        return {BASE: str(self.base), MINE: signing.dumps(self.mine.to_json(), salt=SALT, compress=True)}

    def contents(self) -> tuple[Content, Content, Content]:
        """Base, mine and theirs; what the two versions name and what was deleted or merged since is as it is today."""
        found = self.brief.revisions.filter(number=self.base).first()
        base = as_of_today(found.value(), self.brief).content if found else Content()
        return base, self.mine, as_of_today(self.theirs.value(), self.brief).content


def settle(data: QueryDict, brief: Brief | None) -> None:
    """Put what was chosen into `data`, which a form was sent with. What has yet to be said to its author, before it
    may be saved, is then in the field OPEN.
    """
    data.pop(OPEN, None)
    meeting = Meeting.carried(data, brief) if brief else None
    if meeting is None:
        return
    sides, to_do = chosen(data), []
    conflicts = merge(*meeting.contents()).conflicts
    typed = [c for c in conflicts if c.name in sides and not form_data.settle(data, c, sides[c.name])]
    for conflict in typed:
        data.pop(CHOICE + conflict.name, None)
    if missing := sum(c.name not in sides for c in conflicts):
        to_do.append(
            f"Choose between two wordings in {missing} place{'s' if missing > 1 else ''}, marked below."
        )
    if typed:
        to_do.append(
            "Where you chose the other wording you had also typed one of your own. Choose once more."
        )
    if "_settle" in data:
        to_do.append("Your choices stand in the form now. Nothing has been saved yet.")
    if to_do:
        data[OPEN] = " ".join(to_do)


def _said(form: Any, formsets: Any, theirs: Content) -> Content:
    """What the form says; of parts that its author may not see, what theirs says."""
    unseen = PARTS.keys() - {formset.prefix for formset in formsets}
    return replace(content_of(form, formsets).content, **{kind: getattr(theirs, kind) for kind in unseen})


def chosen(data: Mapping[str, Any]) -> dict[str, Side]:
    """Which side was chosen for each conflict, by the conflict's name."""
    sent = {name.removeprefix(CHOICE): data.get(name) for name in data if name.startswith(CHOICE)}
    return {name: Side(side) for name, side in sent.items() if side in set(Side)}


def number(sent: Any) -> int:
    text = str(sent or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _content(sent: str) -> Content | None:
    try:
        return Content.from_json(signing.loads(sent, salt=SALT)) if sent else None
    except (signing.BadSignature, ValueError):
        return None
