"""Keeps the promises: asks each minute what is due and not yet done."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from viewflow.workflow.status import STATUS

from workflow import events, execution, queues
from workflow.exceptions import Conflict
from workflow.models import StatefulModel, Task, Timer
from workflow.promises import keeper
from workflow.transitions import perform

log = logging.getLogger(__name__)

ATTEMPTS = 5
BATCH = 500


def fire_due(at: datetime) -> int:
    """Fire every timer due at ``at``; how many fired. One bad timer delays no other.

    Safe to run several at once and to run late: a timer fires once, its lateness is recorded.
    """
    fired = 0
    while True:
        ids = list(Timer.objects.due(at).values_list("pk", flat=True)[:BATCH])
        done = sum(_fire(timer_id, at) for timer_id in ids)
        fired += done
        if len(ids) < BATCH:
            return fired


def _fire(timer_id: int, at: datetime) -> bool:
    try:
        with transaction.atomic():
            return _claim_and_run(timer_id, at)
    except Exception as error:
        log.exception("timer %s failed", timer_id)
        _postpone(timer_id, at, error)
        return False


def _claim_and_run(timer_id: int, at: datetime) -> bool:
    timer = Timer.objects.filter(pk=timer_id, status=Timer.Status.WAITING).first()
    if timer is None:
        return False
    subject: Any = timer.subject
    _hold(subject, at)
    claimed = Timer.objects.filter(pk=timer_id, status=Timer.Status.WAITING, due_at__lte=at)
    if claimed.update(status=Timer.Status.FIRED, finished_at=at) != 1:
        return False
    Timer.objects.filter(pk=timer_id).update(lateness=at - timer.original_due_at)
    _keep(timer, subject, at)
    return True


def _hold(subject: Any, at: datetime) -> None:
    """Lock in the order in which people's steps do: the case or the row, and only then timers."""
    process = getattr(subject, "process", None)
    if process is not None:
        execution.lock(process.pk, at)
    else:
        subject._meta.model._base_manager.select_for_update().filter(pk=subject.pk).exists()
    subject.refresh_from_db()


def _keep(timer: Timer, subject: Any, at: datetime) -> None:
    action = keeper(subject._meta.label_lower, timer.step)
    if action is not None:
        action(subject, at=at)
        return
    step = getattr(subject, timer.step)
    if isinstance(subject, StatefulModel):
        perform(step, by=None, at=at)
    elif (again := step(at)) is not None:
        Timer.objects.create(subject=subject, step=timer.step, due_at=again, original_due_at=again)


def _postpone(timer_id: int, at: datetime, error: Exception) -> None:
    """Push a failing timer forward, and after the last attempt make it a visible incident."""
    timer = Timer.objects.filter(pk=timer_id, status=Timer.Status.WAITING).first()
    if timer is None:
        return
    timer.attempts += 1
    timer.error = f"{type(error).__name__}: {error}"[:2000]
    timer.due_at = at + timedelta(minutes=2**timer.attempts)
    if timer.attempts >= ATTEMPTS:
        timer.status = Timer.Status.INCIDENT
    timer.save(update_fields=["attempts", "error", "due_at", "status"])
    if timer.status == Timer.Status.INCIDENT:
        events.incident_raised.send(sender=Timer, timer=timer, at=at)


def retry(timer: Timer, *, at: datetime) -> None:
    """Let an incident try again at the next sweep. Raises Conflict if it is none."""
    incidents = Timer.objects.filter(pk=timer.pk, status=Timer.Status.INCIDENT)
    if incidents.update(status=Timer.Status.WAITING, attempts=0, due_at=at) != 1:
        raise Conflict()


def return_idle_claims(at: datetime) -> int:
    """Give claims whose lease ran out back to their queues; how many."""
    idle = Task.objects.filter(status=STATUS.ASSIGNED, lease_until__lte=at)
    returned = 0
    for task in idle.select_related("process").order_by("lease_until", "pk")[:BATCH]:
        try:
            queues.return_idle(task, at=at)
            returned += 1
        except Conflict:
            continue
    return returned
