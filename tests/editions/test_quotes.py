"""The archive of quotations: every live one, newest first, narrowed click by click with counts that hold."""

import datetime
import random
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from briefs.content import Content
from editions.filters import BriefFilter
from editions.models import Edition
from editions.publishing import publish, withdraw
from editions.quotes import BRIEFS_A_PAGE
from editions.quoting import QuoteFilter
from editions.spoken import QuoteText
from issues.models import Issue
from tests import cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 1)
STARTS = ["", "label=Explainer", "from=2024-03-02", "q=leaks", "q=-leaks&from=2024-03-02"]
MARA, IVO, LENA = "Mara Quist", "Ivo Tamm", "Lena Orr"


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def said(*speakers: str, words: str = "It holds.") -> list[cast.Said]:
    return [(f"<p>{words}</p>", speaker, "Fellow") for speaker in speakers]


def words_on(page: str) -> list[str]:
    return re.findall(r"<blockquote[^>]*><p>([^<]+)</p></blockquote>", page)


def test_every_quotation_stands_there_newest_first_with_its_speaker_and_its_own_address(
    client: Client,
) -> None:
    cast.published("Grain Moves", date=DAY, quotes=said(MARA, words="Old."))
    edition = cast.published(
        "Grain Stops", date=DAY.replace(day=2), quotes=said(MARA, words="First.") + said(IVO, words="Second.")
    )
    page = text_of(client, "/quotes/")
    assert words_on(page) == ["First.", "Second.", "Old."]
    assert "3 quotations" in page
    assert '<a href="/experts/ivo-tamm/">Ivo Tamm</a></cite><span>, Fellow</span>' in page
    for quote in edition.quote_rows.all():
        assert f'href="/quotes/{quote.key}/"' in page
        assert f'href="/quotes/{quote.key}/"' in text_of(client, edition.get_absolute_url())
    assert '<a href="/quotes/" aria-current="page">Quotes</a>' in page


def test_before_the_first_quotation_the_page_says_so(client: Client) -> None:
    cast.make_brief()
    assert "Nobody has been quoted yet." in text_of(client, "/quotes/")


def test_conditions_are_put_to_quotations_and_named_in_the_heading(client: Client) -> None:
    cast.published(
        "Both", issues=["Iran", "Russia"], quotes=said(MARA, words="Mine.") + said(IVO, words="His.")
    )
    cast.published("Iran Alone", issues=["Iran"], quotes=said(MARA, words="Mine too."), label="Explainer")
    page = text_of(client, "/quotes/?expert=mara-quist&issue=iran&not=russia&label=Explainer&from=2024-01-01")
    title = "Quotations of Mara Quist on Iran, not on Russia, labelled Explainer, from January 1, 2024"
    assert f">{title}</h1>" in page
    assert f"<title>{title} — Dateline</title>" in page
    assert words_on(page) == ["Mine too."]
    both = text_of(client, "/quotes/?issue=russia&issue=iran")
    assert ">Quotations on Iran and Russia</h1>" in both
    assert words_on(both) == ["Mine.", "His."]
    assert '<link rel="canonical" href="http://testserver/quotes/?issue=iran&amp;issue=russia">' in both
    assert "No quotation fits all of this." in text_of(client, "/quotes/?expert=ivo-tamm&not=iran")


def test_a_former_address_of_an_issue_or_a_person_leads_to_todays_question(client: Client) -> None:
    cast.published(issues=["Iran"], quotes=said(MARA))
    cast.expert(MARA).former_addresses.create(slug="m-quist")
    answer = client.get("/quotes/?expert=m-quist&issue=iran")
    assert (answer.status_code, answer["Location"]) == (301, "/quotes/?expert=mara-quist&issue=iran")


@pytest.mark.parametrize(
    "query",
    [
        "issue=%00",
        "expert=%00",
        "from=2023-02-30",
        "after=x",
        "after=2024-02-30.1",
        "issue=" + "a" * 5000,
        "label=" + "x" * 70,
    ],
)
def test_rubbish_gets_a_sentence_and_the_rest_of_the_question_is_answered(client: Client, query: str) -> None:
    cast.published(issues=["Iran"], quotes=said(MARA, words="Still here."))
    page = text_of(client, f"/quotes/?{query}", 400)
    assert "Part of this address could not be used." in page
    assert "noindex" in page
    assert words_on(page) == ["Still here."]


def test_pages_lead_through_every_quotation_once_while_others_are_published(client: Client) -> None:
    for number in range(2 * BRIEFS_A_PAGE + 1):
        words = said(MARA, words=f"{number:02}a") + said(IVO, words=f"{number:02}b")
        cast.published(f"Brief {number}", date=DAY + datetime.timedelta(days=number // 2), quotes=words)
    here, seen = "/quotes/?expert=mara-quist", []
    while here:
        page = text_of(client, here)
        seen += words_on(page)
        cast.published(
            "Breaking", date=DAY + datetime.timedelta(days=99), quotes=said(MARA, words="new"), slug=""
        )
        here = "".join(re.findall(r'class="older" href="([^"]+)"', page)).replace("&amp;", "&")
    assert seen == [f"{number:02}a" for number in reversed(range(2 * BRIEFS_A_PAGE + 1))]


def test_a_quotation_published_again_stands_there_once_as_it_is_now(client: Client) -> None:
    brief = cast.published(quotes=said(MARA)).brief
    publish(cast.change(brief, title="Once More"), None)
    page = text_of(client, "/quotes/")
    assert "1 quotation<" in page
    assert "Once More" in page


def archive(dice: random.Random) -> None:
    """Briefs in every state with up to three issues, wider and narrower, and four quotations each."""
    issues = ["Iran", "Russia", "China", "Syria"]
    Issue.objects.create(name="Syria", parent=cast.issue("Iran"))
    Issue.objects.create(name="Russia", parent=cast.issue("China"))
    for number in range(14):
        state = dice.choice(["live", "live", "live", "draft", "scheduled", "withdrawn"])
        parts: dict[str, Any] = {
            "issues": dice.sample(issues, dice.randint(1, 3)),
            "quotes": [
                (f"<p>It {dice.choice(['holds', 'leaks'])}.</p>", name, "Fellow")
                for name in dice.choices([MARA, IVO, LENA], k=dice.randint(0, 4))
            ],
            "date": DAY + datetime.timedelta(days=dice.randint(0, 3)),
            "label": dice.choice(["Flash Brief", "Explainer"]),
        }
        if state == "draft":
            cast.make_brief(f"Brief {number}", **parts)
        elif state == "scheduled":
            cast.published(f"Brief {number}", at=timezone.now() + datetime.timedelta(days=1), **parts)
        else:
            edition = cast.published(f"Brief {number}", **parts)
            if state == "withdrawn":
                withdraw(edition.brief, None)


def listed(client: Client, wanted: QuoteFilter) -> int:
    """How many quotations the pages of a list show, from the first to the last."""
    here, seen = wanted.address(), 0
    while here:
        page = text_of(client, here)
        seen += page.count("<blockquote")
        here = "".join(re.findall(r'class="older" href="([^"]+)"', page)).replace("&amp;", "&")
    return seen


@pytest.mark.parametrize("seed", [1, 2])
def test_along_any_path_of_clicks_each_count_is_the_length_of_the_list_it_leads_to(
    client: Client, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same every time, not secret
    archive(dice)
    for _ in range(4):
        wanted = QuoteFilter.parse(QueryDict(dice.choice(STARTS)))
        for _ in range(3):
            total = wanted.quotations().count()
            assert listed(client, wanted) == total
            choices, voices = wanted.choices(total), wanted.voices()
            clicks: list[tuple[BriefFilter, int]] = [
                *((each.narrower, each.count) for each in choices),
                *((each.without, each.rest) for each in choices),
                *((each.narrower, each.count) for each in voices),
            ]
            for click, count in clicks:
                asked = QuoteFilter.parse(QueryDict(click.query()))
                assert asked == click
                assert asked.quotations().count() == count
            if not clicks:
                break
            wanted = QuoteFilter.parse(QueryDict(dice.choice(clicks)[0].query()))


def test_words_are_looked_for_in_what_was_said_and_nowhere_else(client: Client) -> None:
    cast.published(
        "Missiles of Quist",
        developments="<p>A missile flew.</p>",
        quotes=said(MARA, words="The missile waited, and the drone’s crew slept.")
        + said(IVO, words="Drones wait.")
        + [("<p>Nothing flew.</p>", LENA, "Missile Fellow")],
    )
    cast.published("Elsewhere", developments="<p>A missile, a drone.</p>", quotes=said(LENA, words="Séance."))
    for query, found in {
        "missile": ["The missile waited, and the drone’s crew slept."],
        "DRONES": ["The missile waited, and the drone’s crew slept.", "Drones wait."],
        "drone -missile": ["Drones wait."],
        '"the drone"': ["The missile waited, and the drone’s crew slept."],
        '"missile drone"': [],
        "drone waiting": ["The missile waited, and the drone’s crew slept.", "Drones wait."],
        "seance": ["Séance."],
        "miss": [],
        "-drone -seance": ["Nothing flew."],
    }.items():
        answer = client.get("/quotes/", {"q": query})
        shown = re.sub(r"</?mark>", "", answer.content.decode())
        assert words_on(re.sub(r"\s+", " ", shown)) == found, query
        wanted = QuoteFilter.parse(answer.wsgi_request.GET)
        assert wanted.quotations().count() == len(found)
        assert sum(each.count for each in wanted.voices()) == len(found)
    page = text_of(client, "/quotes/?q=drone&expert=ivo-tamm")
    assert ">Quotations of Ivo Tamm, holding “drone”</h1>" in page
    assert "<p><mark>Drones</mark> wait.</p></blockquote>" in page
    assert 'action="/quotes/"' in page
    assert 'Did you mean <a href="/quotes/?q=missile">“missile”</a>?' in text_of(client, "/quotes/?q=misile")
    assert '<input type="hidden" name="expert" value="ivo-tamm">' in page


def test_what_an_edition_says_is_read_as_often_for_one_quotation_as_for_many(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.published("One", quotes=said(MARA))
    cast.published("Many", quotes=said(*[IVO] * 5))
    read, value = [], Edition.value

    def counted(edition: Edition) -> Content:
        read.append(edition.title)
        return value(edition)

    monkeypatch.setattr(Edition, "value", counted)
    text_of(client, "/quotes/")
    assert read.count("Many") == read.count("One") > 0


@pytest.mark.parametrize(
    "query",
    [
        "x" * 10_000,
        '"',
        '-"',
        "' OR 1=1 --",
        "%_\\",
        "\0",
        "<script>",
        "\U0001f9a4 \ud7ff \U0010ffff",
        "a" * 990 + " b",
    ],
)
def test_no_question_fails(client: Client, query: str) -> None:
    cast.published(quotes=said(MARA))
    assert client.get("/quotes/", {"q": query}).status_code in {200, 400}


def test_what_was_published_before_is_found_once_its_words_are_written() -> None:
    edition = cast.published(quotes=said(MARA, words="Dirigibles hold."))
    before = list(QuoteText.objects.values_list())
    QuoteText.objects.all().delete()
    call_command("index_briefs")
    assert list(QuoteText.objects.values_list()) == before
    query = QueryDict("q=dirigible")
    assert [each.edition for each in QuoteFilter.parse(query).quotations()] == [edition]


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        # the editions, their quotations, the hierarchy, the counts of issues and of people
        ("/quotes/", 7),
        # and what was asked for; nobody is counted when one person is wanted
        ("/quotes/?issue=iran&not=russia&expert=mara-quist&label=Flash+Brief&from=2024-01-01&q=holds", 8),
    ],
)
def test_the_archive_costs_the_same_with_three_quotations_and_three_hundred(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    cast.issue("Russia")
    for number in (3, 297):
        cast.published(f"Brief {number}", issues=["Iran", f"Issue {number}"], quotes=said(MARA) * number)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
