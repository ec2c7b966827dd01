"""What a check has to say."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefs.readiness.page import Page


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a brief can't be published: a sentence for the editor, and the form field where it is mended.

    `field` is the field's name in the desk's form, such as `title` or `quotes-1-name`, counted in the order of the
    page; `source` is the pasted text. `words` are those of the field that give offence, empty where some are missing.
    """

    field: str
    text: str
    words: str = ""
    check: str = dataclasses.field(default="", compare=False)


Check = Callable[[Page], Iterator[Reason]]
