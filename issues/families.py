"""Which issue belongs to which. A brief on a narrower issue is on every wider one too.

Editors move issues under one another at any time, so nothing of this is stored beside the briefs. Issues are few: the
whole hierarchy is read at once, for one request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db.models import QuerySet

from issues.models import Issue
from issues.prepared import prepared


@prepared
def _parents() -> QuerySet[Issue, tuple[int, int | None]]:
    return Issue.objects.order_by().values_list("pk", "parent")


class Families:
    """The hierarchy as it stands when it is first asked about, by the issues' primary keys. One query, or none when
    `vocabulary`, all issues, was read already.
    """

    def __init__(self, vocabulary: Iterable[Issue] | None = None) -> None:
        self._vocabulary = vocabulary

    @cached_property
    def parents(self) -> dict[int, int | None]:
        """The wider issue of each, None at the top."""
        if self._vocabulary is not None:
            return {issue.pk: issue.parent_id for issue in self._vocabulary}
        return dict(_parents())

    @cached_property
    def text(self) -> str:
        """The whole hierarchy, such as 7>2,9>2: equal texts are equal hierarchies."""
        belonging = sorted((key, parent) for key, parent in self.parents.items() if parent is not None)
        return ",".join(f"{key}>{parent}" for key, parent in belonging)

    @classmethod
    def of_text(cls, text: str) -> Families:
        """The hierarchy that `text` told of; issues that belong to none are not known to it."""
        families = cls()
        told = (each.split(">") for each in text.split(",") if each)
        families.parents = {int(key): int(parent) for key, parent in told}
        return families

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The narrower issues right under each that has any."""
        found = defaultdict[int, list[int]](list)
        for key, parent in self.parents.items():
            if parent is not None:
                found[parent].append(key)
        return found

    def below(self, key: int) -> list[int]:
        """The issue itself, and every narrower one at whatever depth; each once, even where they run in a circle."""
        found = {key: None}
        waiting = [key]
        while waiting:
            fresh = [child for child in self.children.get(waiting.pop(), ()) if child not in found]
            found |= dict.fromkeys(fresh)
            waiting += fresh
        return sorted(found)

    def above(self, keys: Iterable[int]) -> set[int]:
        """The issues themselves, and every wider one."""
        return {wider for key in keys for wider in self._lines.get(key, (key,))}

    @cached_property
    def _lines(self) -> dict[int, tuple[int, ...]]:
        """Each issue that belongs to another, with those that it belongs to."""
        return {key: self.line(key) for key, parent in self.parents.items() if parent is not None}

    def line(self, key: int) -> tuple[int, ...]:
        """The issue itself and every wider one, the nearest first."""
        found: dict[int, None] = {}
        here: int | None = key
        while here is not None and here not in found:
            found[here] = None
            here = self.parents.get(here)
        return tuple(found)
