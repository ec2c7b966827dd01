"""Which forms there are, and under which ending and type each is had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from editions.imprint import Imprint
from editions.twins import bibtex, csl, markdown, pdf, public_json, ris, text


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a brief; `kept` is one that a browser saves instead of showing it."""

    ending: str
    content_type: str
    name: str | Promise
    write: Callable[[Imprint], str | bytes]
    kept: bool = False

    @property
    def kind(self) -> str:
        """The content type without its parameters."""
        return self.content_type.partition(";")[0]


PAGES = (
    Form("pdf", "application/pdf", _("PDF"), pdf.write),
    Form("txt", "text/plain; charset=utf-8", _("Plain text"), text.write),
    Form("md", "text/markdown; charset=utf-8", _("Markdown"), markdown.write),
    Form("json", "application/json", _("Data"), public_json.write),
)
CITATIONS = (
    Form("bib", "application/x-bibtex; charset=utf-8", _("BibTeX"), bibtex.write, kept=True),
    Form("ris", "application/x-research-info-systems; charset=utf-8", _("RIS"), ris.write, kept=True),
    Form("csl.json", "application/vnd.citationstyles.csl+json", _("CSL-JSON"), csl.write, kept=True),
)
FORMS = {form.ending: form for form in (*PAGES, *CITATIONS)}
