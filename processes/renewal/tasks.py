"""Celery only wakes; the rows are the truth."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from processes.renewal import changeover


@shared_task(ignore_result=True)
def sweep() -> None:
    """Go on with every changeover that is not finished. Safe to repeat and to run late."""
    changeover.go_on_with_all(timezone.now())


def wake() -> None:
    """Start once the rows are committed. A silent broker costs at most a minute."""
    transaction.on_commit(_start, robust=True)


def _start() -> None:
    sweep.apply_async(retry=False)
