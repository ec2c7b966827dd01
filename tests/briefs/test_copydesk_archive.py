"""What the copy desk says of people and links by the archive, what it tells the form, and what it costs."""

import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from briefs import copydesk
from briefs.composing import compose
from briefs.content import Content
from briefs.copydesk import advice
from briefs.copydesk.archive import Archive, address_in
from briefs.models import Brief, SetAside
from briefs.readiness import Page
from briefs.richtext import CleanHTML
from editions.models import Edition, EditionQuote
from editions.publishing import publish, withdraw
from experts.models import Expert
from tests import cast


def of_brief(check: str, brief: Brief) -> list[tuple[str, str]]:
    page = Page(compose(brief))
    found = advice(page, Archive.load(page, brief))
    return [(finding.field, finding.text) for finding in found if finding.check == check]


@pytest.mark.django_db
def test_a_title_that_differs_from_last_time_is_shown() -> None:
    cast.published(date=datetime.date(2024, 3, 1), quotes=[("<p>A</p>", "Mara Quist", "Senior Fellow")])
    brief = cast.make_brief("Again", quotes=[("<p>B</p>", "Mara Quist", "Director")])
    told = "Quotation 1: last time, on 1 March 2024, Mara Quist’s title was “Senior Fellow”."
    assert of_brief("titles", brief) == [("quotes-0-title", told)]
    Expert.objects.update(title="Director")
    assert of_brief("titles", brief) == [("quotes-0-title", f"{told} Their entry has the new one.")]
    brief.quotes.update(title="Senior  Fellow")
    assert of_brief("titles", brief) == []


@pytest.mark.django_db
def test_a_title_is_compared_with_earlier_publications_alone() -> None:
    later = cast.published(date=datetime.date(2024, 5, 1), quotes=[("<p>A</p>", "Mara Quist", "Director")])
    brief = cast.make_brief("Before", quotes=[("<p>B</p>", "Mara Quist", "Senior Fellow")])
    assert of_brief("titles", brief) == []
    publish(brief, None)
    assert of_brief("titles", brief) == []
    later.brief.quotes.update(title="Chair")
    assert [field for field, _ in of_brief("titles", later.brief)] == ["quotes-0-title"]


@pytest.mark.django_db
def test_a_title_is_compared_with_those_that_were_published_in_the_same_language() -> None:
    german = [("<p>A</p>", "Mara Quist", "Direktorin")]
    cast.published(date=datetime.date(2024, 3, 1), quotes=german, language="de")
    edition = cast.published(date=datetime.date(2024, 3, 2), quotes=[("<p>A</p>", "Mara Quist", "Director")])
    cast.change(edition.brief, language="de")
    for language in ("de", "", "fr"):
        title = "Direktorin" if language == "de" else "Director"
        brief = cast.make_brief(
            f"In {language}", quotes=[("<p>B</p>", "Mara Quist", title)], language=language
        )
        Expert.objects.update(title=title)
        assert of_brief("titles", brief) == []


@pytest.mark.django_db
def test_a_new_speakers_title_is_compared_with_their_entry() -> None:
    cast.expert("Mara Quist", "Senior Fellow")
    today = datetime.date.today()  # noqa: DTZ011 - any day near today will do
    brief = cast.make_brief(date=today, quotes=[("<p>B</p>", "Mara Quist", "Fellow")])
    assert of_brief("titles", brief) == [
        ("quotes-0-title", "Quotation 1: Mara Quist’s entry gives the title “Senior Fellow”.")
    ]


@pytest.mark.django_db
def test_a_name_spelled_unlike_the_archive_is_shown_under_a_quotation_and_in_the_text() -> None:
    person = cast.expert("José Hardie", "Fellow")
    person.aliases.create(name="Joe Hardie")
    brief = cast.make_brief(
        developments="<p>Minister Jose Hardie’s aide met Jose Hardy and José R. Hardie in North Korea.</p>",
        quotes=[("<p>A</p>", "José Hardie", "Fellow")],
        sections=[("Who", "<p>Joe Hardie and JOE HARDIE, Jane Hardwick, Joe Brandt Smith.</p>")],
    )
    assert of_brief("names", brief) == [
        ("developments", "Latest developments: “Jose Hardy” is “José Hardie” in the archive."),
        ("developments", "Latest developments: “José R Hardie” is “José Hardie” in the archive."),
    ]
    assert of_brief("names_under_quotations", brief) == []
    brief.quotes.update(name="Jos Hardi")
    assert of_brief("names_under_quotations", brief) == [
        ("quotes-0-name", "Quotation 1: the archive spells this name “José Hardie”.")
    ]
    for fits in (
        "Joe Hardie",
        "Maj. Gen. (Ret.) José Hardie",
        "José Hardie and Mara Quist",
        "JOSE HARDIE, Jr.",
    ):
        brief.quotes.update(name=fits)
        assert of_brief("names_under_quotations", brief) == []


@pytest.mark.django_db
def test_links_to_briefs_that_readers_no_longer_find_are_shown() -> None:
    gone, live, ended = (cast.published(name) for name in ("Withdrawn One", "Living One", "Ended One"))
    brief = cast.make_brief(
        "Linking",
        developments=f'<p>See <a href="https://news.example{gone.get_absolute_url()}?a=b">this</a>, '
        f'<a href="https://news.example{live.get_absolute_url()}">that</a> and <a href="https://x.example/">x</a>.</p>',
        links=[
            cast.link_to(gone.brief),
            cast.link_to(live.brief),
            cast.link_out("Out", f"https://news.example{gone.get_absolute_url()}"),
            cast.link_to(ended.brief),
        ],
    )
    assert of_brief("links", brief) == []
    withdraw(gone.brief, None)
    Edition.objects.filter(pk=ended.pk).update(live_until=timezone.now())
    assert of_brief("links", brief) == [
        ("developments", "Latest developments: “Withdrawn One” was withdrawn, so the link leads nowhere."),
        ("links-0-target", "Related link 1: “Withdrawn One” was withdrawn, so the link leads nowhere."),
        ("links-2-url", "Related link 3: “Withdrawn One” was withdrawn, so the link leads nowhere."),
        ("links-3-target", "Related link 4: “Ended One” has expired, so the link leads nowhere."),
    ]


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://news.example/briefs/2024/03/14/ships-return/", ("2024-03-14", "ships-return")),
        ("/briefs/2024/03/14/%C3%A9t%C3%A9#top", ("2024-03-14", "été")),
        ("https://news.example/briefs/", None),
        ("mailto:desk@news.example", None),
    ],
)
def test_an_address_of_ours_is_known_by_its_shape(href: str, address: tuple[str, str] | None) -> None:
    assert address_in(href) == address


@pytest.mark.django_db
def test_findings_name_the_fields_of_a_form_whose_parts_were_moved_and_removed() -> None:
    brief = cast.make_brief(
        developments="<p>The HPU has TK ships.</p>",
        quotes=[("<p>TK</p>", "Mara Quist", "Senior Fellow"), ("<p>Fine.</p>", "Teo Brandt", "")],
        sections=[("", "<p>A</p>")],
    )
    prefixes = {"quotes": ["quotes-4", "quotes-0"], "sections": ["sections-2"], "links": []}
    found = copydesk.findings(compose(brief), prefixes, brief)
    assert [(row["field"], row["blocking"], row["check"]) for row in found] == [
        ("developments", True, "leftovers"),
        ("quotes-4-text", True, "leftovers"),
        ("quotes-0-title", True, "quotations"),
        ("sections-2-heading", True, "sections"),
        ("developments", False, "acronyms"),
    ]
    assert [row["words"] for row in found] == ["TK", "TK", "", "", "HPU"]


@pytest.mark.django_db
def test_a_new_brief_is_checked_too() -> None:
    found = copydesk.findings(Content(title="Ships", slug="ships"), {}, None)
    assert [row["field"] for row in found] == ["label", "date", "developments", "issues"]


@pytest.mark.django_db
def test_advice_that_was_set_aside_comes_back_when_the_words_change() -> None:
    piet = cast.people().piet
    brief = cast.make_brief(developments="<p>The HPU met.</p>")
    (row,) = copydesk.findings(compose(brief), None, brief)
    assert row["dismissed"] is False
    copydesk.set_aside(brief, row["key"], piet)
    copydesk.set_aside(brief, row["key"], piet)
    assert [each["dismissed"] for each in copydesk.findings(compose(brief), None, brief)] == [True]
    assert SetAside.objects.get().by == piet
    brief = cast.change(brief, developments=CleanHTML("<p>The harbour is shut. The HPS met.</p>"))
    assert [each["dismissed"] for each in copydesk.findings(compose(brief), None, brief)] == [False]
    other = cast.make_brief("Other", developments="<p>The HPU met.</p>")
    assert [each["dismissed"] for each in copydesk.findings(compose(other), None, other)] == [False]


@pytest.mark.django_db
def test_the_same_few_queries_however_much_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    gone = cast.published("Gone")
    withdraw(gone.brief, None)

    def brief_of(parts: int) -> Brief:
        href = f'<a href="https://news.example{gone.get_absolute_url()}">x</a>'
        return cast.make_brief(
            f"With {parts}",
            quotes=[(f"<p>{n} {href}</p>", f"Person Number{n}", "Fellow") for n in range(parts)],
            sections=[(f"Heading {n}", f"<p>Person Numbr{n} {href}</p>") for n in range(parts)],
            links=[cast.link_to(gone.brief) for _ in range(parts)],
        )

    for parts in (1, 20):
        brief = Brief.objects.get(pk=brief_of(parts).pk)
        content = compose(brief)
        with django_assert_num_queries(8):
            copydesk.findings(content, None, brief)


@pytest.mark.django_db
def test_ten_thousand_names_are_looked_through() -> None:
    Expert.objects.bulk_create(
        Expert(name=f"Ann{n % 97} Berg{n}", slug=f"p{n}", title="Fellow") for n in range(10_000)
    )
    brief = cast.make_brief(developments="<p>Then Ann3 Berg came, and Annn Bergstrom, and Mara Quistt.</p>")
    assert ("developments", "Latest developments: “Mara Quistt” is “Mara Quist” in the archive.") in of_brief(
        "names", brief
    )


@pytest.mark.django_db
def test_no_text_makes_the_archive_fail() -> None:
    odd = '<p>A\ud800 \x00 “’s” O’ X- al-  Q. Q. <a href="https://x.example/briefs/2024/03/14/%FF%00%ED%A0%80/">x</a></p>'
    brief = cast.make_brief(developments=odd, quotes=[(odd, "’s", "T")])
    assert isinstance(of_brief("names", brief), list)
    assert EditionQuote.objects.count() == 0
