"""Names and titles as they stand under quotations: ranks, suffixes, initials, two people at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from briefs.importing.marks import without_full_stop
from issues.names import fold

LONGEST_NAME = 150
LONGEST_TITLE = 200

_PARTICLES = (
    "al ap ben bin bint da dal dalla de del della den der di do dos du e el ibn la le st ter van von y zu"
)
_RANKS = """adm admiral amb ambassador bg brig brigadier capt captain cdr cmdr cmsgt col colonel commander cpt dr gen
    general hon lady lieutenant lord lt lt-gen ltc ltg maj major mg mr mrs ms prof professor radm rear rep
    representative ret retired sen senator sgt sir vadm vice"""
# Words of offices and houses; a name holds none of them.
_OFFICES = """a adviser advisor advisors affairs agency an analyst analysts and as associate at brief briefs by center
    centre chair chairman chairwoman chief college commission committee correspondent council department deputy desk
    director editor executive fellow fellows flash for force foundation from head in institute intelligence
    international journal manager minister ministry national network of office officer on or planner policy president
    professor program programme project research researcher review scholar school secretary security senior spokesman
    spokesperson spokeswoman strategist studies study team the to today university with"""
PARTICLES, RANKS, OFFICES = (frozenset(words.split()) for words in (_PARTICLES, _RANKS, _OFFICES))
_SERVICES = r"(?:LTG|MG|BG|RADM|VADM|ADM|GEN|COL|CAPT|LTC|CDR|USN|USAF|USMC|USA)"
_SUFFIX = re.compile(
    rf"(?:Jr|Sr|II|III|IV|V|Ph\.?\s?D|M\.?D|J\.?D|Esq|MBA|OBE|CBE|(?:{_SERVICES}\s*)?\(?[Rr]et\.?\)?|{_SERVICES})\.?"
)
_WORD = re.compile(r"[^\W\d_][\w’'ʼ.\-]*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as printed: `title` is empty where none is given."""

    name: str
    title: str = ""


def looks_like_name(text: str, words: int = 2) -> bool:
    """Whether `text` could be a person's name of at least so many words, ranks and suffixes aside."""
    parts = [word for word in text.replace(",", " ").split() if not word.startswith("(")]
    if not words <= len(parts) <= 9 or len(text) > LONGEST_NAME:
        return False
    return all(map(_belongs_in_name, parts)) and not parts[0].islower() and not parts[-1].islower()


def _belongs_in_name(word: str) -> bool:
    word = word.strip('“”"')
    plain = word.lower().strip(".")
    capital = not word[:1].islower() or plain in PARTICLES or plain.startswith(("al-", "el-", "d’", "d'"))
    ordinary = plain not in OFFICES or plain in RANKS or (len(plain) == 1 and word.endswith("."))
    return bool(_WORD.fullmatch(word)) and capital and ordinary


def bare(name: str) -> str:
    """A name for comparing: folded, without ranks before it and suffixes behind."""
    first = [part.strip() for part in name.split(",")]
    words = [word for word in first[0].split() if not word.startswith("(")]
    while len(words) > 2 and fold(words[0]).strip(".") in RANKS:
        words = words[1:]
    while len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        words = words[:-1]
    return fold(" ".join(words))


def speakers(who: str, is_known: Callable[[str], bool], words: int = 2) -> tuple[Speaker, ...]:
    """The one or two people, or more, that `who` names with their titles; empty when it names nobody.

    `is_known` tells names that the newsroom knows, which settle what punctuation leaves open.
    """
    who = who.strip(" ,;")
    if ";" in who:
        found = [speakers(part, is_known, words) for part in who.split(";")]
        return tuple(s for several in found for s in several) if all(found) else ()
    return _joined_by_and(who, is_known) or _one(who, is_known, words)


def _one(who: str, is_known: Callable[[str], bool], words: int) -> tuple[Speaker, ...]:
    parts = [part.strip() for part in who.split(",")]
    name = parts.pop(0)
    while parts and _SUFFIX.fullmatch(parts[0]):
        name += ", " + parts.pop(0)
    title = without_full_stop(", ".join(parts))
    name = name if parts else without_full_stop(name)
    if len(title) > LONGEST_TITLE or not (is_known(name) or looks_like_name(name, words)):
        return ()
    return (Speaker(name, title),)


_AND = re.compile(r"(?P<comma>,?)\s+(?:and|&)\s+")


def _joined_by_and(who: str, is_known: Callable[[str], bool]) -> tuple[Speaker, ...]:
    """Two people at once: “A, Title, and B, Title”, or “A and B, Titles”, where the title is everybody's."""
    for joint in _AND.finditer(who):
        left, right = who[: joint.start()], _one(who[joint.end() :], is_known, words=2)
        if not right:
            continue
        names = [name.strip() for name in left.split(",")]
        if all(is_known(name) or looks_like_name(name) for name in names):
            return (*(Speaker(name, right[0].title) for name in names), *right)
        first = _one(left, is_known, words=2)
        if first and right[0].title and (joint["comma"] or is_known(right[0].name)):
            return first + right
    return ()


def office(words: str) -> str:
    """A title out of a sentence: “a fellow with the Harbour Institute.” without its article and full stop."""
    return without_full_stop(re.sub(r"^(?:an?|the)\s+", "", words.strip(), flags=re.IGNORECASE))


def together(people: tuple[Speaker, ...]) -> Speaker:
    """Several people as one line of print: their names, and their titles where these differ."""
    names = [person.name for person in people]
    titles = list(dict.fromkeys(person.title for person in people if person.title))
    return Speaker(_and(names), _and(titles))


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
