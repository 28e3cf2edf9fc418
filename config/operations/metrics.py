"""Figures for Prometheus.

What the web processes do is counted by them, in files they share. Everything else is read from the
database at each scrape, so it is right for any number of workers and hosts.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import Error
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config import tasks
from config.operations import health
from notifications.models import Notification
from processes.roles import Role
from workflow.models import Tally
from workflow.queues import depths

PAGES = CollectorRegistry()
REQUESTS = Counter(
    "kvalitetslots_requests",
    "Requests answered.",
    ["view", "method", "status"],
    registry=PAGES,
)
SECONDS = Histogram(
    "kvalitetslots_request_seconds",
    "Time to answer a request.",
    ["view"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=PAGES,
)
# No label comes unchecked from outside: each new value is a new curve.
METHODS = frozenset({"GET", "HEAD", "POST"})


def known(method: str | None) -> str:
    """The method of a request, unless somebody has made one up."""
    return method if method in METHODS else "other"


def count(view: str, *, method: str, status: int, seconds: float) -> None:
    """Count an answered request."""
    REQUESTS.labels(view, method, str(status)).inc()
    SECONDS.labels(view).observe(seconds)


def exposition(at: datetime) -> bytes:
    """Everything, as Prometheus reads it."""
    figures = CollectorRegistry()
    figures.register(Figures(at))
    return generate_latest(_pages()) + generate_latest(figures)


def _pages() -> CollectorRegistry:
    """The requests of all web processes of this host."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return PAGES
    shared = CollectorRegistry()
    MultiProcessCollector(shared)
    return shared


class Figures(Collector):
    """What the database tells at a moment. Without a database: that there is none."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def collect(self) -> Iterable[Metric]:
        yield from _checks(self._at)
        try:
            yield from [*_depths(self._at), *_tallies()]
        except Error:
            return


def _checks(at: datetime) -> Iterator[Metric]:
    well = GaugeMetricFamily("kvalitetslots_check_ok", "Health: 1 is well.", labels=["check"])
    value = GaugeMetricFamily(
        "kvalitetslots_check_value", "Health: seconds late or rows.", labels=["check"]
    )
    limit = GaugeMetricFamily(
        "kvalitetslots_check_limit", "Health: the most it may be.", labels=["check"]
    )
    for check in health.checks(at):
        well.add_metric([check.name], check.is_well)
        limit.add_metric([check.name], check.limit)
        if check.value is not None:
            value.add_metric([check.name], check.value)
    yield from (well, value, limit)


def _depths(at: datetime) -> Iterator[Metric]:
    queue = GaugeMetricFamily(
        "kvalitetslots_queue_tasks", "Tasks that nobody has taken.", labels=["role"]
    )
    for role in Role:
        queue.add_metric([role], depths.unclaimed(role))
    yield queue
    yield GaugeMetricFamily("kvalitetslots_timers_due", "Promises due.", value=depths.due(at))
    mails = GaugeMetricFamily(
        "kvalitetslots_outbox_mails", "Mails that are not sent yet.", labels=["status"]
    )
    for status in (Notification.Status.PENDING, Notification.Status.SENDING):
        unsent = Notification.objects.filter(status=status, at_once=True)
        mails.add_metric([status], unsent.order_by()[: depths.CAP].count())
    yield mails


def _tallies() -> Iterator[Metric]:
    runs = CounterMetricFamily(
        "kvalitetslots_tasks", "Celery tasks run.", labels=["task", "outcome"]
    )
    seconds = CounterMetricFamily(
        "kvalitetslots_task_seconds", "Time spent in Celery tasks.", labels=["task"]
    )
    events = CounterMetricFamily(
        "kvalitetslots_events", "Mails sent and refused, promises kept.", labels=["kind", "outcome"]
    )
    for kind, name, number, spent in Tally.objects.values_list("kind", "name", "count", "seconds"):
        if kind == tasks.DONE:
            runs.add_metric([name, "done"], number)
            seconds.add_metric([name], spent)
        elif kind == tasks.FAILED:
            runs.add_metric([name, "failed"], number)
        else:
            events.add_metric([kind, name], number)
    yield from (runs, seconds, events)
