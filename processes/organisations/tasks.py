"""Celery only wakes; the rows are the truth."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from processes.organisations import returns


@shared_task(ignore_result=True)
def go_on() -> None:
    """Go on with every return of work that is not finished. Safe to repeat and to run late."""
    returns.go_on_with_all(timezone.now())


def wake() -> None:
    """Start once the rows are committed. A silent broker costs at most a minute."""
    transaction.on_commit(start, robust=True)


def start() -> None:
    """Let a worker go on."""
    go_on.apply_async(retry=False)
