"""What is printed under quotations and said of people, beside what the archive has of them."""

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format

from briefs.copydesk.archive import Archive, Speaker
from briefs.copydesk.finding import Finding
from briefs.copydesk.people import names_in, quick_fold
from briefs.importing.people import bare
from briefs.readiness.page import Page

OF_TODAY = datetime.timedelta(days=31)  # an older brief keeps the titles of its day


def titles(page: Page, archive: Archive) -> Iterator[Finding]:
    """A speaker's title that is not the one of last time, or not the one that their entry has today."""
    content = page.content
    recent = not content.date or content.date > timezone.localdate() - OF_TODAY
    of_today = recent and not content.language  # the entry is in the language of the site
    for index, quote in enumerate(page.content.quotes):
        speaker = archive.speakers.get(quote.expert or 0)
        if speaker and quote.title and (said := _objection(quote.name, quote.title, speaker, of_today)):
            about = f"{quote.expert} {quote.title}"
            yield Finding(f"quotes-{index}-title", f"Quotation {index + 1}: {said}", quote.title, about)


def _objection(name: str, title: str, speaker: Speaker, of_today: bool) -> str:
    title, printed, present = (" ".join(each.split()) for each in (title, speaker.printed, speaker.present))
    if printed and printed != title:
        same = " Their entry has the new one." if title == present else ""
        day = f" on {date_format(speaker.day, 'j F Y')}" if speaker.day else ""
        return f"last time,{day}, {name}’s title was “{printed}”.{same}"
    if of_today and present and present != title:
        return f"{name}’s entry gives the title “{present}”."
    return ""


def names_under_quotations(page: Page, archive: Archive) -> Iterator[Finding]:
    """A printed name that is none of the spellings of the person it stands for, nor holds one, as for two people."""
    for index, quote in enumerate(page.content.quotes):
        spellings = archive.names.people.get(quote.expert or 0, [])
        known = {form for name in spellings for form in (bare(name), quick_fold(name))}
        printed = {bare(quote.name), quick_fold(quote.name)}
        if quote.name and known and not any(form in each for form in known for each in printed):
            said = f"Quotation {index + 1}: the archive spells this name “{spellings[0]}”."
            yield Finding(f"quotes-{index}-name", said, quote.name, f"{quote.expert} {quote.name}")


def names(page: Page, archive: Archive) -> Iterator[Finding]:
    """A name in the text that is nearly one of the archive's."""
    for text in page.prose:
        for name in dict.fromkeys(name for each in text.paragraphs for name in names_in(each)):
            if known := archive.names.meant(name):
                said = f"{text.place}: “{name}” is “{known}” in the archive."
                yield Finding(text.field, said, name)
