"""Saving: every change to a brief leaves a revision behind."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from briefs import searching, workflow
from briefs.composing import compose
from briefs.models import Brief, Revision
from briefs.writing import today


@transaction.atomic
def record(brief: Brief, by: User | None, note: str = "") -> Revision:
    """Keep what `brief` says now as its newest revision, and return it.

    Saving the same words twice is one revision. The brief's row is locked first, so that two saves at once
    get two numbers. New words take back what was approved or published of the old ones. That an issue was renamed,
    or an issue or expert merged into another, makes a new revision and no new words.
    """
    held = Brief.objects.select_for_update().get(pk=brief.pk)
    content, newest = compose(brief), brief.newest_revision()
    digest = content.digest()
    if newest is not None and newest.digest == digest:
        return newest
    if newest is not None and held.status in workflow.LAPSES and today(brief, newest.value()) == content:
        _approve_as(held, newest.digest, digest)
    else:
        workflow.lapse(held)
    searching.index(brief.pk, content, held.sources.values_list("text", flat=True))
    held.saved_by = by
    held.save(update_fields=["saved_by"])
    brief.status, brief.saved_by = held.status, by
    return brief.revisions.create(
        number=newest.number + 1 if newest else 1,
        content=content.to_json(),
        digest=digest,
        saved_by=by,
        saved_at=timezone.now(),
        note=note,
    )


def _approve_as(held: Brief, old: str, new: str) -> None:
    """What was approved under one digest is approved under another, because it is the same words."""
    if held.approved_digest == old:
        held.approved_digest = new
        held.save(update_fields=["approved_digest"])
