"""Who may be the same person, entered twice under two forms of one name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from experts.models import Expert, ExpertAlias
from issues.names import fold

MOST = 10
ALIKE = 0.8
_BEHIND = re.compile(r"(?:,.*|\s+\(.*|\s+(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d)\.?)$")


def duplicates(expert: Expert) -> list[Expert]:
    """At most ten people who may be `expert` too: who share a form of the name, or who have the same last name and a
    first name or initial like theirs. Three queries, however many people there are.
    """
    names: dict[int, set[str]] = defaultdict(set)
    for key, name in (*_names(Expert, "pk"), *_names(ExpertAlias, "expert")):
        names[key].add(fold(name))
    own = names.pop(expert.pk, {fold(expert.name)})
    alike = [key for key, theirs in names.items() if any(may_be_one(a, b) for a in own for b in theirs)]
    return list(Expert.objects.filter(pk__in=alike[:MOST]).defer("biography"))


def may_be_one(one: str, other: str) -> bool:
    """Whether two folded names may be one person's: “j. quist” and “mara johanna quist”."""
    if one == other:
        return True
    (*given, last), (*others, their_last) = _words(one), _words(other)
    if not given or not others or last != their_last:
        return False
    return any(_alike(a, b) for a in given for b in others)


def _alike(one: str, other: str) -> bool:
    if 1 in {len(one), len(other)}:
        return one[0] == other[0]
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _words(name: str) -> list[str]:
    """The words of a folded name, without what stands behind the last name."""
    return re.findall(r"[\w'-]+", _BEHIND.sub("", name)) or [""]


def _names(model: type[Expert | ExpertAlias], key: str) -> Iterator[tuple[int, str]]:
    yield from model.objects.values_list(key, "name")
