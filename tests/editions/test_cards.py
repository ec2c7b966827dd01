"""What is drawn on a share card, in pixels: nothing runs out of it, and every script is set as it is written."""

import io
import sys

import pytest
from PIL import Image, ImageChops, ImageOps

from editions.cards.drawing import SIZES, draw
from editions.cards.lettering import settable, shortened
from editions.cards.words import Card, said

TALL, LOW = "ל", "י"  # a letter of Hebrew that rises above the others, and one that does not
LONG_NAME = "Maximiliane-Theodora von und zu Hohenstein-Langenfeld the Younger, Keeper of the Seals, " * 2
SENTENCE = "Grain ships return to the approaches while insurers of seven countries wait for a corridor. "
HARD = {
    "one letter three hundred times": "W" * 300,
    "a word as wide as a page": "W" * 29,
    "one word": "Donaudampfschifffahrtsgesellschaftskapitän" * 7,
    "marks upon marks": "Z" + "\u0335\u0352\u0300" * 60 + " return",
    "arabic": "سفن الحبوب تعود إلى مياه أوديسا بعد توقف طويل دام ثلاثة أشهر " * 4,
    "hebrew": "ספינות התבואה חוזרות לאודסה " * 10,
    "more than fits": SENTENCE * 12,
}


def card(title: str, issues: str = "Ukraine · Insurance") -> Card:
    return Card("Dateline", "March 14, 2024 — Flash Brief", title, issues=issues)


def drawn(shown: Card, size: str = "wide") -> Image.Image:
    return Image.open(io.BytesIO(draw(shown, SIZES[size]))).convert("RGB")


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box around all that is not of the colour of the ground."""
    ground = Image.new("RGB", picture.size, picture.getpixel((picture.width // 2, picture.height - 2)))
    box = ImageChops.difference(picture, ground).getbbox()
    assert box
    return box


def differ(one: Card, other: Card, size: str = "wide") -> bool:
    return ImageChops.difference(drawn(one, size), drawn(other, size)).getbbox() is not None


@pytest.mark.parametrize("size", SIZES)
def test_a_card_has_the_size_that_its_page_promises(size: str) -> None:
    picture = drawn(card("Ceasefire"), size)
    assert picture.size == (SIZES[size].width, SIZES[size].height)
    assert picture.getpixel((picture.width // 2, 2)) == (255, 255, 255)


@pytest.mark.parametrize("title", HARD.values(), ids=HARD)
@pytest.mark.parametrize("size", ["wide", "tall"])
def test_whatever_the_words_the_margins_stay_empty(title: str, size: str) -> None:
    frame = SIZES[size]
    told = Card(LONG_NAME, f"March 14, 2024 — {LONG_NAME}", title, LONG_NAME, LONG_NAME, LONG_NAME)
    below_the_bar = drawn(told, size).crop((0, frame.edge // 5 + 2, frame.width, frame.height))
    left, top, right, bottom = ink(below_the_bar)
    slack = 8  # of letters such as Q and J, which reach a little beside their place
    assert left >= frame.edge - slack
    assert right <= frame.width - frame.edge + slack
    assert top + frame.edge // 5 + 2 >= frame.rim - slack
    assert bottom + frame.edge // 5 + 2 <= frame.height - frame.rim + slack


@pytest.mark.parametrize("size", SIZES)
def test_the_longest_title_is_on_the_card_to_its_last_word(size: str) -> None:
    longest = (SENTENCE * 4)[:295]
    assert differ(card(f"{longest} oxen"), card(f"{longest} apes"), size)


def test_a_short_title_is_set_large_and_a_long_one_smaller() -> None:
    short, long = (drawn(Card("", "", title)).crop((0, 20, 1200, 630)) for title in ("Hold", "Hold " * 60))
    assert height_of_first_line(short) > 1.4 * height_of_first_line(long)


def height_of_first_line(title: Image.Image) -> int:
    """How many rows have ink from the first one that has; no letter of "Hold" goes below its line."""
    pixels, width = title.convert("L").tobytes(), title.width
    dark = [min(pixels[row * width : (row + 1) * width]) < 128 for row in range(title.height)]
    return dark[dark.index(True) :].index(False)


def test_arabic_letters_are_joined() -> None:
    word = "سفينة"
    joined, apart = (drawn(Card("", "", title)) for title in (word, "\u200c".join(word)))
    assert (
        ink(apart.crop((0, 20, 1200, 630)))[0] < ink(joined.crop((0, 20, 1200, 630)))[0]
    )  # letters that stand alone need more room


def tallest_is_on_the_right(picture: Image.Image) -> bool:
    """Whether what rises highest of some line of text stands in its right half."""
    left, top, right, _ = ink(picture)
    highest = ink(picture.crop((0, 0, picture.width, top + 4)))
    return highest[0] + highest[2] > left + right


@pytest.mark.parametrize(
    ("title", "right"), [(TALL + LOW * 9, True), (LOW * 9 + TALL, False), (LOW * 9 + "!", False)]
)
def test_hebrew_runs_from_the_right_and_ends_with_its_mark_on_the_left(title: str, right: bool) -> None:
    shown = drawn(Card("", "", title)).crop((0, 20, 1200, 630))
    assert tallest_is_on_the_right(shown) is right
    assert ink(shown)[2] > 1100  # it stands at the side from which it is read


def test_the_line_above_a_hebrew_title_begins_on_the_right() -> None:
    shown = drawn(Card("", f"yy — {LOW * 3}", TALL * 9)).crop((0, 20, 1200, 630))
    red, green, _ = shown.split()
    line = ImageChops.subtract(red, green).point(lambda value: 255 if value > 60 else 0)
    upside_down = ImageOps.flip(ImageChops.invert(line).convert("RGB"))
    assert tallest_is_on_the_right(upside_down)  # the one with a tail


def test_the_language_of_a_brief_decides_the_side_whatever_its_first_letter_is() -> None:
    title = "NATO و الناتو"
    sides = [drawn(Card("", "", title, language=tag)).crop((0, 20, 1200, 630)) for tag in ("ar", "en", "")]
    assert [ink(side)[2] > 1100 for side in sides] == [True, False, False]


def test_emoji_leave_no_boxes_behind() -> None:
    assert not differ(card("Ships 🚢 sail ✈️ again 👩‍👩‍👧"), card("Ships sail again"))


def test_every_script_of_the_world_can_be_drawn() -> None:
    letters = [chr(point) for point in range(0x20, sys.maxunicode, 1531) if not 0xD800 <= point < 0xE000]
    for title in ("".join(letters), "中文 हिन्दी ไทย", ""):
        assert drawn(card(title)).size == (1200, 630)
    assert settable("Ελλάδα, Россия, Österreich, עברית, سفينة") == "Ελλάδα, Россия, Österreich, עברית, سفينة"


def test_words_of_typst_are_words_and_no_commands() -> None:
    assert differ(card('#panic("x") $x^2$ *b* \\u{41} @a <b>'), card("x"))


def test_a_long_quotation_ends_with_a_whole_sentence_and_a_sign() -> None:
    assert shortened(SENTENCE * 12, 200) == (SENTENCE * 2).strip() + " …"
    assert shortened(f"“{SENTENCE * 12}”", 200) == f"“{(SENTENCE * 2).strip()} …”"
    assert shortened("“Short.”", 200) == "“Short.”"
    assert [shortened("Nothing fits.", most) for most in (0, 3, 4)] == ["…"] * 3
    assert shortened("“Nothing fits.”", 2) == "“…”"
    assert (
        shortened("“ابتسمت حين قرأت ذلك. ثم وجدته معقولا؟ نعم ونعم ونعم.”", 45)
        == "“ابتسمت حين قرأت ذلك. ثم وجدته معقولا؟ …”"
    )


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("<p>Ships sail.</p>", "“Ships sail.”"),
        ("<p>“Ships sail.”</p>", "“Ships sail.”"),
        ("<p>“Ships” sail “again.”</p>", "““Ships” sail “again.””"),
        ("<p>Ships sail.</p><ul><li>Two.</li></ul>", "“Ships sail. Two.”"),
    ],
)
def test_a_quotation_stands_in_quotation_marks(stored: str, shown: str) -> None:
    assert said(stored) == shown
