"""What readers can't do without."""

from collections.abc import Iterator

from briefs.readiness.page import Page
from briefs.readiness.reason import Reason


def head(page: Page) -> Iterator[Reason]:
    content = page.content
    for field, text in (
        ("label", "Choose a label, such as Flash Brief."),
        ("date", "Give the brief a date."),
        ("title", "Write a title."),
        ("developments", "Write the latest developments."),
    ):
        if not getattr(content, field):
            yield Reason(field, text)
    if not content.slug and content.title:
        yield Reason("slug", "Give the page an address.")


def issues(page: Page) -> Iterator[Reason]:
    if not page.content.issues:
        yield Reason("issues", "Choose at least one issue, so that readers find the brief.")


def quotations(page: Page) -> Iterator[Reason]:
    for index, quote in enumerate(page.content.quotes):
        which = f"Quotation {index + 1}"
        if not quote.text:
            yield Reason(f"quotes-{index}-text", f"{which} has no words.")
        if quote.expert is None:
            hint = f": pick or add {quote.name}." if quote.name else "."
            yield Reason(f"quotes-{index}-expert", f"{which} has no expert{hint}")
        elif not quote.name:
            yield Reason(f"quotes-{index}-name", f"{which} has no name to print.")
        if not quote.title:
            yield Reason(f"quotes-{index}-title", f"{which} does not say which title the speaker had.")


def sections(page: Page) -> Iterator[Reason]:
    for index, section in enumerate(page.content.sections):
        if not section.heading:
            yield Reason(f"sections-{index}-heading", f"Background section {index + 1} has no heading.")
        if not section.body:
            yield Reason(f"sections-{index}-body", f"Background section {index + 1} has no text.")


def links(page: Page) -> Iterator[Reason]:
    for index, link in enumerate(page.content.links):
        if not link.title:
            yield Reason(f"links-{index}-title", f"Related link {index + 1} has no title.")


def image(page: Page) -> Iterator[Reason]:
    picture = page.content.image
    if picture and not picture.decorative and not picture.alt.strip():
        yield Reason("image_alt", "Say what the lead image shows, or mark it as one that only decorates.")
