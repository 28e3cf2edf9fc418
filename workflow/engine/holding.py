"""A process can be held until a day: what time brings about waits, and then its limits move.

Held are those processes about a row whose flows say ``rests``; nobody's work is held, only what
time does: reminders, leases, tasks that lapse, and promises that give way (``Promise.rests``).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models

from workflow import timers
from workflow.calendar import (
    Deadline,
    Explanation,
    Rest,
    WorkingCalendar,
    end_of,
    local_date,
    start_of,
)
from workflow.calendar import moved as moved_by
from workflow.engine import lapses, locking, stops
from workflow.engine.walk import ELAPSE, ENDED
from workflow.models import Process, StatefulModel, Task, Timer
from workflow.timers import reminders

AGAIN: timedelta = timedelta(hours=1)
"""What is still held after its day is looked at again so much later."""


class Moved(NamedTuple):
    """A limit that a rest has moved: what it is of, from which day to which."""

    what: str
    was: date
    now: date


def hold(process_id: int, until: date, at: datetime) -> None:
    """Hold a process, and those beside it that rest with it, until a local day."""
    process = locking.lock(process_id, at)
    _beside(process).update(held_until=until)


def is_held(timer: Timer, subject: models.Model | None, held: date | None) -> bool:
    """A promise that is due waits for the end of a rest of its process."""
    if held is None or subject is None or timer.step == ELAPSE:
        return False
    if isinstance(subject, StatefulModel):
        return any(one.step == timer.step and one.rests for one in subject.promises)
    return True


def put_aside(keys: list[int], until: date, at: datetime) -> None:
    """Let timers that are due wait for the end of a rest."""
    waiting = Timer.objects.filter(pk__in=keys, status=Timer.Status.WAITING)
    waiting.update(due_at=max(start_of(until), at + AGAIN))


def release(process_id: int, rest: Rest, calendar: WorkingCalendar, at: datetime) -> list[Moved]:
    """Let a process and those beside it go on after a rest; which limits moved, and how."""
    process = locking.lock(process_id, at)
    found: list[Moved] = []
    for one in _beside(process):
        one.moment = at
        move = _Move(one, rest, calendar, at)
        found += [*move.tasks(), *move.rows()]
    _beside(process).update(held_until=None)
    return found


def inherit(process: Process) -> None:
    """A process that begins beside one that is held rests with it."""
    if getattr(process.flow_class, "rests", False):
        beside = Process.objects.filter(chain=process.chain_id).exclude(held_until=None)
        process.held_until = beside.values_list("held_until", flat=True).first()


def _beside(process: Process) -> models.QuerySet[Process]:
    """The running processes about the same row that rest with it."""
    running = Process.objects.filter(chain=process.chain_id).exclude(status__in=ENDED)
    resting = [one.pk for one in running if getattr(one.flow_class, "rests", False)]
    return Process.objects.filter(pk__in=resting).order_by("pk")


def _runs_since(task: Task, deadline: Deadline) -> date:
    """Since when a task's time runs: since it came, or a later day, as the last of a visit."""
    why, came = deadline.explanation, local_date(task.created)
    return max(came, why.start) if why.amount > 0 else came


class _Move:
    """What a rest moves in one process."""

    def __init__(
        self, process: Process, rest: Rest, calendar: WorkingCalendar, at: datetime
    ) -> None:
        self.process, self.rest, self.calendar, self.at = process, rest, calendar, at

    def _moved(self, deadline: Deadline, since: date) -> Deadline:
        return moved_by(self.calendar, deadline, self.rest, since=since)

    def tasks(self) -> Iterator[Moved]:
        """Move the open tasks: deadline, reminders, lease and the day on which they lapse."""
        for task in Task.objects.filter(process=self.process, status__in=Task.OPEN):
            task.process = self.process
            started = [*self._lapse(task)]
            if task.lease_until is not None:
                began = max(start_of(self.rest.began), task.assigned or task.created)
                rested = max(start_of(self.rest.ends) - began, timedelta())
                Task.objects.filter(pk=task.pk).update(lease_until=task.lease_until + rested)
            if task.due is not None and task.deadline is not None:
                was, deadline = task.due, Deadline(task.due, task.deadline)
                task.promise(
                    self._moved(deadline, _runs_since(task, deadline)), effort=task.flow_task.effort
                )
                task.save(update_fields=["due", "explanation", "start_by"])
                yield Moved(str(task.flow_task.name), was, task.due)
                timers.stop(task, reminders.STEP, at=self.at)
                started += filter(None, [reminders.first(task, self.at)])
            timers.start_all(started)

    def _lapse(self, task: Task) -> list[Timer]:
        last = lapses.of(task)
        if last is None:
            return []
        timers.stop(task, *lapses.STEPS, at=self.at)
        return lapses.promised_by(task, self._moved(last, local_date(task.created)), self.at)

    def rows(self) -> Iterator[Moved]:
        """Move what rows of the process have promised, if it gives way."""
        for model in stops.promising():
            rows = model._base_manager.filter(**{str(model.process_path): self.process.pk})
            kind = ContentType.objects.get_for_model(model)
            waiting = Timer.objects.filter(subject_type=kind, status=Timer.Status.WAITING)
            for timer in waiting.filter(subject_id__in=rows.values("pk")):
                yield from self._promise(model, timer)

    def _promise(self, model: type[StatefulModel], timer: Timer) -> Iterator[Moved]:
        promise = next((one for one in model.promises if one.step == timer.step), None)
        if promise is None or not promise.rests or timer.explanation is None:
            return
        why = Explanation.from_json(timer.explanation)
        deadline = self._moved(Deadline(why.result, why), local_date(timer.promised_at))
        at_end = start_of(deadline.date) if promise.at_start else end_of(deadline.date)
        subject: Any = model._base_manager.get(pk=timer.subject_id)
        timers.stop(subject, timer.step, at=self.at)
        explanation = deadline.explanation.as_json()
        timers.start(subject, timer.step, due_at=at_end, explanation=explanation)
        yield Moved(f"{model._meta.model_name}.{timer.step}", why.result, deadline.date)
