"""Every address of the desk, who may use it and what they would send: for the test that walks them all.

`ACTS` are those that change something. `READS` only show something, whatever is sent.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group, User
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from briefs import bulk, commenting, sharing
from briefs.importing.bringing_in import bring_in
from briefs.many import BulkAct, Kind
from briefs.models import Autosave, Brief, Comment, PreviewLink, ReaderPhrase
from editions.models import Edition
from editions.publishing import publish
from experts.models import Expert
from issues import merging
from issues.lasting import Merge
from issues.models import Issue
from tests import cast, pictures
from tests.briefs.pasted import BRIEF

OURS = re.compile(r"(briefs|issues|experts|editions|audit|auth)_")
DESK = {"wren", "edda", "piet", "ada"}
EDITORS = DESK - {"wren"}
PUBLISHERS = {"piet", "ada"}
KEEPERS = {"ada"}
FORM = "0123456789abcdef" * 2
SOON = {"day": f"{timezone.now() + datetime.timedelta(days=40):%Y-%m-%d}", "hour": "12:00"}

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """A newsroom with one of each thing, `other` with things of its own, and `empty`, which has none."""

    draft: Brief
    empty: Brief
    live: Brief
    other: Brief
    pending: Edition
    comment: Comment
    link: PreviewLink
    kept: Autosave
    act: BulkAct
    issue: Issue
    into: Issue
    expert: Expert
    second: Expert
    merged_issue: Merge
    merged_expert: Merge
    person: User
    group: Group
    phrase: ReaderPhrase

    @classmethod
    def made(cls) -> "World":
        wren, edda, piet = (cast.person(n, n.title()) for n in ("wren", "edda", "piet"))
        draft = bring_in(BRIEF, wren).source.brief
        live, other = cast.published("Grain Moves").brief, cast.published("Timber Waits").brief
        later = timezone.now() + datetime.timedelta(days=2)
        cast.change(live, wren, title="Grain Moves Again")
        tagging = bulk.Tagging(cast.issue("Harbours"), Kind.TAG)
        issues = [cast.issue(name) for name in ("Winds", "Gales", "Storms")]
        experts = [cast.expert(name) for name in ("Ada Nord", "A. Nord", "Adda Nord")]
        for each in (draft, other):
            commenting.say(each, edda, "Who says so?")
        act = bulk.carry_out(tagging, {other.pk: bulk.mark_of(bulk.standing_of(other))}, edda)
        return cls(
            draft=draft,
            empty=Brief.objects.create(),
            live=live,
            other=other,
            pending=publish(live, piet, later),
            comment=draft.comments.get(),
            link=sharing.share(draft, 1, edda, later, "Rhea")[0],
            kept=Autosave.objects.create(author=wren, brief=draft, form=FORM, saved_at=timezone.now()),
            act=act,
            issue=issues[0],
            into=issues[1],
            expert=experts[0],
            second=experts[1],
            merged_issue=merging.merge(issues[2], issues[1], edda),
            merged_expert=merging.merge(experts[2], experts[1], edda),
            person=cast.person("rhea"),
            group=Group.objects.get(name="Writer"),
            phrase=ReaderPhrase.objects.order_by("pk")[0],
        )


@dataclass(frozen=True, slots=True)
class Act:
    """An address that changes something, for those who `may`. `sends` is what its button sends, beside what stands on
    the page where there is a `form`; `where` is what stands in the address.
    """

    may: set[str]
    sends: Body | Callable[[World], Body] = field(default_factory=dict)
    where: Body | Callable[[World], Body] = field(default_factory=dict)
    form: bool = False


def told(said: Body | Callable[[World], Body], world: World) -> Body:
    return said(world) if callable(said) else said


def ticked(row: Any) -> Body:
    return {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes"}


def picture(world: World) -> Body:
    return {"file": pictures.upload(pictures.drawn(size=(400, 300)))}


def at(row: Any) -> Body:
    return {"object_id": row.pk}


YES: Body = {"post": "yes"}
OWN = {"wren"}
PASSWORDS: Body = {"password1": cast.PASSWORD, "password2": cast.PASSWORD, "usable_password": "true"}

ACTS: dict[str, Act] = {
    "briefs_brief_paste": Act(DESK, {"text": BRIEF, "again": "on"}),
    "briefs_brief_source": Act(DESK, {"accept": ""}),
    "briefs_brief_bulk_do": Act(
        DESK,
        lambda w: {
            "kind": "tag",
            "subject": str(w.into.pk),
            "briefs": f"{w.draft.pk}.{bulk.mark_of(bulk.standing_of(w.draft))}",
        },
    ),
    "briefs_brief_bulk_undo": Act(DESK, where=lambda w: {"pk": w.act.pk}),
    "briefs_brief_plan": Act(EDITORS, {"due_at": f"{SOON['day']}T12:00", "initial-due_at": ""}),
    "briefs_brief_publish": Act(PUBLISHERS, where=lambda w: {"pk": w.live.pk}),
    "briefs_brief_cancel": Act(PUBLISHERS, where=lambda w: {"pk": w.live.pk, "edition": w.pending.pk}),
    "briefs_brief_expiry": Act(PUBLISHERS, SOON, lambda w: {"pk": w.other.pk}),
    "briefs_brief_embargo": Act(EDITORS, SOON),
    "briefs_brief_unsaved_new": Act(DESK, {"keep": "", "form_token": FORM[::-1]}, form=True),
    "briefs_brief_unsaved": Act(DESK, {"keep": "", "form_token": FORM[::-1]}, form=True),
    "briefs_brief_present": Act(DESK),
    "briefs_brief_bring_back": Act(OWN, where=lambda w: {"kept": w.kept.pk}),
    "briefs_brief_throw_away": Act(OWN, where=lambda w: {"kept": w.kept.pk}),
    "briefs_brief_advice": Act(DESK, {"aside": "0" * 64}),
    "briefs_brief_version_name": Act(DESK, {"name": "as sent to legal"}),
    "briefs_brief_restore": Act(DESK, {"newest": "2"}, lambda w: {"pk": w.live.pk, "number": 1}),
    "briefs_brief_comments": Act(DESK, {"text": "Look here."}),
    "briefs_brief_comment": Act(DESK, {"act": "resolve"}),
    "briefs_brief_previews": Act(EDITORS, {"share-version": "1", "share-lasting": "3"}),
    "briefs_brief_revoke": Act(EDITORS),
    "briefs_brief_images": Act(DESK, picture),
    "briefs_brief_withdraw": Act(PUBLISHERS, where=lambda w: at(w.live)),
    "briefs_brief_changelist": Act(EDITORS, lambda w: ticked(w.draft)),
    "briefs_brief_add": Act(DESK, {"title": "Ferries Rest"}, form=True),
    "briefs_brief_change": Act(DESK, {"title": "Ferries Rest"}, form=True),
    "briefs_brief_delete": Act(EDITORS, YES),
    "briefs_readerphrase_changelist": Act(EDITORS, lambda w: ticked(w.phrase)),
    "briefs_readerphrase_add": Act(
        EDITORS, lambda w: {"text": "Odd words", "kind": w.phrase.kind}, form=True
    ),
    "briefs_readerphrase_change": Act(EDITORS, {"text": "Odd"}, lambda w: at(w.phrase), form=True),
    "briefs_readerphrase_delete": Act(EDITORS, YES, lambda w: at(w.phrase)),
    "briefs_deskrules_change": Act(KEEPERS, {"four_eyes": "on"}, {"object_id": 1}, form=True),
    "issues_issue_rename": Act(EDITORS, {"name": "Breezes", "slug": "breezes"}),
    "issues_issue_merge": Act(EDITORS, lambda w: {"into": str(w.into.pk)}),
    "issues_issue_undo": Act(EDITORS, where=lambda w: {"pk": w.merged_issue.pk}),
    "issues_issue_changelist": Act(EDITORS, lambda w: ticked(w.issue)),
    "issues_issue_add": Act(EDITORS, {"name": "Breezes", "slug": "breezes"}, form=True),
    "issues_issue_change": Act(EDITORS, {"description": "Air."}, form=True),
    "issues_issue_delete": Act(EDITORS, YES),
    "experts_expert_portraits": Act(DESK, picture),
    "experts_expert_rename": Act(EDITORS, {"name": "Ada Nordby", "slug": "ada-nordby"}),
    "experts_expert_merge": Act(EDITORS, lambda w: {"into": str(w.second.pk)}),
    "experts_expert_undo": Act(EDITORS, where=lambda w: {"pk": w.merged_expert.pk}),
    "experts_expert_changelist": Act(EDITORS, lambda w: ticked(w.expert)),
    "experts_expert_add": Act(DESK, {"name": "Ole Vik", "slug": "ole-vik"}, form=True),
    "experts_expert_change": Act(EDITORS, {"title": "Pilot"}, form=True),
    "experts_expert_delete": Act(EDITORS, YES),
    "audit_entry_download": Act(KEEPERS),
    "auth_user_password_change": Act(
        KEEPERS,
        PASSWORDS,
        lambda w: {"id": w.person.pk},
    ),
    "auth_user_changelist": Act(KEEPERS, lambda w: ticked(w.person)),
    "auth_user_add": Act(
        KEEPERS,
        PASSWORDS | {"username": "nils"},
        form=True,
    ),
    "auth_user_change": Act(KEEPERS, {"first_name": "Rh"}, lambda w: at(w.person), form=True),
    "auth_user_delete": Act(KEEPERS, YES, lambda w: at(w.person)),
    "auth_group_changelist": Act(KEEPERS, lambda w: ticked(w.group)),
    "auth_group_add": Act(KEEPERS, {"name": "Guests"}, form=True),
    "auth_group_change": Act(KEEPERS, {"name": "Authors"}, form=True),
    "auth_group_delete": Act(KEEPERS, YES),
}

# Who may look; where the table says nothing else of it, everyone at the desk.
READS: dict[str, set[str]] = {
    "briefs_brief_bulk_look": DESK,
    "briefs_brief_bulk_acts": DESK,
    "briefs_brief_bulk_act": DESK,
    "briefs_brief_expert_names": DESK,
    "briefs_brief_schedule": DESK,
    "briefs_brief_when": PUBLISHERS,
    "briefs_brief_preview_new": DESK,
    "briefs_brief_preview": DESK,
    "briefs_brief_kept": OWN,
    "briefs_brief_compare": DESK,
    "briefs_brief_version": DESK,
    "briefs_brief_version_page": DESK,
    "briefs_brief_people": DESK,
    "briefs_brief_choices": DESK,
    "briefs_brief_history": DESK,
    "briefs_readerphrase_history": DESK,
    "briefs_deskrules_changelist": KEEPERS,
    "briefs_deskrules_history": KEEPERS,
    "briefs_deskrules_add": set(),
    "briefs_deskrules_delete": set(),
    "issues_issue_history": DESK,
    "experts_expert_history": DESK,
    "experts_expert_printed": DESK,
    "editions_edition_changelist": DESK,
    "editions_edition_add": set(),
    "editions_edition_history": DESK,
    "editions_edition_delete": set(),
    "editions_edition_change": DESK,
    "audit_entry_changelist": KEEPERS,
    "auth_user_history": KEEPERS,
    "auth_group_history": KEEPERS,
}


def routes() -> dict[str, str]:
    """The patterns of our addresses at the desk, by their names."""
    return {name: f"/admin/{route}" for name, route in _named(get_resolver()) if OURS.match(name)}


def _named(resolver: URLResolver, inside: bool = False, before: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if inside and entry.name:
                yield entry.name, f"{before}{entry.pattern}"
        elif inside or entry.namespace == "admin":
            yield from _named(entry, True, f"{before}{entry.pattern}" if inside else "")


def where(name: str, world: World) -> Body:
    """What stands in the address of that name where it leads to something."""
    act = ACTS.get(name)
    if act and act.where:
        return told(act.where, world)
    table = name.split("_")[1]
    rows = {"issue": world.issue, "expert": world.expert, "edition": world.pending, "user": world.person}
    rows |= {"readerphrase": world.phrase, "group": world.group}
    key = 1 if table == "deskrules" else world.act.pk if "_bulk_" in name else rows.get(table, world.draft).pk
    parts = {"number": 1, "comment": world.comment.pk, "link": world.link.pk, "kept": world.kept.pk}
    return {"pk": key, "object_id": key, "id": key, **parts}


def path(route: str, values: Body) -> str:
    """The address of that pattern with these values in it."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)


def keys(route: str) -> list[str]:
    """What stands in the addresses of that pattern."""
    return re.findall(r"<(?:\w+:)?(\w+)>", route)
