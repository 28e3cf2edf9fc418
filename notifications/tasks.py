"""Celery only wakes; the rows are the truth."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from celery import shared_task
from django.db import transaction

from notifications import deadlines, delivery, digests
from notifications.models import Notification
from workflow import clock
from workflow.models import tallies
from workflow.sql import outages

ROUND_SECONDS = 5
"""So long a worker sends mails in one go."""


@shared_task(ignore_result=True)
@outages.sat_out
def deliver() -> None:
    """Send what is due. Safe to repeat, and for several workers at once."""
    _deliver(clock.now())


@shared_task(ignore_result=True)
@outages.sat_out
def sweep() -> None:
    """Find what fell due by the calendar, bundle the summaries, send what was lost."""
    at = clock.now()
    deadlines.post_due(at)
    digests.bundle_due(at)
    _deliver(at)


def _deliver(at: datetime) -> None:
    """A round of some seconds; what is left is for the next one, after whatever waits meanwhile."""
    if sent := delivery.deliver_due(at, seconds=ROUND_SECONDS):
        tallies.add("mails", "sent", count=sent)
        if Notification.objects.due(at).exists():
            wake()


def wake() -> None:
    """Start delivery once the rows are committed. A silent broker costs at most a minute."""
    transaction.on_commit(_alarm.get(), robust=True)


@contextmanager
def woken_by(call: Callable[[], Any]) -> Iterator[None]:
    """Let ``call`` be told instead of a worker: who simulates time delivers by themselves."""
    before = _alarm.set(call)
    try:
        yield
    finally:
        _alarm.reset(before)


def _start() -> None:
    deliver.apply_async(retry=False)


_alarm: ContextVar[Callable[[], Any]] = ContextVar("alarm", default=_start)
