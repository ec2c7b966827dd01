"""What an editor should know about a reading as a whole, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.importing.draft import Draft
from briefs.importing.lines import Block
from briefs.importing.marks import ends_sentence
from briefs.importing.outcome import BREAKS_OFF, Fate, Verdict
from briefs.importing.progress import Progress

PROSE = {Fate.DEVELOPMENTS, Fate.SECTION}


def remarks(progress: Progress, blocks: list[Block], verdicts: list[Verdict]) -> list[str]:
    """The remarks on a reading that is done, in the order of the page; none for a text that is no brief at all."""
    if all(verdict.says_nothing() for verdict in verdicts):
        return []
    draft = progress.draft
    last = next(
        (pair for pair in zip(blocks[::-1], verdicts[::-1], strict=True) if pair[1].fate is not Fate.IGNORED),
        None,
    )
    return [
        *_head(draft),
        *draft.notes,
        *_quotes(draft),
        *_sections(draft),
        *_links(draft),
        *_issues(progress),
        *(_cut(draft, *last) if last else ()),
    ]


def _head(draft: Draft) -> Iterator[str]:
    missing = [
        name
        for name, value in (
            ("date", draft.header.day),
            ("label", draft.header.label),
            ("title", draft.header.title),
            ("latest developments", draft.developments),
        )
        if not value
    ]
    if missing:
        yield f"Not in the text: {', '.join(missing)}."


def _quotes(draft: Draft) -> Iterator[str]:
    for quote in draft.quotes:
        if not quote.speakers:
            yield f"Nothing says whose words the quotation in line {quote.line} is."
        elif len(quote.speakers) > 1:
            names = " and ".join(speaker.name for speaker in quote.speakers)
            yield (
                f"{names} speak together in line {quote.line}. Both names are printed; "
                "the quotation stands on one expert's page, so choose whose."
            )
        for speaker in quote.speakers:
            person = draft.vocabulary.person(speaker.name)
            if person and person.name != speaker.name:
                yield f"“{speaker.name}” in line {quote.line} was taken for {person.name}."


def _sections(draft: Draft) -> Iterator[str]:
    for section in draft.sections.values():
        if not section.paragraphs:
            yield f"Nothing stands under the heading “{section.heading}” in line {section.line}."


def _links(draft: Draft) -> Iterator[str]:
    lost = sum(not link.url for link in draft.links.values())
    if lost:
        yield f"A plain text carries no addresses: {lost} of {len(draft.links)} related links came without one."


def _issues(progress: Progress) -> Iterator[str]:
    if progress.draft.issues or progress.draft.unknown_issues:
        return
    yield "Not in the text: issues." + (
        f" Its topics name these, of which some may fit: {', '.join(progress.topics)}."
        if progress.topics
        else ""
    )


def _cut(draft: Draft, block: Block, verdict: Verdict) -> Iterator[str]:
    if verdict.fate in PROSE and not ends_sentence(block.text):
        yield f"The text breaks off in line {block.numbers[-1]}, in the middle of a sentence."
    elif verdict.fate is Fate.QUOTE and not draft.quotes[-1].closed:
        yield f"The text breaks off in line {block.numbers[-1]}, in the middle of a quotation."
    elif verdict.why.startswith(BREAKS_OFF):
        yield f"The text breaks off in line {block.numbers[-1]}."
    elif verdict.fate in {Fate.QUOTE, Fate.ATTRIBUTION}:
        yield f"The text ends in line {block.numbers[-1]} with a quotation: see that its speaker's title is whole."
