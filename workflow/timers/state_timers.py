"""Promises as rows. Started and stopped here; kept by ``sweep.fire_due``."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from workflow.calendar import Deadline, Explanation, end_of, start_of
from workflow.models import StatefulModel, Timer
from workflow.models.promises import Promise
from workflow.sql import bulk, instances, unit_of_work, writes
from workflow.sql.compiled import compiled
from workflow.sql.writes import Update, Write


def promise(
    subject: models.Model, step: str, *, due_at: datetime, explanation: dict[str, Any] | None = None
) -> Timer:
    """``step`` of ``subject``, promised for ``due_at`` (UTC). Not saved."""
    made: Timer = instances.new(
        Timer,
        subject_type_id=ContentType.objects.get_for_model(subject).pk,
        subject_id=subject.pk,
        step=step,
        due_at=due_at,
        original_due_at=due_at,
        explanation=explanation,
    )
    return made


def start(
    subject: models.Model, step: str, *, due_at: datetime, explanation: dict[str, Any] | None = None
) -> Timer:
    """Promise ``step`` of ``subject`` for ``due_at`` (UTC). At most one waits per step."""
    timer = promise(subject, step, due_at=due_at, explanation=explanation)
    start_all([timer])
    return timer


def start_all(promised: list[Timer]) -> None:
    """Start promised timers, in one statement: those whose step is not promised already."""
    unit_of_work.add(promised, new_only=True)


class NotWaitingError(Exception):
    """Somebody else has kept the promise, or it need not be kept any more."""


def deadline_of(subject: models.Model, step: str) -> Deadline | None:
    """The last day of a step that waits for its moment, and why; None if none waits."""
    waiting = Timer.objects.of(subject).filter(step=step, status=Timer.Status.WAITING)
    timer = waiting.exclude(explanation=None).first()
    if timer is None or timer.explanation is None:
        return None
    why = Explanation.from_json(timer.explanation)
    return Deadline(why.result, why)


def claim(timer: Timer, at: datetime) -> None:
    """Mark one timer as kept, with its lateness. Raises NotWaitingError, if only when written."""
    late = at - timer.original_due_at
    unit_of_work.change(_claim.part(timer=timer.pk, at=at, lateness=late), _must_have_waited)


def _must_have_waited(keys: list[int]) -> None:
    if not keys:
        raise NotWaitingError


@compiled
def _claim(timer: int, at: datetime, lateness: timedelta) -> Update:
    due = Timer.objects.filter(pk=timer, status=Timer.Status.WAITING, due_at__lte=at)
    return Update(due, status=Timer.Status.FIRED, finished_at=at, lateness=lateness)


def fired(keys: list[int], at: datetime) -> None:
    """Mark locked timers as kept, with their lateness, in one statement."""
    Timer.objects.filter(bulk.among(keys)).update(
        status=Timer.Status.FIRED, finished_at=at, lateness=at - models.F("original_due_at")
    )


def stop(subject: models.Model, *steps: str, at: datetime) -> int:
    """Cancel the waiting timers of a row (all, or those of ``steps``); how many there were."""
    return len(writes.together(stopping(subject, *steps, at=at))[0])


def stopping(subject: models.Model, *steps: str, at: datetime) -> writes.Part:
    """Stop timers that wait: a part, to be sent with other writes."""
    kind = ContentType.objects.get_for_model(subject)
    return _stopping(steps).part(kind.pk, subject.pk, at)


@cache
def _stopping(steps: tuple[str, ...]) -> Write[[int, int, datetime]]:
    @compiled
    def stop(kind: int, subject: int, at: datetime) -> Update:
        some = Timer.objects.filter(status=Timer.Status.WAITING)
        some = some.filter(subject_type=kind, subject_id=subject)
        waiting = some.filter(step__in=steps) if steps else some
        return Update(waiting, status=Timer.Status.CANCELLED, finished_at=at)

    return stop


def leave(subject: StatefulModel, *, source: str, target: str, at: datetime) -> None:
    """Stop what the state just left had promised, if anything."""
    steps = [p.step for p in subject.promises if source in p.states and target not in p.states]
    if steps:
        unit_of_work.change(stopping(subject, *steps, at=at))


def entered(subject: StatefulModel, *, source: str, target: str) -> list[Timer]:
    """What the new state promises, not yet started."""
    promises = [p for p in subject.promises if target in p.states and source not in p.states]
    return [timer for timer in (_promised(subject, one) for one in promises) if timer]


def _promised(subject: StatefulModel, kept: Promise) -> Timer | None:
    deadline = kept.on(subject)
    if deadline is None:
        return None
    if isinstance(deadline, datetime):
        return promise(subject, kept.step, due_at=deadline)
    moment = start_of(deadline.date) if kept.at_start else end_of(deadline.date)
    explanation = deadline.explanation.as_json()
    return promise(subject, kept.step, due_at=moment, explanation=explanation)


def begin(*subjects: StatefulModel) -> None:
    """Start what the first state of newly created rows promises."""
    new = (entered(one, source="", target=one.current_state) for one in subjects)
    start_all([promised for some in new for promised in some])
