"""What each place of a brief says about a paragraph that stands there."""

from __future__ import annotations

from collections.abc import Callable

from briefs.importing import dates, issues_line, links, quotations
from briefs.importing.analysis import analysis
from briefs.importing.draft import fits
from briefs.importing.headings import answer, in_title_case
from briefs.importing.lines import Block, with_plain_bullet
from briefs.importing.marks import ends_sentence
from briefs.importing.outcome import BREAKS_OFF, NO_SIGN, Fate, Verdict
from briefs.importing.progress import Place, Progress

MOST_ISSUE_LINES = 100
MOST_NEW_ISSUES = 50
LONGEST_NEW_ISSUE = 60
NOT_LIKE_ISSUES = "This stands under the issues and doesn't look like them."


def lead(progress: Progress, block: Block) -> Verdict:
    """Before any heading: quotations with a speaker behind a dash, links, or developments without their heading."""
    found = quotations.attributed(block.text, progress.phrases, dashed=True)
    if found and found.words and fits(found.speakers):
        progress.enter(Place.ANALYSIS)
        return analysis(progress, block)
    if linked := links.link(block.text, progress.vocabulary):
        progress.enter(Place.RELATED)
        return progress.add_link(linked)
    if not progress.lead_is_developments:
        return Verdict(Fate.UNKNOWN, NO_SIGN)
    progress.draft.note(f"No heading stands over the latest developments, which begin in line {block.line}.")
    progress.enter(Place.DEVELOPMENTS)
    return developments(progress, block)


def developments(progress: Progress, block: Block) -> Verdict:
    stamp = dates.is_time_stamp(block.text)
    if progress.draft.developments and not stamp and (verdict := progress.new_part(block)):
        return verdict
    progress.draft.developments.append(with_plain_bullet(block.text))
    return Verdict(Fate.DEVELOPMENTS)


def section(progress: Progress, block: Block) -> Verdict:
    stamp = dates.is_time_stamp(block.text)
    if not stamp and (verdict := progress.new_part(block)):
        return verdict
    if progress.section is None:
        return Verdict(Fate.UNKNOWN, NO_SIGN)
    asked = progress.section.heading.endswith("?")
    progress.section.paragraphs.append(with_plain_bullet(answer(block.text) if asked else block.text))
    return Verdict(Fate.SECTION, part=progress.section.key)


def related(progress: Progress, block: Block) -> Verdict:
    if found := links.link(block.text, progress.vocabulary):
        return progress.add_link(found)
    if address := links.address(block.text):
        key = progress.draft.give_last_link(address)
        lost = Verdict(Fate.UNKNOWN, "This address has no title before it.")
        return Verdict(Fate.LINK, part=key) if key else lost
    if progress.heads_links and (found := links.listed(block.text)):
        return progress.add_link(found)
    if progress.followed_by_prose() and progress.begins_section(block.text):
        return progress.open_section(block.text, block.line)
    if progress.following is None:
        return Verdict(Fate.UNKNOWN, f"{BREAKS_OFF} link.")
    return Verdict(Fate.UNKNOWN, "This stands among the related links and doesn't look like one.")


def issues(progress: Progress, block: Block) -> Verdict:
    if not _may_be_list(progress, block):
        return Verdict(Fate.UNKNOWN, NOT_LIKE_ISSUES)
    progress.issue_lines += 1
    pieces = issues_line.split(block.text, progress.vocabulary)
    known = [piece for piece in pieces if piece.tag]
    unknown = [piece.words for piece in pieces if not piece.tag]
    too_many = len(unknown) + len(progress.draft.unknown_issues) > MOST_NEW_ISSUES
    if too_many or (progress.issue_lines > 1 and not known and not _may_be_new_issue(block.text)):
        return Verdict(Fate.UNKNOWN, NOT_LIKE_ISSUES)
    repeated = all(piece.tag in progress.draft.issues for piece in known) and not unknown
    progress.draft.add_issues(pieces, block.numbers)
    if repeated:
        return Verdict(Fate.IGNORED, "These issues stand above already.")
    if unknown:
        return Verdict(Fate.UNKNOWN, f"No issue is called {_listed(unknown)}.")
    if issues_line.out_of_order(pieces):
        progress.draft.note(
            f"The issues in line {block.line} are not in the order of the alphabet: see that they are right."
        )
    return Verdict(Fate.ISSUES)


def topics(progress: Progress, block: Block) -> Verdict:
    """Topics are an open list with people and places in it. They are not kept; a brief is found by its issues."""
    if not _may_be_list(progress, block):
        return Verdict(Fate.UNKNOWN, "This stands under the topics and doesn't look like them.")
    progress.issue_lines += 1
    known = [piece.tag.name for piece in issues_line.split(block.text, progress.vocabulary) if piece.tag]
    progress.topics += [name for name in known if name not in progress.topics]
    return Verdict(Fate.IGNORED, "Topics are an open list; a brief keeps issues alone.")


def another(progress: Progress, block: Block) -> Verdict:
    return Verdict(Fate.UNKNOWN, "This belongs to another brief.")


def _may_be_list(progress: Progress, block: Block) -> bool:
    if progress.issue_lines >= MOST_ISSUE_LINES or len(block.text) > issues_line.LONGEST:
        return False
    return not ends_sentence(block.text)


def _may_be_new_issue(text: str) -> bool:
    return len(text) <= LONGEST_NEW_ISSUE and in_title_case(text)


def _listed(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


PLACES: dict[Place, Callable[[Progress, Block], Verdict]] = {
    Place.LEAD: lead,
    Place.DEVELOPMENTS: developments,
    Place.ANALYSIS: analysis,
    Place.SECTION: section,
    Place.RELATED: related,
    Place.ISSUES: issues,
    Place.TOPICS: topics,
    Place.ANOTHER: another,
}
