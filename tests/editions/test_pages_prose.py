"""The few plain words of a brief that lists and search engines show."""

import pytest

from briefs.richtext import opening
from editions.templatetags.prose import sentences


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One &amp; <em>two</em>.</p><p>Three.</p>", "One & two."),
        ("<ul><li><p>First: it began.</p></li><li><p>Then it went on.</p></li></ul>", "First: it began."),
        ("", ""),
    ],
)
def test_the_opening_is_the_first_paragraph_in_plain_words(html: str, words: str) -> None:
    assert opening(html) == words


@pytest.mark.parametrize(
    ("text", "length", "kept"),
    [
        ("It began early. It went on. It ended.", 100, "It began early. It went on. It ended."),
        ("It began early. It went on longer. It ended.", 36, "It began early. It went on longer."),
        (
            "Maj. Gen. Quist met the U.S. Army on December 23. They left.",
            52,
            "Maj. Gen. Quist met the U.S. Army on December 23.",
        ),
        ("“Is it really?” she asked them. He did not say.", 35, "“Is it really?” she asked them."),
        ("A sentence that has no end in sight whatever", 20, "A sentence that has…"),
        ("", 20, ""),
    ],
)
def test_a_summary_ends_where_a_sentence_does(text: str, length: int, kept: str) -> None:
    assert sentences(text, length) == kept
