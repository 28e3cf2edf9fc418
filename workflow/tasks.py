"""Celery only wakes; the rows are the truth."""

from celery import shared_task

from workflow import clock, outages, tallies
from workflow import sweep as sweeping


@shared_task(ignore_result=True)
@outages.sat_out
def sweep() -> None:
    """Fire what is due and return idle claims. Safe to repeat and to run late."""
    at = clock.now()
    if fired := sweeping.fire_due(at):
        tallies.add("timers", "fired", count=fired)
    sweeping.return_idle_claims(at)
