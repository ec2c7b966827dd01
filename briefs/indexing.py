"""Writing the search's words for many briefs at once, from the newest version of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, Subquery

from briefs.content import Content
from briefs.searching import words_of, write

BATCH = 500


def rebuild(revisions: Any, sources: Any, document: Any) -> Iterator[int]:
    """Index every brief anew, a batch at a time, from the managers of revisions and of sources, as rows of the
    model `document` (a migration has its own three); yields how many each batch held. Three queries a batch.
    """
    newest = revisions.filter(brief=OuterRef("brief")).order_by("-number").values("pk")[:1]
    of_each = revisions.filter(pk=Subquery(newest)).order_by("brief_id")
    last = 0
    while batch := list(of_each.filter(brief_id__gt=last)[:BATCH]):
        last, pasted = batch[-1].brief_id, _pasted(sources, [revision.brief_id for revision in batch])
        write(
            document(
                brief_id=revision.brief_id,
                **words_of(Content.from_json(revision.content), pasted[revision.brief_id]),
            )
            for revision in batch
        )
        yield len(batch)


def _pasted(sources: Any, briefs: list[int]) -> dict[int, list[str]]:
    found = defaultdict[int, list[str]](list)
    for brief, text in sources.filter(brief__in=briefs).order_by(F("pk")).values_list("brief_id", "text"):
        found[brief].append(text)
    return found
