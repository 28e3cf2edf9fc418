"""A promise that could not be kept is tried again, and after the last try a person has to look."""

from datetime import datetime, timedelta

from django.db import OperationalError

from workflow import events
from workflow.exceptions import Conflict
from workflow.models import Timer

ATTEMPTS = 5
ROLLED_BACK = "40"
"""The class of PostgreSQL's errors that say: nothing is wrong, try again. A deadlock is one."""


def note(timer_id: int, error: Exception, *, at: datetime) -> None:
    """Push a failed timer forward; after the last attempt it is a visible incident.

    One that only met others in the database has not failed: it waits for the next sweep.
    """
    timer = Timer.objects.filter(pk=timer_id, status=Timer.Status.WAITING).first()
    if timer is None or is_passing(error):
        return
    timer.attempts += 1
    timer.error = f"{type(error).__name__}: {error}"[:2000]
    timer.due_at = at + timedelta(minutes=2**timer.attempts)
    if timer.attempts >= ATTEMPTS:
        timer.status = Timer.Status.INCIDENT
    timer.save(update_fields=["attempts", "error", "due_at", "status"])
    if timer.status == Timer.Status.INCIDENT:
        events.incident_raised.send(sender=Timer, timer=timer, at=at)


def is_passing(error: Exception) -> bool:
    """The database gave way to somebody else's work; the same again will do."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return isinstance(error, OperationalError) and state.startswith(ROLLED_BACK)


def skip(timer: Timer, *, at: datetime) -> None:
    """Let an incident be one no more, without what was promised. Raises Conflict if it is none."""
    incidents = Timer.objects.filter(pk=timer.pk, status=Timer.Status.INCIDENT)
    if incidents.update(status=Timer.Status.CANCELLED, finished_at=at) != 1:
        raise Conflict()


def retry(timer: Timer, *, at: datetime) -> None:
    """Let an incident try again at the next sweep. Raises Conflict if it is none."""
    incidents = Timer.objects.filter(pk=timer.pk, status=Timer.Status.INCIDENT)
    if incidents.update(status=Timer.Status.WAITING, attempts=0, due_at=at) != 1:
        raise Conflict()
