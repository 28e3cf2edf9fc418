"""An open task gets more time: its day moves, and what time would have done on it moves along."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.apps import apps

from workflow import timers
from workflow.calendar import Change, Deadline, Explanation, end_of
from workflow.engine import lapses, locking
from workflow.exceptions import Conflict
from workflow.models import StatefulModel, Task, Timer
from workflow.timers import reminders


def extend(task_id: int, change: Change, at: datetime) -> None:
    """Move the deadline of an open task. Raises Conflict if it is closed or is due another day.

    The promise of a step that ends the task, and its lapse, move by as much.
    """
    task = Task.objects.get(pk=task_id)
    process = locking.lock(task.process_id, at)
    task.refresh_from_db()
    task.process = process
    if not task.is_open or task.deadline is None or task.due != change.was:
        raise Conflict
    started = [*_promises(task, change, at), *_lapse(task, change, at)]
    why = replace(task.deadline, result=change.now, changes=(*task.deadline.changes, change))
    task.promise(Deadline(change.now, why), effort=task.flow_task.effort)
    task.snoozed_until = None
    task.save(update_fields=["due", "explanation", "start_by", "snoozed_until"])
    timers.stop(task, reminders.STEP, at=at)
    timers.start_all([*started, *filter(None, [reminders.first(task, at)])])


def _by_as_much(why: Explanation, change: Change) -> Deadline:
    """A day that follows from the task's, moved as it is."""
    day: date = why.result + (change.now - change.was)
    moved = replace(change, was=why.result, now=day)
    return Deadline(day, replace(why, result=day, changes=(*why.changes, moved)))


def _promises(task: Task, change: Change, at: datetime) -> Iterator[Timer]:
    """The promises of rows of its process by which time ends the task on its day, moved."""
    for label in sorted(task.flow_task.steps):
        name, _dot, step = label.rpartition(".")
        model: Any = apps.get_model(name)
        if not issubclass(model, StatefulModel) or not model.process_path:
            continue
        if any(one.step == step and one.rests for one in model.promises):
            for row in model._base_manager.filter(**{model.process_path: task.process_id}):
                yield from _promise(row, step, change, at)


def _promise(row: StatefulModel, step: str, change: Change, at: datetime) -> Iterator[Timer]:
    deadline = timers.deadline_of(row, step)
    if deadline is not None and deadline.date == change.was:
        timers.stop(row, step, at=at)
        after = _by_as_much(deadline.explanation, change)
        explanation = after.explanation.as_json()
        yield timers.promise(row, step, due_at=end_of(after.date), explanation=explanation)


def _lapse(task: Task, change: Change, at: datetime) -> list[Timer]:
    last = lapses.of(task)
    if last is None:
        return []
    timers.stop(task, *lapses.STEPS, at=at)
    return lapses.promised_by(task, _by_as_much(last.explanation, change), at)
