"""Two people's words in one form: what a refused save shows, and what its author chose there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.helpers import AdminForm
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html

from briefs.admin.binding import bind, replay
from briefs.admin.marking import words
from briefs.admin.showing import GIST, KINDS, Line, Names, Shown, called, line, shown
from briefs.admin.unsaved import name_of
from briefs.comparing import BRIEF, PARTS, PICTURE, compare, difference, differences
from briefs.content import Content
from briefs.forms import data as form_data
from briefs.forms import merge as form_merge
from briefs.forms.merge import BASE, CHOICE, MINE, OPEN, Meeting, chosen
from briefs.merging import ORDER, WHOLE, Conflict, Merged, Side, merge
from briefs.models import Brief


@dataclass(frozen=True, slots=True)
class Choice:
    """A conflict to be settled: the field that says which side, what each says, and where it stands in the form."""

    name: str
    label: str
    mine: tuple[Line, ...]
    theirs: tuple[Line, ...]
    chosen: str
    place: str


@dataclass(frozen=True, slots=True)
class View:
    """All that `merge.html` shows."""

    number: int
    saved_at: Any
    who: str
    whose: str
    whom: str
    choices: tuple[Choice, ...]
    came: Shown
    own: Shown
    carriage: dict[str, str]
    begun: bool


def settle(request: HttpRequest, object_id: str) -> None:
    """Put what was chosen on the page into what it sent, before the form reads it."""
    data = request.POST.copy()
    brief = Brief.objects.filter(pk=object_id).first() if MINE in data and object_id.isdecimal() else None
    if brief is not None or OPEN in data:
        form_merge.settle(data, brief)
        request.POST = data  # type: ignore[assignment]


def show(model_admin: Any, request: HttpRequest, context: dict[str, Any]) -> None:
    """Where a form met a newer version: let it hold both people's words, and `context["merge"]` tell of them.

    The form is bound anew to the merged words, with the number of the newer version.
    """
    form, formsets = context["adminform"].form, [each.formset for each in context["inline_admin_formsets"]]
    if not form.is_bound or not form.instance.pk:
        return
    for each in (form, *formsets):
        each.errors  # noqa: B018 - asks the form to read what was sent, if it has not yet
    if form.newer:
        meeting = Meeting.begun(form.data, form, formsets)
        base, mine, theirs = meeting.contents()
        _rebind(model_admin, request, context, merge(base, mine, theirs).content, theirs)
        context["merge"] = view(meeting, request.user, context["adminform"].form.data, begun=True)
    elif carried := Meeting.carried(form.data, form.instance):
        context["merge"] = view(carried.again(form, formsets), request.user, form.data, begun=False)


def _rebind(
    model_admin: Any, request: HttpRequest, context: dict[str, Any], merged: Content, theirs: Content
) -> None:
    old, inlines = context["adminform"], context["inline_admin_formsets"]
    data, brief = old.form.data.copy(), Brief.objects.get(pk=old.form.instance.pk)
    form_data.fill(data, merged, theirs, old.form, [each.formset for each in inlines])
    data["version"], data["status_seen"] = str(old.form.newer.number), brief.status
    settled = {name for name in data if name.startswith(CHOICE)} | {OPEN, BASE, MINE}
    replay(request, [[name, value] for name in data.keys() - settled for value in data.getlist(name)])
    form, formsets = bind(model_admin, request, brief)
    form.newer, form.moved = old.form.newer, old.form.moved
    context["adminform"] = AdminForm(form, old.fieldsets, {}, old.readonly_fields, model_admin=model_admin)
    context["inline_admin_formsets"] = model_admin.get_inline_formsets(
        request, formsets, [each.opts for each in inlines], brief
    )


def view(meeting: Meeting, user: Any, data: Any, *, begun: bool) -> View:
    """The meeting as its page shows it to `user`; `data` is what the form is bound to."""
    base, mine, theirs = meeting.contents()
    names, merged = Names.of(base, mine, theirs), merge(base, mine, theirs)
    yielding = merge(base, mine, theirs, {conflict.name: Side.THEIRS for conflict in merged.conflicts})
    saved_by, sides = meeting.theirs.saved_by, chosen(data)
    same, name = saved_by == user, name_of(saved_by) if saved_by else ""
    telling = _Telling(names, base, merged, data)
    return View(
        number=meeting.theirs.number,
        saved_at=meeting.theirs.saved_at,
        who="You, on another page," if same else name or "Someone",
        whose="The other page’s" if same else f"{name or 'The other version'}’s",
        whom="your other page" if same else name or "the other version",
        choices=tuple(telling.choice(c, sides.get(c.name, "")) for c in merged.conflicts),
        came=shown(compare(mine, merged.content), names),
        own=shown(compare(theirs, yielding.content), names),
        carriage=meeting.carriage(),
        begun=begun,
    )


class _Telling:
    """Conflicts in an editor's words."""

    def __init__(self, names: Names, base: Content, merged: Merged, data: QueryDict) -> None:
        self.names = names
        self.places = {
            (kind, part.key): called(kind, part, place)
            for kind in PARTS
            for content in (base, merged.content)
            for place, part in enumerate(getattr(content, kind), 1)
        }
        self.gists = {
            part.key: getattr(part, GIST[kind]) or "without a name"
            for kind in PARTS
            for content in (base, merged.content)
            for part in getattr(content, kind)
        }
        self.data = data

    def choice(self, conflict: Conflict, side: str) -> Choice:
        return Choice(
            name=f"{CHOICE}{conflict.name}",
            label=self.label(conflict),
            mine=self.side(conflict, conflict.mine),
            theirs=self.side(conflict, conflict.theirs),
            chosen=side,
            place=self.place(conflict),
        )

    def label(self, conflict: Conflict) -> str:
        if conflict.kind == "image":
            return (
                "Lead image" if conflict.field == WHOLE else f"Lead image: {PICTURE[conflict.field].lower()}"
            )
        if not conflict.kind:
            return BRIEF[conflict.field]
        if conflict.field == ORDER:
            return f"{KINDS[conflict.kind]}: the order"
        part = self.places[conflict.kind, conflict.key]
        field = (
            "address" if conflict.field == "address" else PARTS[conflict.kind].get(conflict.field, "").lower()
        )
        return f"{part}: {field}" if field else part

    def side(self, conflict: Conflict, value: Any) -> tuple[Line, ...]:
        """What one side says, with what it changed of what both began with."""
        if value is None and conflict.field == WHOLE:
            return (_plain("Removed"),)
        if conflict.field == ORDER:
            return (_plain(" · ".join(self.gists[key] for key in value)),)
        if conflict.field == WHOLE:
            names = PICTURE if conflict.kind == "image" else PARTS[conflict.kind]
            changed = [line(each, self.names) for each in differences(names, conflict.base, value)]
            return tuple(each for each in changed if each.words)
        if conflict.field == "address":
            url, brief = value
            return (_plain(url or self.names.told("brief", brief)),)
        if conflict.field in {"expert", "original"}:
            return (_plain(self.names.told(conflict.field, value)),)
        before = value if conflict.base is None else conflict.base
        return (
            Line("", words(difference(conflict.field, "", before, value).pieces) or _plain("Empty").words),
        )

    def place(self, conflict: Conflict) -> str:
        """The id of the field where the conflict can be settled by hand, if there is one."""
        if conflict.kind == "image" or conflict.field in {WHOLE, ORDER}:
            return ""
        column = {"address": "url", "brief": "target"}.get(conflict.field, conflict.field)
        return f"id_{form_data.prefix_of(self.data, conflict)}{column}"


def _plain(text: str) -> Line:
    return Line("", format_html("{}", text))
