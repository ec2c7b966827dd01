"""A small library for tests that look at every kind of public page: whatever a page can hold is on one of them.

All words of the newsroom's own are Greek, so that a Latin letter on a page is the site's.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from briefs.content import Link
from briefs.sharing import share
from editions.models import Edition, Introduction, PinnedBrief
from editions.publishing import publish, withdraw
from experts.models import Expert
from tests import cast

NEWSROOM = "Φάρος"
SIZE = 4  # of a page of a list, while tests look at it
LABEL = "Δελτίο"
TITLE, ARABIC, HEBREW = "Τα πλοία επιστρέφουν", "السفن تعود إلى الميناء", "הספינות חוזרות לנמל"
WORDS = (
    "<p>Τέσσερα πλοία μπήκαν στον δίαυλο πριν από το μεσημέρι.</p><p>Το πέμπτο περιμένει.</p>"
    "<ul><li><p>Το λιμάνι άνοιξε.</p></li><li><p>Η ασφάλιση κοστίζει.</p></li></ul>"
)
QUOTES = [
    ("<p>Η ασφάλιση είναι το λιμάνι.</p>", "Μάρα Κουίστ", "Ερευνήτρια"),
    ("<p>Κανείς δεν ρωτά.</p><p>Όλοι πληρώνουν.</p>", "Ίβο Ταμ", "Διευθυντής"),
]
SECTIONS = [("Πώς λειτουργεί", "<p>Τα πλοία μένουν κοντά στην ακτή.</p>")]
ISSUES = ["Σιτάρι", "Θάλασσα"]
NOT_PAGES = {  # what their addresses hand out is no HTML
    "image", "brief-form", "brief-card", "quotation-card", "issue-card", "expert-card", "newsroom-card", "page-card",
    "feed_atom", "feed_rss", "feed_json", "oembed", "llms", "markdown", "robots", "sitemap", "sitemap_briefs",
    "sitemap_issues", "sitemap_experts", "sitemap_pages", "news_sitemap", "healthz", "readyz", "metrics",
}  # fmt: skip


def fill() -> dict[str, list[str]]:
    """Put the library in, and give the addresses of its pages by their URL names; "error" for what belongs to none."""
    sea, grain = cast.issue(ISSUES[1]), cast.issue(ISSUES[0])
    sea.description = "Ό,τι μπορεί να συμβεί σε ένα πλοίο."
    sea.save()
    grain.parent = sea
    grain.save()
    brief = publish(cast.make_brief("Παλιό δελτίο", **_parts(day=1)), None)
    links: list[Link] = [
        cast.link_to(brief.brief),
        cast.link_out("Στη θάλασσα", "https://example.org/sea", ["Ίβο Ταμ", "Μάρα Κουίστ"], "Σημειώσεις"),
        cast.link_out("Χωρίς διεύθυνση"),
    ]
    main = publish(cast.make_brief(TITLE, **_parts(day=14), links=links), None)
    for language, title in (("ar", ARABIC), ("he", HEBREW)):
        publish(cast.make_brief(title, **_parts(day=14), language=language, original=main.brief), None)
    for number in range(SIZE):
        cast.published(f"Δελτίο {number}", **_parts(day=2))
    Expert.objects.filter(name="Μάρα Κουίστ").update(
        biography="<p>Γράφει για λιμάνια.</p>", organisation="Φάρος", title="Ερευνήτρια"
    )
    points = "<ul><li><p>Η ασφάλιση κοστίζει.</p></li></ul>"
    Introduction.objects.create(issue=sea, text="<p>Ό,τι πλέει.</p>", key_points=points)
    PinnedBrief.objects.create(issue=sea, brief=main.brief)
    return _addresses(main, brief)


def _parts(day: int) -> dict[str, Any]:
    return {
        "date": datetime.date(2024, 3, day),
        "label": LABEL,
        "developments": WORDS,
        "quotes": QUOTES,
        "sections": SECTIONS,
        "issues": ISSUES,
    }


def _addresses(main: Edition, older: Edition) -> dict[str, list[str]]:
    arabic = Edition.objects.get(title=ARABIC)
    hebrew = Edition.objects.get(title=HEBREW)
    expert = Expert.objects.get(name="Μάρα Κουίστ").get_absolute_url()
    issue, sea = cast.issue(ISSUES[0]), cast.issue(ISSUES[1])
    gone, over = (cast.published(title, **_parts(day=3)) for title in ("Αποσύρθηκε", "Έληξε"))
    gone_quote = gone.quote_rows.first().get_absolute_url()  # type: ignore[union-attr]
    withdraw(gone.brief, None)
    Edition.objects.filter(pk=over.pk).update(live_until=timezone.now())
    quote = main.quote_rows.first().get_absolute_url()  # type: ignore[union-attr]
    draft = cast.make_brief("Πρόχειρο", **_parts(day=15))
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    shared = share(draft, 1, cast.people().edda, tomorrow, "Ίβο")[1]
    query = f"issue={issue.slug}&not={sea.slug}"
    return {
        "home": ["/"],
        "briefs": [
            "/briefs/",
            f"/briefs/?issue={issue.slug}",
            f"/briefs/?{query}&expert=nobody&label=Δελτίο&from=2024-03-01&to=2024-02-30&after=x&q=λιμάνι",
            "/briefs/?from=2024-03-01&to=2024-03-14&q=λιμάνι",
            "/briefs/?q=λιμανο",
            f"/briefs/?after=2024-03-02.{older.brief_id}",
            "/briefs/?after=1900-01-01.1",
        ],
        "brief": [each.get_absolute_url() for each in (main, arabic, hebrew, older)],
        "issues": ["/issues/"],
        "matrix": ["/issues/matrix/"],
        "issue": [issue.get_absolute_url(), sea.get_absolute_url()],
        "experts": ["/experts/"],
        "expert": [expert, f"{expert}?after=1900-01-01.1"],
        "quotes": ["/quotes/", f"/quotes/?issue={issue.slug}&q=λιμάνι"],
        "quote": [quote, gone_quote],
        "preview": [f"/preview/{shared}/", "/preview/wrong/"],
        "error": ["/no/such/page/", gone.get_absolute_url(), over.get_absolute_url()],
    }


def names(resolver: URLResolver | None = None) -> Iterator[str | None]:
    """The names of all public addresses: those of signing in stand under the desk's."""
    for entry in (resolver or get_resolver()).url_patterns:
        if str(entry.pattern).startswith("admin/"):
            continue
        if isinstance(entry, URLPattern):
            yield entry.name
        else:
            yield from names(entry)
