"""The one place that executes a flow. Everything else asks it by these five functions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

from django.db import models, transaction
from viewflow.workflow.fields import import_flow_by_ref
from viewflow.workflow.status import PROCESS, STATUS

from workflow import events, timers
from workflow.exceptions import Conflict
from workflow.models import Process, Task
from workflow.nodes import Work


class RowLock:
    """Hold the process row until commit: branches join one at a time.

    SQLite needs no row lock: its transactions are IMMEDIATE, one writer at a time.
    """

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        with transaction.atomic():
            Process.objects.select_for_update().filter(pk=process_pk).exists()
            yield


def lock(process_id: int, at: datetime, *, by: Any = None) -> Process:
    """The process as it is now, held until commit."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process_id)
    process.moment, process.actor = at, by
    return process


def label(step: Any) -> str:
    """``app.model.method`` of a bound step, as flows name it."""
    return f"{step.__self__._meta.label_lower}.{step.__name__}"


@cache
def _nodes(flow_class: Any) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    completing: dict[str, list[Any]] = {}
    working: dict[str, list[Any]] = {}
    for node in flow_class.instance.nodes():
        if isinstance(node, Work):
            for step in node.steps:
                completing.setdefault(step, []).append(node)
            for step in node.working_steps:
                working.setdefault(step, []).append(node)
    return completing, working


def task_for(process: Process, step_label: str) -> tuple[Task | None, bool, bool]:
    """The open task a step belongs to, whether the step needs one, and completes it."""
    completing, working = _nodes(process.flow_class)
    nodes = completing.get(step_label, []) + working.get(step_label, [])
    if not nodes:
        return None, False, False
    tasks = Task.objects.filter(process=process, status__in=Task.OPEN, flow_task__in=nodes)
    task = tasks.order_by("-pk").first()
    if task is not None:
        task.process = process
    return task, True, task is not None and step_label in task.flow_task.steps


def create(flow: str, *, at: datetime, **fields: Any) -> Process:
    """A process of the flow ``app/module.Flow``, about something, not yet moving."""
    return Process.objects.create(flow_class=import_flow_by_ref(flow), created=at, **fields)


def start(process: Process, *, at: datetime, by: Any = None) -> None:
    """Let a created process move: its first tasks are open afterwards."""
    process.moment, process.actor = at, by
    process.flow_class.start.run(process=process)


def started(activation: Any, *, process: Process) -> Process:
    """The start handler that flows give to ``flow.StartHandle``."""
    activation.process = activation.task.process = process
    return process


def complete(task: Task, *, by: Any, at: datetime) -> None:
    """Finish a task and open what comes next. Raises Conflict if it was not open."""
    changed = Task.objects.filter(
        models.Q(owner=by) | models.Q(owner=None), pk=task.pk, status__in=Task.OPEN
    )
    if by is None:
        changed = Task.objects.filter(pk=task.pk, status__in=Task.OPEN)
    values: dict[str, Any] = {
        "status": STATUS.STARTED,
        "started": at,
        "lease_until": None,
    }
    if by is not None:
        values["owner"] = by
    if changed.update(**values) != 1:
        raise Conflict()
    for name, value in values.items():
        setattr(task, name, value)
    timers.stop(task, at=at)
    task.flow_task.activation_class(task).execute()
    events.task_closed.send(sender=Task, task=task, at=at)


def cancel(process: Process, *, at: datetime) -> None:
    """End a process at once; its open tasks and their reminders are cancelled."""
    for task in Task.objects.filter(process=process, status__in=Task.OPEN):
        timers.stop(task, at=at)
        Task.objects.filter(pk=task.pk).update(status=STATUS.CANCELED, finished=at)
        events.task_closed.send(sender=Task, task=task, at=at)
    Process.objects.filter(pk=process.pk).update(status=PROCESS.CANCELED, finished=at)
