"""A preview link as an outsider meets it: one version, for a while, with no way on, and nothing told when it ended."""

import datetime
import io
import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from briefs import roles, sharing
from briefs.models import Brief, PreviewLink
from experts.models import Expert
from issues.models import Issue
from tests import cast

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def brief() -> Brief:
    return cast.make_brief("Ships Return", links=[cast.link_out("At Sea", "https://example.org/sea")])


def shared(brief: Brief, version: int = 1, recipient: str = "Nadia, legal") -> tuple[PreviewLink, str]:
    """A link to a version of the brief, and its path."""
    link, token = sharing.share(
        brief, version, cast.person("edda", roles.EDITOR), timezone.now() + DAY, recipient
    )
    return link, reverse("preview", args=[token])


def views(link: PreviewLink) -> int:
    link.refresh_from_db()
    return link.views


def test_it_shows_the_one_version_under_a_banner(client: Client, brief: Brief) -> None:
    _, path = shared(brief)
    cast.change(brief, title="qzNewer Words")
    page = client.get(path).content.decode()
    main = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))
    assert "Preview of an unpublished version , for Nadia, legal, until" in main
    assert "Ships Return" in main
    assert "Insurance is the harbour. Mara Quist Senior Fellow" in main
    assert "How the Corridor Works" in main
    assert "qzNewer" not in page


def test_no_crawler_and_no_cache_may_keep_it_and_no_link_gives_it_away(client: Client, brief: Brief) -> None:
    _, path = shared(brief)
    for answer in (client.get(path), client.get("/preview/unknown/")):
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        page = answer.content.decode()
        assert '<meta name="robots" content="noindex, nofollow">' in page
        assert 'rel="canonical"' not in page


def test_no_way_leads_from_it_to_the_desk(client: Client, brief: Brief) -> None:
    _, path = shared(brief)
    answer = client.get(path)
    assert "/admin" not in answer.content.decode()
    assert not answer.cookies
    assert client.get(reverse("admin:briefs_brief_change", args=[brief.pk])).status_code == 302


def test_an_ended_revoked_unknown_or_broken_token_gets_one_and_the_same_answer(
    client: Client, brief: Brief
) -> None:
    ended, ended_path = shared(brief)
    PreviewLink.objects.filter(pk=ended.pk).update(ends_at=timezone.now())
    revoked, revoked_path = shared(brief)
    sharing.revoke(brief, revoked.pk, cast.person("edda", roles.EDITOR))
    gone, gone_path = shared(doomed := cast.make_brief("Doomed"))
    doomed.delete()
    odd = ["/preview/unknown/", "/preview/%00/", "/preview/%ff%fe/", "/preview/a/b/", f"/preview/{'x' * 5000}/",
           f"/preview/{gone.digest}/", "/preview/..%2f..%2fadmin/"]  # fmt: skip
    answers = [client.get(path) for path in (ended_path, revoked_path, gone_path, *odd)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "Ships" not in answers[0].content.decode()
    assert views(ended) == views(revoked) == 0


def test_looks_are_counted_and_what_is_no_look_is_not(client: Client, brief: Brief) -> None:
    link, path = shared(brief)
    assert views(link) == 0
    client.head(path)
    client.get(path, headers={"sec-purpose": "prefetch;prerender"})
    client.get(path, headers={"purpose": "prefetch"})
    client.get(path, headers={"sec-fetch-dest": "empty"})
    colleague = Client()
    colleague.force_login(cast.person("edda", roles.EDITOR))
    colleague.get(path)
    assert views(link) == 0
    assert link.viewed_at is None
    client.get(path)
    client.get(path, headers={"sec-fetch-dest": "document"})
    assert views(link) == 2
    assert link.viewed_at is not None


def test_two_looks_at_once_are_two(brief: Brief) -> None:
    link, _ = shared(brief)
    one, other = PreviewLink.objects.get(pk=link.pk), PreviewLink.objects.get(pk=link.pk)
    sharing.count_view(one, timezone.now())
    sharing.count_view(other, timezone.now())
    assert views(link) == 2


def test_a_version_that_names_what_has_since_been_deleted_still_shows(client: Client) -> None:
    target = cast.make_brief("Target")
    brief = cast.make_brief("Old Version", links=[cast.link_to(target)], issues=["Iran"])
    _, path = shared(brief)
    brief.quotes.all().delete()
    brief.links.all().delete()
    brief.issue_rows.all().delete()
    cast.change(brief, title="Bare")
    target.delete()
    Issue.objects.filter(name="Iran").delete()
    Expert.objects.all().delete()
    page = client.get(path).content.decode()
    assert "Insurance is the harbour." in page
    assert "Mara Quist" in page
    assert "Iran" not in page


def test_a_version_without_words_shows_too(client: Client) -> None:
    empty = cast.make_brief("", date=None, developments="", quotes=[], sections=[], issues=[])
    _, path = shared(empty, recipient="")
    page = client.get(path).content.decode()
    assert "Untitled brief" in page
    assert "Preview of an unpublished version</strong>, until" in page


def test_html_in_a_recipient_is_shown_as_it_was_typed(client: Client, brief: Brief) -> None:
    _, path = shared(brief, recipient="<script>alert(1)</script>")
    assert "for &lt;script&gt;alert(1)" in client.get(path).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_only_reads(client: Client, brief: Brief, method: str) -> None:
    _, path = shared(brief)
    answer: HttpResponse = getattr(client, method)(path)
    assert answer.status_code == 405


def test_no_token_stands_in_the_server_log(client: Client, brief: Brief) -> None:
    _, path = shared(brief)
    written = io.StringIO()
    ours = next(handler for handler in logging.getLogger().handlers if handler.filters)
    assert isinstance(ours, logging.StreamHandler)
    before = ours.setStream(written)
    client.post(path)
    client.get("/preview/unknowntoken/")
    ours.setStream(before)
    assert "Method Not Allowed (POST): /preview/…" in written.getvalue()
    assert "Not Found: /preview/…" in written.getvalue()
    assert path not in written.getvalue()
    assert "unknowntoken" not in written.getvalue()


def test_what_a_preview_costs_does_not_grow(
    client: Client, brief: Brief, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many = cast.make_brief(
        "Many",
        quotes=[(f"<p>{n}</p>", f"Speaker {n}", "") for n in range(6)],
        links=[cast.link_to(brief) for _ in range(6)],
        issues=["Iran", "Russia", "Ukraine"],
    )
    small = cast.make_brief("Small", links=[cast.link_to(brief)])
    for each in (small, many):
        _, path = shared(each)
        with django_assert_num_queries(5):
            client.get(path)
