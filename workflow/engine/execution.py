"""The one place that executes flows. Everything else asks it by these functions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from viewflow.workflow.activation import Activation
from viewflow.workflow.fields import import_flow_by_ref
from viewflow.workflow.status import PROCESS, STATUS

from workflow import acts, events, timers, trail
from workflow.engine import holding, locking, reserved_keys, stops
from workflow.engine.walk import ENDED, Walk
from workflow.exceptions import Conflict
from workflow.models import Process, StatefulModel, Task, Timer, TrailChain
from workflow.queues import directory
from workflow.roles import Actor
from workflow.sql import unit_of_work
from workflow.sql.compiled import compiled
from workflow.sql.writes import Update
from workflow.trail import spans


def create(flow: str, *, at: datetime, subject: StatefulModel, **fields: Any) -> Process:
    """A process of the flow ``app/module.Flow``, about a ``subject``, not yet moving.

    A subject that is not written yet is written with it, and is the first of its chain.
    """
    process = Process(flow_class=import_flow_by_ref(flow), created=at, **fields)
    is_first = subject._state.adding
    # Each of them names another: with keys ahead they all go in the step's one statement.
    chain = TrailChain() if is_first else trail.chain_of(subject)
    reserved_keys.give(process, *([subject, chain] if is_first else []))
    if is_first:
        unit_of_work.add_keyed(subject)
        chain.key = trail.chain_key(subject)
        unit_of_work.add_keyed(chain)
    process.subject, process.chain = subject, chain
    if not is_first:
        holding.inherit(process)
    unit_of_work.add_keyed(process)
    # Who is kept from the first process about a row is kept from those that come beside it.
    if not is_first:
        directory.inherit(process)
    return process


@acts.one()
@unit_of_work.buffered()
def start(process: Process, *, at: datetime, by: Actor | None = None) -> None:
    """Let a created process move: its first tasks are open afterwards."""
    process.moment, process.actor = at, by
    walk = Walk(process, at)
    walk.begin()
    _arrived(walk)


def started(activation: Activation, *, process: Process) -> Process:
    """The start handler that flows give to ``flow.StartHandle``."""
    activation.process = activation.task.process = process
    return process


def complete(task: Task, *, by: Actor | None, at: datetime, promised: Iterable[Timer] = ()) -> None:
    """Finish a task of a locked process and open what comes next, with its reminders.

    ``promised``: timers that the step starts beside them. Raises Conflict if it was not open.
    """
    # Also of a task that nobody had taken: whoever did it in passing had it.
    if by is not None:
        task.owner = by
    _close(task, Task.OPEN, at)
    walk = Walk(task.process, at)
    walk.go_on(task)
    _arrived(walk, promised)
    events.task_closed.send(sender=Task, task=task, at=at)


def _close(task: Task, before: Iterable[str], at: datetime) -> None:
    """Mark a task of a locked process as done, if it still is as it was read. Raises Conflict.

    One guarded update; the database stops the task's timers.
    """
    if task.status not in before:
        raise Conflict()
    closing = close.part(task=task.pk, was=task.status, owner=task.owner_id, at=at)
    unit_of_work.change(closing, unit_of_work.require_row)
    # The row may be written later; whoever hears of the step reads it as it will be.
    values = {"status": STATUS.DONE, "started": at, "finished": at, "lease_until": None}
    for name, value in values.items():
        setattr(task, name, value)


@compiled
def close(task: int, was: str, owner: int | None, at: datetime) -> Update:
    """End a task, if it is still as it was."""
    return Update(
        Task.objects.filter(pk=task, status=was),
        status=STATUS.DONE,
        owner=owner,
        started=at,
        finished=at,
        lease_until=None,
    )


def _arrived(walk: Walk, promised: Iterable[Timer] = ()) -> None:
    """Start what was promised and announce the tasks that a walk came to."""
    timers.start_all([*promised, *walk.promises()])
    for task in walk.opened:
        events.task_opened.send(sender=Task, task=task, at=walk.at)


@acts.one()
@unit_of_work.buffered()
def elapse(task: Task, *, at: datetime, process: Process | None = None) -> None:
    """End a wait of the flow, when its timer fires. ``process``: as it is, if locked already."""
    task.process = process or locking.lock(task.process_id, at)
    task.process.moment = at
    _close(task, [STATUS.SCHEDULED], at)
    walk = Walk(task.process, at)
    walk.go_on(task)
    _arrived(walk)


def cancel(process: Process, *, at: datetime) -> None:
    """End a locked process, with those beside it that end with it. Raises Conflict if it has ended.

    Its open tasks are cancelled, and nothing that a row of it has promised waits any more.
    """
    running = Process.objects.filter(pk=process.pk).exclude(status__in=ENDED)
    if running.update(status=PROCESS.CANCELED, finished=at) != 1:
        raise Conflict()
    stops.stop_promises(process, at=at)
    open_tasks = _cancel_tasks(process, at)
    if had := spans.ended(open_tasks):
        subject: Any = process.subject
        trail.record(trail.Event(subject=subject, step=spans.END, by=None, at=at, data=had))
    for task in open_tasks:
        events.task_closed.send(sender=Task, task=task, at=at)
    for other in stops.ending_with(process):
        other.actor, other.cause = process.actor, process.cause
        cancel(other, at=at)


def _cancel_tasks(process: Process, at: datetime) -> list[Task]:
    """Cancel whatever runs of a process; those that people had to do."""
    running = Task.objects.filter(process=process).exclude(status__in=ENDED)
    tasks = list(running.select_related("owner"))
    # The database stops the reminders of a closed task.
    running.update(status=STATUS.CANCELED, finished=at, lease_until=None)
    for task in tasks:
        task.process = process
    return [task for task in tasks if task.status in Task.OPEN]
