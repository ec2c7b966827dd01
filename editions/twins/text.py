"""Plain text that `import_briefs` reads back as the same brief."""

from __future__ import annotations

import dataclasses

from briefs import text_form
from editions.imprint import Imprint


def write(imprint: Imprint) -> str:
    """The text form. Links to briefs that are not live are left out, as on the page."""
    article, site = imprint.article, imprint.site
    experts = {
        voice.quote.expert: site.absolute(voice.expert.get_absolute_url())
        for voice in article.voices
        if voice.expert
    }
    addresses = text_form.Addresses(
        imprint.address,
        {expert: address for expert, address in experts.items() if expert},
        {issue.pk: site.absolute(issue.get_absolute_url()) for issue in article.issues},
        {reading.link.key: site.absolute(reading.address) for reading in article.related if reading.ours},
        imprint.original,
    )
    printed = dataclasses.replace(imprint.content, links=tuple(reading.link for reading in article.related))
    return text_form.write(printed, addresses)
