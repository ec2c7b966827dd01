"""What Prometheus is told at /metrics: https://prometheus.io/docs/instrumenting/exposition_formats/

Workers count together in the folder PROMETHEUS_MULTIPROC_DIR, which should be empty when they start; without it each
tells of itself alone. What the database knows is asked at each visit.
"""

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from editions.filters import BriefFilter
from editions.models import Edition

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
REQUESTS = Counter("dateline_requests", "Requests that Django answered.", ["view", "method", "status"])
SECONDS = Histogram(
    "dateline_request_seconds",
    "How long Django took to answer.",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
PAGES = Counter("dateline_page_cache", "Requests as the page cache met them.", ["answer"])
REPLICA = Counter(
    "dateline_replica", "Pages that were to be drawn, as the replica could serve them.", ["answer"]
)
DATABASE_ERRORS = Counter("dateline_database_errors", "Requests that failed with the database.")


class Archive(Collector):
    """What stands in the database at the moment of asking."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        pending = Edition.objects.filter(live_from__gt=now)
        following = pending.order_by("live_from").values_list("live_from", flat=True).first()
        yield gauge("dateline_briefs_live", "Briefs that readers see.", BriefFilter().total(now))
        yield gauge("dateline_editions_pending", "Editions whose time is still to come.", pending.count())
        if following:
            seconds = (following - now).total_seconds()
            yield gauge("dateline_next_edition_seconds", "Until the next edition begins.", seconds)


def gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value=value)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything that is counted, for whoever has the token; for all others there is nothing here."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    told = generate_latest(counted()) + generate_latest(archive())
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


def counted() -> CollectorRegistry:
    if not settings.METRICS_FOLDER:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def archive() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Archive())
    return registry
