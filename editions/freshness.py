"""Answers that tell what they hang on, so that who has them already is told in a line that nothing changed.

The ETag is made of the state that an answer is drawn from, and of whatever else shows in it; so nothing is drawn when
it fits. Last-Modified is the last time at which anything public may have changed anywhere: never too early, even for
a page taken down, a name changed or an archive brought in.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import math
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from audit.models import Act, Entry
from editions.models import Edition
from editions.site import Site
from issues.prepared import prepared

DRAWN = 1  # to be counted up when something else is drawn from the same state
# What is done now to what readers saw before, so that no edition begins or ends now.
IN_PLACE = (Act.PUBLISHED, Act.WITHDRAWN, Act.RENAMED, Act.MERGED, Act.UNDONE)


def conditional(
    request: HttpRequest,
    at: datetime.datetime,
    state: Any,
    draw: Callable[[], HttpResponse],
    until: datetime.datetime | None = None,
) -> HttpResponse:
    """What `draw` gives, or 304 for who has that already. `state` is all that it hangs on, as JSON can tell it; `until`
    (aware) is when it becomes another by the clock alone.

    Every use of a stored copy is to be asked for, so that nothing outlives its withdrawal. One query.
    """
    etag, modified = tag_of(request, state), last_change(at)
    known = None if modified is None else math.ceil(modified.timestamp())
    # Within a second more may change, and the header tells no finer time.
    known = None if known is None or known > at.timestamp() else known
    answer = get_conditional_response(request, etag=etag, last_modified=known) or draw()
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, no-cache"
    if until is not None:
        answer["Expires"] = http_date(math.floor(until.timestamp()))
    if known is not None:
        answer["Last-Modified"] = http_date(known)
    return answer


def tag_of(request: HttpRequest, state: Any) -> str:
    """A strong ETag for what is drawn of `state` at the address of the request."""
    site = Site.of(request)
    surroundings = [DRAWN, site.root, site.name, settings.LANGUAGE_CODE, request.get_full_path()]
    told = json.dumps([surroundings, state], default=str, sort_keys=True)
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def last_change(at: datetime.datetime) -> datetime.datetime | None:
    """The last instant up to `at` (aware) when anything public came, changed or went; None before the first.

    One query, of a few looks into an index.
    """
    found = _instants(at)
    return max(filter(None, found[0]), default=None) if found else None


@prepared
def _instants(at: datetime.datetime) -> QuerySet[Edition, tuple[datetime.datetime | None, ...]]:
    past = Edition.objects.filter(live_from__lte=at)
    ended = Edition.objects.filter(live_until__lte=at).order_by("-live_until").values("live_until")
    acts = {act: Entry.objects.filter(act=act, at__lte=at).order_by("-at").values("at") for act in IN_PLACE}
    # Which issues belong to which is told by readers' lists too, and changed in many ways.
    issues = Entry.objects.filter(kind="issues.issue", at__lte=at).order_by().values("kind")
    return past.order_by("-live_from").values_list(
        "live_from",
        Subquery(ended[:1]),
        Subquery(issues.annotate(last=Max("at")).values("last")),
        *(Subquery(entries[:1]) for entries in acts.values()),
    )[:1]
