"""What the expert analysis says about a paragraph: quotations and their speakers, until a section or a link begins."""

from __future__ import annotations

from briefs.importing import links, quotations
from briefs.importing.draft import fits
from briefs.importing.headings import answer, is_prose, like_title, question
from briefs.importing.lines import Block
from briefs.importing.marks import opens
from briefs.importing.outcome import BREAKS_OFF, Fate, Verdict
from briefs.importing.people import Speaker
from briefs.importing.progress import Progress


def analysis(progress: Progress, block: Block) -> Verdict:
    for look in (_attributed, _speakers_below, _question, _goes_on, _unattributed, _speakers_above, _part):
        if verdict := look(progress, block):
            return verdict
    if progress.draft.waiting_quote() and progress.following is None:
        return Verdict(Fate.UNKNOWN, f"{BREAKS_OFF} name.")
    return Verdict(Fate.UNKNOWN, "This is no quotation with a speaker, nor the heading of a section.")


def _attributed(progress: Progress, block: Block) -> Verdict | None:
    """A quotation with its speaker behind it."""
    if _is_link(progress, block):
        return None
    found = quotations.attributed(answer(block.text), progress.phrases)
    if found is None or not fits(found.speakers) or not found.words:
        return None
    progress.announced = ()
    waiting = progress.draft.waiting_quote()
    if waiting and not waiting.closed:
        waiting.paragraphs.append(found.words)
        waiting.speakers, waiting.closed = found.speakers, True
        return Verdict(Fate.QUOTE, part=waiting.key)
    return _quote(progress, block, found, found.speakers)


def _speakers_below(progress: Progress, block: Block) -> Verdict | None:
    """The speaker on a line of their own, under the quotation."""
    waiting = progress.draft.waiting_quote()
    if not waiting:
        return None
    people = _speakers(progress, block.text)
    if not people or _reads_as_heading(progress, block.text, people):
        return None
    waiting.speakers, waiting.closed = people, True
    return Verdict(Fate.ATTRIBUTION, part=waiting.key)


def _question(progress: Progress, block: Block) -> Verdict | None:
    """A question that a quotation answers has no room in a brief; one that plain text answers heads a section."""
    asked = question(block.text)
    if not asked or opens(block.text) or progress.following is None:
        return None
    reply = answer(progress.following.text)
    if opens(reply) or quotations.attributed(reply, progress.phrases):
        return Verdict(Fate.UNKNOWN, "This is a question to the expert; a quotation has no room for it.")
    return progress.open_section(asked, block.line) if is_prose(reply) else None


def _goes_on(progress: Progress, block: Block) -> Verdict | None:
    """A paragraph of a quotation whose closing mark is still to come."""
    waiting = progress.draft.waiting_quote()
    if not waiting or waiting.closed or not (opens(block.text) or is_prose(block.text)):
        return None
    if progress.begins_section(block.text) or _is_link(progress, block):
        return None
    more = quotations.continued(block.text)
    waiting.paragraphs.append(more.words)
    waiting.closed = more.closed
    return Verdict(Fate.QUOTE, part=waiting.key)


def _unattributed(progress: Progress, block: Block) -> Verdict | None:
    """A quotation whose speaker stands on another line, or nowhere."""
    found = quotations.unattributed(answer(block.text))
    if found is None or not found.words or _is_link(progress, block):
        return None
    heading = found.closed and progress.begins_section(block.text)
    if heading and not _names_someone(progress, progress.following):
        return None
    people, progress.announced = progress.announced, ()
    return _quote(progress, block, found, people)


def _speakers_above(progress: Progress, block: Block) -> Verdict | None:
    """The speaker on a line of their own, above a quotation that names nobody itself."""
    below = progress.following
    if below is None or like_title(below.text) or not quotations.unattributed(below.text):
        return None
    if progress.draft.waiting_quote() or quotations.attributed(below.text, progress.phrases):
        return None
    progress.announced = _speakers(progress, block.text.rstrip(":"))
    return Verdict(Fate.ATTRIBUTION) if progress.announced else None


def _part(progress: Progress, block: Block) -> Verdict | None:
    """A link or a section's heading. Below a quotation without a speaker, the text's last line may be half a name."""
    if progress.draft.waiting_quote() and progress.following is None and not _is_link(progress, block):
        return None
    return progress.new_part(block)


def _quote(
    progress: Progress, block: Block, found: quotations.Quotation, people: tuple[Speaker, ...]
) -> Verdict:
    key = progress.draft.add_quote(found.words, block.line, people, found.closed)
    return Verdict(Fate.QUOTE, part=key)


def _speakers(progress: Progress, text: str) -> tuple[Speaker, ...]:
    """Whom a line of its own names as speakers."""
    people = progress.phrases.attribution(text)
    if not people and progress.vocabulary.is_person(text):
        people = (Speaker(text),)
    return people if fits(people) else ()


def _names_someone(progress: Progress, block: Block | None) -> bool:
    return block is not None and bool(_speakers(progress, block.text))


def _reads_as_heading(progress: Progress, text: str, people: tuple[Speaker, ...]) -> bool:
    """“Saudi Arabia, Iran Agree to Talks” looks like a name and a title; plain text under it shows what it is."""
    below = progress.following
    if not like_title(text) or below is None or opens(below.text) or _names_someone(progress, below):
        return False
    return is_prose(below.text) and not any(progress.vocabulary.is_person(who.name) for who in people)


def _is_link(progress: Progress, block: Block) -> bool:
    """Whether a line is a related link. One that kept its opening mark looks like a quotation, and names no speaker."""
    if not links.link(block.text, progress.vocabulary):
        return False
    return not opens(block.text) or not quotations.attributed(block.text, progress.phrases)
