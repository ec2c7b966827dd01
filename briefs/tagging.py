"""A taggit manager that never makes an issue on the quiet."""

from collections.abc import Iterable
from typing import Any

from taggit.managers import _TaggableManager

from issues.models import Issue, UnknownIssue
from issues.names import fold


class KnownIssuesManager(_TaggableManager):
    """`brief.issues`: takes issues, or names and aliases of issues; an unknown name raises UnknownIssue."""

    def _to_tag_model_instances(self, tags: Iterable[Issue | str], tag_kwargs: dict[str, Any]) -> list[Issue]:
        wanted = list(tags)
        names = Issue.objects.vocabulary() if any(isinstance(tag, str) for tag in wanted) else {}
        found = [names.get(fold(tag), tag) if isinstance(tag, str) else tag for tag in wanted]
        if unknown := [tag for tag in found if isinstance(tag, str)]:
            raise UnknownIssue(f"There is no issue called {', '.join(f'“{name}”' for name in unknown)}.")
        return list(super()._to_tag_model_instances(found, tag_kwargs))  # type: ignore[no-untyped-call]
