"""Promises as rows. Started and stopped here; kept by ``sweep.fire_due``."""

from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from workflow import ready
from workflow.calendar import end_of, start_of
from workflow.models import StatefulModel, Timer
from workflow.promises import Promise


def promise(
    subject: models.Model, step: str, *, due_at: datetime, explanation: Any = None
) -> Timer:
    """``step`` of ``subject``, promised for ``due_at`` (UTC). Not saved."""
    return Timer(
        subject=subject,
        step=step,
        due_at=due_at,
        original_due_at=due_at,
        explanation=explanation,
    )


def start(subject: models.Model, step: str, *, due_at: datetime, explanation: Any = None) -> Timer:
    """Promise ``step`` of ``subject`` for ``due_at`` (UTC). At most one waits per step."""
    timer = promise(subject, step, due_at=due_at, explanation=explanation)
    timer.save(force_insert=True)
    return timer


def start_all(promised: list[Timer]) -> None:
    """Start promised timers, in one statement."""
    ready.insert(promised)


def stop(subject: models.Model, *steps: str, at: datetime) -> int:
    """Cancel the waiting timers of a row (all, or those of ``steps``); how many there were."""
    kind = ContentType.objects.get_for_model(subject)
    return _stopping(steps)(kind=kind.pk, subject=subject.pk, at=at)


@cache
def _stopping(steps: tuple[str, ...]) -> ready.Update:
    def waiting() -> models.QuerySet[Timer]:
        rows = Timer.objects.filter(status=Timer.Status.WAITING)
        rows = rows.filter(subject_type=ready.Slot("kind"), subject_id=ready.Slot("subject"))
        return rows.filter(step__in=steps) if steps else rows

    return ready.Update(
        waiting, status=Timer.Status.CANCELLED, finished_at=ready.Slot("at", ready.MOMENT)
    )


def state_changed(subject: StatefulModel, *, source: str, target: str, at: datetime) -> list[Timer]:
    """Stop what the state just left had promised; what the new state promises, not yet started."""
    left = [p.step for p in subject.promises if source in p.states and target not in p.states]
    if left:
        stop(subject, *left, at=at)
    entered = [p for p in subject.promises if target in p.states and source not in p.states]
    return [timer for timer in (_promised(subject, promise) for promise in entered) if timer]


def _promised(subject: StatefulModel, kept: Promise) -> Timer | None:
    deadline = kept.on(subject)
    if deadline is None:
        return None
    moment = start_of(deadline.date) if kept.at_start else end_of(deadline.date)
    explanation = deadline.explanation.as_json()
    return promise(subject, kept.step, due_at=moment, explanation=explanation)


def begin(subject: StatefulModel, *, at: datetime) -> None:
    """Start what the first state of a newly created row promises."""
    start_all(state_changed(subject, source="", target=subject.current_state, at=at))
