"""Promises as rows. Started and stopped here; kept by ``sweep.fire_due``."""

from datetime import datetime
from typing import Any

from django.db import models

from workflow.calendar import end_of, start_of
from workflow.models import StatefulModel, Timer
from workflow.promises import Promise


def start(subject: models.Model, step: str, *, due_at: datetime, explanation: Any = None) -> Timer:
    """Promise ``step`` of ``subject`` for ``due_at`` (UTC). At most one waits per step."""
    return Timer.objects.create(
        subject=subject,
        step=step,
        due_at=due_at,
        original_due_at=due_at,
        explanation=explanation,
    )


def stop(subject: models.Model, *steps: str, at: datetime) -> int:
    """Cancel the waiting timers of a row (all, or those of ``steps``); how many there were."""
    waiting = Timer.objects.of(subject).filter(status=Timer.Status.WAITING)
    if steps:
        waiting = waiting.filter(step__in=steps)
    return waiting.update(status=Timer.Status.CANCELLED, finished_at=at)


def state_changed(subject: StatefulModel, *, source: str, target: str, at: datetime) -> None:
    """Stop what the state just left had promised, start what the new state promises."""
    left = [p.step for p in subject.promises if source in p.states and target not in p.states]
    if left:
        stop(subject, *left, at=at)
    for promise in subject.promises:
        if target in promise.states and source not in promise.states:
            _start(subject, promise)


def _start(subject: StatefulModel, promise: Promise) -> None:
    deadline = promise.on(subject)
    if deadline is not None:
        moment = start_of(deadline.date) if promise.at_start else end_of(deadline.date)
        explanation = deadline.explanation.as_json()
        start(subject, promise.step, due_at=moment, explanation=explanation)


def begin(subject: StatefulModel, *, at: datetime) -> None:
    """Start what the first state of a newly created row promises."""
    state_changed(subject, source="", target=subject.current_state, at=at)
