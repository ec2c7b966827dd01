"""Answers questions about a database for the measurements: python -m scripts.bench.inside QUESTION [words]

A process of its own for each, because Django serves one database a process. The answer is a list in JSON.
"""

import http.client
import json
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402

from briefs.models import Brief  # noqa: E402
from editions.facets import quoted  # noqa: E402
from editions.feeds.gathering import SIZE  # noqa: E402
from editions.models import Edition  # noqa: E402
from editions.publishing import publish, withdraw  # noqa: E402
from scripts.bench.load import PROXIED  # noqa: E402

# Kinds of questions that readers ask, in the words of the demo newsroom
QUESTIONS = {
    "a rare word": "q=quist",
    "a common word": "q=insurance",
    "a word that most briefs hold": "q=the",
    "a phrase": "q=%22war+risk%22",
    "two words": "q=missile+insurance",
    "a word, without another": "q=missile+-drone",
    "a word and an issue": "q=missile&issue=iran",
    "words, two issues and a span": "q=port&issue=iran&issue=russia&from=2023-01-01",
    "an issue, typed": "q=issue%3Airan+missile",
    "a slip of the keyboard": "q=misile",
    "what nobody said": "q=zyzzyva",
}


def size() -> list[Any]:
    return [Brief.objects.count(), Edition.objects.live().count()]


def settle() -> list[Any]:
    """Has the database learn what it holds, as a server does by itself within minutes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return []


def pages() -> list[Any]:
    """Names and addresses of the public pages that are measured; the middle of the archive stands for a brief."""
    live = Edition.objects.live()
    oldest = live.order_by("date", "brief_id")[20]
    middle = live.newest_first()[live.count() // 2]
    last = f"after={oldest.date}.{oldest.brief_id}"
    return [
        ["a brief", middle.get_absolute_url()],
        ["all briefs", "/briefs/"],
        ["an issue's list, first page", "/briefs/?issue=iran"],
        ["an issue's list, last page", f"/briefs/?issue=iran&{last}"],
        ["two issues", "/briefs/?issue=iran&issue=russia"],
        ["an issue's own page", "/issues/iran/"],
        ["all issues", "/issues/"],
        ["quotations", "/quotes/"],
        ["the Atom feed", "/feed.atom"],
    ]


def unread() -> list[Any]:
    """Names as in `pages`, and for each so many addresses of that kind that no worker keeps what it drew for the first
    until it is asked again: of a thousand briefs, of an issue's list from each of its briefs on, and of feeds that have
    not one brief in common.
    """
    newest = Edition.objects.live().newest_first()[:1000]
    days = dict.fromkeys(each.date for each in newest[::SIZE])
    feeds = [f"/feed.atom?to={day}" for day in days]
    iran = Edition.objects.live().filter(issues__slug="iran").newest_first()[:1000]
    return [
        ["a brief", [each.get_absolute_url() for each in newest]],
        ["an issue's list", [f"/briefs/?issue=iran&after={each.date}.{each.brief_id}" for each in iran]],
        ["the Atom feed", feeds],
    ]


def questions() -> list[Any]:
    person = quoted().order_by("pk")[0]
    asked = QUESTIONS | {"a person, typed": urlencode({"q": f'expert:"{person.name}" missile'})}
    return [[kind, f"/briefs/?{query}"] for kind, query in asked.items()]


def desk() -> list[Any]:
    """A cookie of someone who may everything, then names and addresses of the desk's pages."""
    person, _ = User.objects.get_or_create(username="bench", is_staff=True, is_superuser=True)
    session = SessionStore()
    session[SESSION_KEY] = f"{person.pk}"
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    brief = Brief.objects.order_by("-pk")[0]
    return [
        f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
        ["the list", "/admin/briefs/brief/"],
        ["filtered by issue", "/admin/briefs/brief/?issue=iran"],
        ["searched", "/admin/briefs/brief/?q=insurance"],
        ["the edit page", f"/admin/briefs/brief/{brief.pk}/change/"],
        ["my desk", "/admin/"],
    ]


def freshness(port: str, times: str) -> list[Any]:
    """Withdraws and publishes a brief so many times and asks for its page at once: how often the answer was not yet
    true. Readers' answers stand in the cache before each time.
    """
    brief = Edition.objects.live().select_related("brief")[7].brief
    address = Edition.objects.live().get(brief=brief).get_absolute_url()
    stale = 0
    for _ in range(int(times)):
        withdraw(brief, None)
        stale += sum(status(port, address) != 410 for _ in range(4))
        publish(Brief.objects.get(pk=brief.pk), None)
        stale += sum(status(port, address) != 200 for _ in range(4))
    return [int(times) * 8, stale]


def status(port: str, address: str) -> int:
    """What a new connection is answered, by whichever worker takes it."""
    reader = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    try:
        reader.request("GET", address, headers=PROXIED)
        return reader.getresponse().status
    finally:
        reader.close()


ANSWERS: dict[str, Callable[..., list[Any]]] = {
    each.__name__: each for each in (size, settle, pages, unread, questions, desk, freshness)
}

if __name__ == "__main__":
    print(json.dumps(ANSWERS[sys.argv[1]](*sys.argv[2:])))
