"""Celery only wakes; the rows are the truth."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from notifications import deadlines, delivery, digests


@shared_task(ignore_result=True)
def deliver() -> None:
    """Send what is due. Safe to repeat, and for several workers at once."""
    delivery.deliver_due(timezone.now())


@shared_task(ignore_result=True)
def sweep() -> None:
    """Find what fell due by the calendar, bundle the summaries, send what was lost."""
    at = timezone.now()
    deadlines.post_due(at)
    digests.bundle_due(at)
    delivery.deliver_due(at)


def wake() -> None:
    """Start delivery once the rows are committed. A silent broker costs at most a minute."""
    transaction.on_commit(_start, robust=True)


def _start() -> None:
    deliver.apply_async(retry=False)
