"""Rich text is clean whatever path wrote it, and only clean text is printed unescaped."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from briefs import prose
from briefs.models import Brief, Section
from briefs.richtext import CleanHTML, from_paragraphs, plain

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>go</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>go</a>",
    "<svg onload=alert(1)><style>*{color:red}</style></svg>",
    "<p style='position:fixed' onclick=alert(1)>text</p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<scr<script>ipt>alert(1)</script>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<b onmouseover=alert(1)>bold",
]


@pytest.mark.parametrize("raw", HOSTILE)
def test_hostile_html_loses_its_teeth(raw: str) -> None:
    cleaned = CleanHTML(raw)
    for tooth in (
        "<script",
        "onerror",
        "onload",
        "onclick",
        "onmouseover",
        "javascript:",
        "data:",
        "style",
        "iframe",
    ):
        assert tooth not in cleaned.lower()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("<b>one</b> and <i>two</i>", "<p><strong>one</strong> and <em>two</em></p>"),
        ("<h2>Heading</h2><div>Text</div>", "<p>Heading</p><p>Text</p>"),
        ("<p>a&nbsp;b\xa0c</p><p> </p><p><br></p>", "<p>a b c</p>"),
        ("<a>anchor</a>", "<p>anchor</p>"),
        ("<ul><li>one</li><li><p>two</p></li></ul>", "<ul><li><p>one</p></li><li><p>two</p></li></ul>"),
        (
            '<a href="https://example.org" target="_blank" class="x">out</a>',
            '<p><a href="https://example.org" rel="noopener">out</a></p>',
        ),
        ("loose <p>text</p> at the end", "<p>loose</p><p>text</p><p>at the end</p>"),
        ("<ul><li>one</ul>tail", "<ul><li><p>one</p></li></ul><p>tail</p>"),
        ("<ol><li>one<ul><li>deep</ol>", "<ol><li><p>one</p><ul><li><p>deep</p></li></ul></li></ol>"),
        ("<b>across<p>blocks</b></p>", "<p><strong>across</strong></p><p><strong>blocks</strong></p>"),
        ("3 < 4 & 5", "<p>3 &lt; 4 &amp; 5</p>"),
        ("", ""),
        ("<p></p>", ""),
    ],
)
def test_what_an_editor_means_is_kept(raw: str, kept: str) -> None:
    assert CleanHTML(raw) == kept


@given(st.text() | st.text(alphabet="<>/abp \"'=&;hrefil#"))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = CleanHTML(raw)
    assert CleanHTML(str(once)) == once


words = st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), min_size=1).map(" ".join)


@given(st.lists(words))
def test_plain_paragraphs_survive_the_way_to_html_and_back(paragraphs: list[str]) -> None:
    assert plain(from_paragraphs(paragraphs)) == paragraphs


@pytest.mark.parametrize("tag", ["<b></p>", "<ul><li>", "<div>", "<a href='https://example.org/'>"])
def test_tags_that_are_opened_without_end_keep_the_words_and_nest_no_deeper_than_a_text(tag: str) -> None:
    cleaned = CleanHTML(f"<p>before</p>{tag * 5000}after")
    assert plain(cleaned)[0] == "before"
    assert plain(cleaned)[-1].endswith("after")
    assert len(cleaned) < 1000


def test_a_form_refuses_a_text_of_a_books_length_with_a_sentence() -> None:
    field = Brief._meta.get_field("developments").formfield()
    with pytest.raises(ValidationError, match="at most 100000 characters"):
        field.clean("<p>word</p>" * 10_000)


def test_bulleted_lines_become_one_list_and_bulleted_lines_again() -> None:
    lines = ["• Ports: two closed.", "• Rail: one open.", "A paragraph."]
    assert from_paragraphs(lines).count("<ul>") == 1
    assert plain(from_paragraphs(lines)) == lines


def test_a_template_prints_clean_text_as_html_and_other_text_escaped() -> None:
    page = Template("{{ clean }}|{{ raw }}").render(
        Context({"clean": CleanHTML("<b>x</b>"), "raw": "<b>x</b>"})
    )
    assert page == "<p><strong>x</strong></p>|&lt;b&gt;x&lt;/b&gt;"


def test_text_joined_to_clean_text_is_not_taken_for_clean() -> None:
    joined = CleanHTML("<p>x</p>") + "<script>"
    assert (
        Template("{{ joined }}").render(Context({"joined": joined})) == "&lt;p&gt;x&lt;/p&gt;&lt;script&gt;"
    )


@pytest.mark.django_db
def test_every_way_of_writing_a_row_stores_clean_html() -> None:
    hostile, cleaned = "<p onclick=x>ok</p><script>no</script>", "<p>ok</p>"
    saved = Brief.objects.create(developments=hostile)
    assert saved.developments == cleaned
    Section.objects.bulk_create([Section(brief=saved, body=hostile)])
    updated = Brief.objects.create()
    Brief.objects.filter(pk=updated.pk).update(developments=hostile)
    changed = Section.objects.create(brief=updated)
    changed.body = hostile
    Section.objects.bulk_update([changed], ["body"])
    assert {str(b.developments) for b in Brief.objects.all()} == {cleaned}
    assert {str(s.body) for s in Section.objects.all()} == {cleaned}


MARKUP = (
    "<p> </p> <ul> </ul> <ol> </ol> <li> </li> <strong> </strong> <em> </em> <a_href='http://x.org/?a=1&amp;b=2'> </a> "
    "<br> a _b_ __ &amp; &lt; &amp;nbsp; • •_ \xa0 “"
).replace("'", '"')


@given(st.lists(st.sampled_from([piece.replace("_", " ") for piece in MARKUP.split(" ")]), max_size=30))
def test_text_in_the_canonical_form_is_read_alike_by_pattern_and_by_parser(pieces: list[str]) -> None:
    clean = CleanHTML("".join(pieces))
    by_parser = [words for block in prose.read(clean) for words in block.plain()]
    assert plain(clean) == by_parser
    assert prose.flat(clean) in (by_parser, None)
