"""Briefs for measuring, made of the newsroom's own words: texts, quotations and issues dealt anew for each number."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Self

from django.utils import timezone
from django.utils.text import slugify

from briefs.content import Content, Link, Quote, Section, Tag
from briefs.importing import reader
from briefs.importing.vocabulary import Vocabulary
from briefs.management.demo.newsroom import DemoExpert, State, dated, newsroom
from briefs.richtext import CleanHTML, from_paragraphs
from issues.models import Issue

FATES = {State.PUBLISHED: 93, State.DRAFT: 3, State.EDITED: 3, State.WITHDRAWN: 1}
OURS = "Flash Brief"
CORRECTION = from_paragraphs(["Correction: an earlier version gave a wrong date for the next meeting."])


@dataclass(frozen=True, slots=True)
class Pool:
    """What there is to deal. Texts hold the placeholders of `newsroom.dated`; issues stand in the order of their names.

    `quotes` are the speakers' own words; the title is chosen anew, for the day. `weights` are those of the issues,
    each added to those before it.
    """

    headlines: Sequence[Sequence[str]]
    developments: Sequence[CleanHTML]
    quotes: Sequence[tuple[Quote, DemoExpert]]
    sections: Sequence[Section]
    reports: Sequence[Link]
    issues: Sequence[Issue]
    weights: Sequence[float]

    @classmethod
    def gather(cls) -> Self:
        """All that the newsroom's texts hold. The newsroom's experts must be there, and at least four issues."""
        vocabulary, issues = Vocabulary.load(), list(Issue.objects.in_order())
        texts = [_undated(told.written()) for told in newsroom().briefs if not told.language]
        contents = [reader.read(text, vocabulary).content for text in texts]
        reports = [link for content in contents for link in content.links]
        return cls(
            headlines=[newsroom().archive[words] for words in ("who", "acts", "what", "where")],
            developments=[content.developments for content in contents],
            quotes=[said for content in contents for said in _said(content)],
            sections=[section for content in contents for section in content.sections],
            reports=[replace(r, url=url) for r in reports if (url := newsroom().reports.get(r.title))],
            issues=issues,
            weights=zipf(len(issues), "issues"),
        )


def _undated(text: str) -> str:
    """`text` with its own date, without which it could not be read, and the other placeholders left to be replaced."""
    return text.replace("{date}", "January 1, 2000")


def _said(content: Content) -> Iterator[tuple[Quote, DemoExpert]]:
    speakers = {name: expert for expert in newsroom().experts for name in (expert.name, *expert.aliases)}
    for quote in content.quotes:
        if quote.expert and quote.name in speakers:
            yield quote, speakers[quote.name]


@dataclass(frozen=True, slots=True)
class Dealt:
    """A brief to be written: what it says, where it stands, when it was published, and what it was changed to after."""

    content: Content
    state: State
    at: datetime.datetime
    changed: Content | None


def zipf(count: int, seed: str) -> list[float]:
    """Weights 1, 1/2, 1/3 … in an order drawn from `seed`, each added to those before it."""
    weights = [1 / rank for rank in range(1, count + 1)]
    random.Random(seed).shuffle(weights)  # noqa: S311 - the same every time, not secret
    return list(accumulate(weights))


def deal(
    pool: Pool, number: int, last: datetime.date, days: int, earlier: Sequence[tuple[int, str]]
) -> Dealt:
    """Brief `number`, dated on one of the `days` days up to `last`; `earlier` are keys and titles it may link to."""
    rng = random.Random(f"brief {number}")  # noqa: S311 - the same every time, not secret
    ago = rng.randrange(days)
    date = last - datetime.timedelta(days=ago)
    title = " ".join(rng.choice(words) for words in pool.headlines)
    content = Content(
        label=OURS,
        date=date,
        title=title,
        slug=f"{slugify(title)}-{number}",
        developments=CleanHTML.stored(dated(rng.choice(pool.developments), date)),
        quotes=_quotes(rng, pool, ago),
        sections=_sections(rng, pool, date),
        links=_links(rng, pool, earlier),
        issues=_issues(rng, pool),
    )
    state = rng.choices(list(FATES), list(FATES.values()))[0]
    edited = replace(content, developments=CleanHTML.stored(content.developments + CORRECTION))
    noon = timezone.make_aware(datetime.datetime.combine(date, datetime.time(12)))
    at = noon + datetime.timedelta(minutes=rng.randrange(-300, 360))
    return Dealt(content, state, at, edited if state is State.EDITED else None)


def _quotes(rng: random.Random, pool: Pool, ago: int) -> tuple[Quote, ...]:
    drawn = rng.sample(pool.quotes, rng.randint(1, 4))
    return tuple(replace(q, key=_key(rng), title=speaker.title_held(ago + 1)) for q, speaker in drawn)


def _sections(rng: random.Random, pool: Pool, date: datetime.date) -> tuple[Section, ...]:
    drawn = rng.sample(pool.sections, rng.randint(0, 3))
    return tuple(Section(_key(rng), each.heading, CleanHTML.stored(dated(each.body, date))) for each in drawn)


def _links(rng: random.Random, pool: Pool, earlier: Sequence[tuple[int, str]]) -> tuple[Link, ...]:
    briefs = rng.sample(earlier, min(len(earlier), rng.randint(0, 3)))
    reports = rng.sample(pool.reports, rng.randint(0, 2))
    return (
        *(Link(_key(rng), title, brief=brief, source=OURS) for brief, title in briefs),
        *(replace(report, key=_key(rng)) for report in reports),
    )


def _issues(rng: random.Random, pool: Pool) -> tuple[Tag, ...]:
    wanted, places = rng.randint(2, 4), set[int]()
    while len(places) < wanted:
        places.update(rng.choices(range(len(pool.issues)), cum_weights=pool.weights))
    return tuple(Tag(pool.issues[place].pk, pool.issues[place].name) for place in sorted(places))


def _key(rng: random.Random) -> str:
    return f"{rng.getrandbits(128):032x}"
