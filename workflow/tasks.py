"""Celery only wakes; the rows are the truth."""

from celery import shared_task

from workflow import clock
from workflow import sweep as sweeping
from workflow.models import tallies
from workflow.sql import outages
from workflow.sweep import attendance


@shared_task(ignore_result=True)
@outages.sat_out
def sweep() -> None:
    """Fire what is due, return idle claims, find what nobody may do. Safe to repeat, or late."""
    at = clock.now()
    if fired := sweeping.fire_due(at):
        tallies.add("timers", "fired", count=fired)
    sweeping.return_idle_claims(at)
    attendance.look(at)
