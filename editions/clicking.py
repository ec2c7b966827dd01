"""Where a list leads on to: one condition less, or one issue more."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from issues.models import Issue

if TYPE_CHECKING:
    from editions.filters import BriefFilter


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a filter: a field of the query string and its value, in words, and what is left without it."""

    field: str
    value: str
    words: str
    rest: BriefFilter


@dataclass(frozen=True, slots=True)
class Choice:
    """A further click on an issue: the filter that wants it too and the one that does not, and how many each leaves.
    Where that would take too long to count it is not `counted`, and the numbers say nothing.
    """

    issue: Issue
    count: int
    narrower: BriefFilter
    rest: int
    without: BriefFilter
    counted: bool = True

    def facts(self) -> Hashable:
        """All that a page says of it, in values, beside what it says of the filter that it is a choice of."""
        return self.issue.name, self.issue.slug, self.count, self.rest, self.counted
