"""Celery only wakes; the rows are the truth."""

from celery import shared_task
from django.utils import timezone

from workflow import sweep as sweeping


@shared_task(ignore_result=True)
def sweep() -> None:
    """Fire what is due and return idle claims. Safe to repeat and to run late."""
    at = timezone.now()
    sweeping.fire_due(at)
    sweeping.return_idle_claims(at)
