"""What an advisory check has to say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something for the editor to consider: a sentence, the form field it speaks of, and the words there.

    `about` is what makes it this finding and no other. An editor who said that it is right as it is isn't told again
    until that changes; when it is empty, the words are meant.
    """

    field: str
    text: str
    words: str = ""
    about: str = ""
    check: str = ""
