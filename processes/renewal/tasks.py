"""Celery only wakes; the rows are the truth."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from processes.organisations import returns
from processes.organisations import tasks as going_back
from processes.renewal.changeover import changes as changeover
from processes.renewal.forecast import forecasts


@shared_task(ignore_result=True)
def sweep() -> None:
    """Go on with every changeover that is not finished, and see to other long work.

    Safe to repeat and to run late.
    """
    changeover.go_on_with_all(timezone.now())
    if forecasts.waiting(timezone.now()).exists():
        _foresee()
    if returns.unfinished().exists():
        going_back.start()


@shared_task(ignore_result=True)
def foresee() -> None:
    """Make the forecasts that wait: a task of its own, for others do not wait for minutes."""
    forecasts.make_all()


def wake() -> None:
    """Start once the rows are committed. A silent broker costs at most a minute."""
    transaction.on_commit(_start, robust=True)


def _start() -> None:
    sweep.apply_async(retry=False)


def wake_forecaster() -> None:
    """Let the forecasts that wait be made, once the rows are committed."""
    transaction.on_commit(_foresee, robust=True)


def _foresee() -> None:
    foresee.apply_async(retry=False)
