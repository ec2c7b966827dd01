"""Briefs at random, with whatever words people type, and the way back from their text form."""

import datetime

from hypothesis import strategies as st

from briefs.content import Content, Link, Picture, Quote, Section, Tag
from briefs.importing import own_form
from briefs.importing.outcome import Reading
from briefs.importing.own_notes import Here
from briefs.importing.vocabulary import Person, Vocabulary
from briefs.richtext import CleanHTML, without_controls
from briefs.text_form import Addresses

SPECIAL = [
    *"*_[]()\\{}•—–“”=-.;,: 1a\n",
    "\u2028",
    "\x85",
    "\ufeff",
    "\xa0",
    "===",
    "---",
    "1. ",
    "— ",
    "\\{a}",
]
WORDS = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from(SPECIAL), max_size=12).map("".join),
    st.sampled_from(["So.", "“Yes”"]),
)
LINE = WORDS.map(without_controls)
NAMED = LINE.filter(str.strip)
MARKUP = st.recursive(
    WORDS.map(lambda words: words.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")),
    lambda inner: st.tuples(
        st.sampled_from(
            ["p", "ul><li", "ol><li", "li", "em", "strong", "a href='https://x.example/(_[a] b)'", "br"]
        ),
        st.lists(inner, max_size=3).map("".join),
    ).map(
        lambda pair: (
            f"<{pair[0]}>{pair[1]}" + "".join(f"</{tag.split()[0]}>" for tag in pair[0].split("><")[::-1])
        )
    ),
    max_leaves=12,
)
CLEAN = st.lists(MARKUP, max_size=4).map(lambda pieces: CleanHTML("".join(pieces)))
KEYS = st.uuids().map(lambda key: key.hex)
PEOPLE = {"mara-quist": Person(1, "Mara Quist"), "ivo-tamm": Person(2, "Ivo Tamm")}
ISSUES = {"iran": Tag(3, "Iran"), "черное-море": Tag(4, "Черное море")}
OURS = {
    "https://news.example/briefs/2024/03/14/grain/": 5,
    "https://news.example/briefs/2024/03/14/зерно/": 6,
}
QUOTES = st.builds(
    Quote, KEYS, CLEAN, st.sampled_from([person.expert for person in PEOPLE.values()]), LINE, LINE
)
LINKS = st.builds(
    Link,
    KEYS,
    NAMED,
    st.sampled_from(["", "https://example.org/a_(b);c", "http://example.org/?q=“x”&y=\\{a}"]),
    st.none(),
    st.lists(NAMED, max_size=3).map(tuple),
    LINE,
)
OWN_LINKS = st.builds(Link, KEYS, NAMED, st.just(""), st.sampled_from(list(OURS.values())))
PICTURES = st.builds(
    Picture,
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.integers(1, 9999),
    st.integers(1, 9999),
    LINE,
    st.booleans(),
    LINE,
    st.tuples(st.integers(0, 100), st.integers(0, 100)),
)
CONTENTS = st.builds(
    Content,
    LINE,
    st.none() | st.dates(datetime.date(1900, 1, 1)),
    LINE,
    st.sampled_from(["", "grain-moves", "зерно-2", "a" * 200]),
    CLEAN,
    st.lists(QUOTES, max_size=3, unique_by=lambda quote: quote.key).map(tuple),
    st.lists(st.builds(Section, KEYS, LINE, CLEAN), max_size=3, unique_by=lambda part: part.key).map(tuple),
    st.lists(LINKS | OWN_LINKS, max_size=3, unique_by=lambda link: link.key).map(tuple),
    st.lists(st.sampled_from(list(ISSUES.values())), unique=True, max_size=2).map(tuple),
    st.none() | PICTURES,
    st.sampled_from(["", "ar", "fr"]),
    st.none() | st.sampled_from(list(OURS.values())),
)


def addresses(content: Content) -> Addresses:
    known = {brief: address for address, brief in OURS.items()}
    return Addresses(
        f"https://news.example/briefs/2024/03/14/{content.slug}/" if content.slug else "",
        {person.expert: f"https://news.example/experts/{slug}/" for slug, person in PEOPLE.items()},
        {tag.issue: f"https://news.example/issues/{slug}/" for slug, tag in ISSUES.items()},
        {link.key: known[link.brief] for link in content.links if link.brief},
        known.get(content.original or 0, ""),
    )


def read_back(text: str, content: Content) -> Reading:
    images = frozenset({content.image.digest} if content.image else ())
    here = Here(
        {address.removeprefix("https://news.example"): brief for address, brief in OURS.items()}, images
    )
    vocabulary = Vocabulary(issues_at=ISSUES, people_at=PEOPLE)
    return own_form.read(text, "0", vocabulary, lambda _notes, _day, _addresses: here)
