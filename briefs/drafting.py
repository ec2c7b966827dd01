"""Saving: every change to a brief leaves a revision behind."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from briefs.composing import compose
from briefs.models import Brief, Revision


@transaction.atomic
def record(brief: Brief, by: User | None, note: str = "") -> Revision:
    """Keep what `brief` says now as its newest revision, and return it.

    Saving the same words twice is one revision. The brief's row is locked first, so that two saves at once
    get two numbers.
    """
    Brief.objects.select_for_update().get(pk=brief.pk)
    content, newest = compose(brief), brief.newest_revision()
    digest = content.digest()
    if newest is not None and newest.digest == digest:
        return newest
    return brief.revisions.create(
        number=newest.number + 1 if newest else 1,
        content=content.to_json(),
        digest=digest,
        saved_by=by,
        saved_at=timezone.now(),
        note=note,
    )
