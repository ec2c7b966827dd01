"""Links to briefs of ours that readers no longer find."""

from collections.abc import Iterator

from briefs.copydesk.archive import Archive, Gone, links_in
from briefs.copydesk.finding import Finding
from briefs.readiness.page import Page
from editions.standing import Standing

WHAT = {Standing.WITHDRAWN: "was withdrawn", Standing.EXPIRED: "has expired"}


def links(page: Page, archive: Archive) -> Iterator[Finding]:
    """Under related reading, and inside the text."""
    for index, link in enumerate(page.content.links):
        if gone := archive.briefs.get(link.brief or 0):
            yield _finding(f"links-{index}-target", f"Related link {index + 1}", gone, str(link.brief))
        elif gone := archive.gone(link.url):
            yield _finding(f"links-{index}-url", f"Related link {index + 1}", gone, link.url)
    for field, place, markup in _prose(page):
        for href in dict.fromkeys(links_in(markup)):
            if gone := archive.gone(href):
                yield _finding(field, place, gone, href)


def _prose(page: Page) -> Iterator[tuple[str, str, str]]:
    content = page.content
    yield "developments", "Latest developments", content.developments
    for index, quote in enumerate(content.quotes):
        yield f"quotes-{index}-text", f"Quotation {index + 1}", quote.text
    for index, section in enumerate(content.sections):
        yield f"sections-{index}-body", f"Background section {index + 1}", section.body


def _finding(field: str, place: str, gone: Gone, about: str) -> Finding:
    said = f"{place}: “{gone.title}” {WHAT[gone.standing]}, so the link leads nowhere."
    return Finding(field, said, about=f"{about} {gone.standing}")
