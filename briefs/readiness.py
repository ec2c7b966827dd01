"""What a brief still lacks before readers may see it. A draft is saved without asking here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefs.models import Brief


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a brief can't be published: a sentence for the editor, and the form field where it is mended.

    `field` is the field's name in the desk's form, such as `title` or `quotes-1-name`; `source` is the pasted text.
    """

    field: str
    text: str


def reasons(brief: Brief) -> list[Reason]:
    """Everything that keeps `brief` from being published, in the order of the page; empty when it is fit."""
    return [reason for check in CHECKS for reason in check(brief)]


def _head(brief: Brief) -> Iterator[Reason]:
    for field, text in (
        ("label", "Choose a label, such as Flash Brief."),
        ("date", "Give the brief a date."),
        ("title", "Write a title."),
        ("developments", "Write the latest developments."),
    ):
        if not getattr(brief, field):
            yield Reason(field, text)
    if not brief.slug and brief.title:
        yield Reason("slug", "Give the page an address.")
    if not brief.issue_rows.exists():
        yield Reason("issues", "Choose at least one issue, so that readers find the brief.")


def _quotes(brief: Brief) -> Iterator[Reason]:
    for index, quote in enumerate(brief.quotes.all()):
        which = f"Quotation {index + 1}"
        if not quote.text:
            yield Reason(f"quotes-{index}-text", f"{which} has no words.")
        if quote.expert_id is None:
            hint = f": pick or add {quote.name}." if quote.name else "."
            yield Reason(f"quotes-{index}-expert", f"{which} has no expert{hint}")
        elif not quote.name:
            yield Reason(f"quotes-{index}-name", f"{which} has no name to print.")
        if not quote.title:
            yield Reason(f"quotes-{index}-title", f"{which} does not say which title the speaker had.")


def _sections(brief: Brief) -> Iterator[Reason]:
    for index, section in enumerate(brief.sections.all()):
        if not section.heading:
            yield Reason(f"sections-{index}-heading", f"Background section {index + 1} has no heading.")
        if not section.body:
            yield Reason(f"sections-{index}-body", f"Background section {index + 1} has no text.")


def _links(brief: Brief) -> Iterator[Reason]:
    for index, link in enumerate(brief.links.all()):
        if not link.title:
            yield Reason(f"links-{index}-title", f"Related link {index + 1} has no title.")


def _sources(brief: Brief) -> Iterator[Reason]:
    for source in brief.sources.unaccepted():
        lines = "1 line" if source.not_understood == 1 else f"{source.not_understood} lines"
        yield Reason(
            "source", f"{lines} of the pasted text could not be understood. Look at them and accept them."
        )


CHECKS: tuple[Callable[[Brief], Iterator[Reason]], ...] = (_head, _quotes, _sections, _links, _sources)
