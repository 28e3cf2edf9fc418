"""The one place that executes flows. Everything else asks it by these functions.

Whatever moves a process holds it first: the head of its history, its row and the task in question
are locked until commit, in that order. The locks leave keys alone (FOR NO KEY UPDATE), for keys
never change: who only refers to a held row, as a message does to its task, need not wait. SQLite
needs no row locks: its transactions are IMMEDIATE, one writer at a time.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models, transaction
from viewflow.workflow.fields import import_flow_by_ref
from viewflow.workflow.status import PROCESS, STATUS

from workflow import (
    directory,
    events,
    held_tasks,
    keys,
    parcels,
    queues,
    ready,
    timers,
    trail,
    writes,
)
from workflow.calendar import local_date
from workflow.exceptions import Conflict
from workflow.models import Process, Task, Timer, TrailChain
from workflow.nodes import Work
from workflow.walk import ENDED, Walk


class RowLock:
    """viewflow's way to ask for the same lock."""

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        with transaction.atomic():
            _locked_processes().filter(pk=process_pk).exists()
            yield


@dataclass(frozen=True)
class Held:
    """A process held until commit, and the open task to which a step belongs.

    ``needed``: the step belongs to a task, open or not. ``completes``: it ends the task.
    """

    process: Process | None = None
    task: Task | None = None
    needed: bool = False
    completes: bool = False


def lock(process_id: int, at: datetime, *, by: Any = None) -> Process:
    """The process as it is now, held until commit."""
    process: Process = locked.one(process=process_id)
    process.moment, process.actor = at, by
    return process


def hold_free(process_ids: set[int]) -> dict[int, Process]:
    """Hold those of the processes that nobody else holds, until commit: by their keys."""
    free = _locked_processes(skip_locked=True).filter(pk__in=process_ids)
    free = free.annotate(task_keys=keys.Ahead(), read=directory.Seen(models.F("pk")))
    held: dict[int, Any] = {process.pk: process for process in free} if process_ids else {}
    for process in held.values():
        directory.note(process, process.read)
    return held


def _locked_processes(*, skip_locked: bool = False) -> models.QuerySet[Process]:
    return Process.objects.select_related("chain").select_for_update(
        of=("chain", "self"), no_key=True, skip_locked=skip_locked
    )


locked = ready.Objects(lambda: _locked_processes().filter(pk=ready.Slot("process")))


def hold(step: Any, *, by: Any, at: datetime, process: Process | None = None) -> Held:
    """Hold the process of a bound step, and its open task: in one statement if there is one.

    ``process``: as it is now, if it is held already.
    """
    subject = step.__self__
    if subject.process_id is None:
        # As a batch of timers does: first the row, then the head of its history.
        rows = type(subject)._base_manager.select_for_update(no_key=True)
        rows.filter(pk=subject.pk).exists()
        return Held()
    place = _place(step)
    task = _locked_task(subject, place, by=by, at=at)
    if task is None and process is None:
        process = lock(subject.process_id, at)
        # Who had to wait for the lock may find a task that was not open when she began to wait.
        task = _locked_task(subject, place, by=by, at=at)
    found: Any = task.process if task else process
    found.moment, found.actor, found.mover = at, by, subject
    found.know(subject.trail_root)
    return _held(found, task, place)


def find(step: Any, *, by: Any, at: datetime) -> Held:
    """What ``hold`` would find at this moment. Nothing is locked."""
    subject = step.__self__
    if subject.process_id is None:
        return Held()
    place = _place(step)
    tasks = Task.objects.filter(
        process=subject.process_id, status__in=Task.OPEN, flow_task__in=list(place.nodes)
    )
    tasks = queues.with_leave(tasks, by, local_date(at)).order_by("-pk")
    task = tasks.first() if place.nodes else None
    return _held(subject.process, task, place)


def _held(process: Process, task: Task | None, place: "Place") -> Held:
    completes = task is not None and place.nodes[task.flow_task]
    return Held(process, task, bool(place.nodes), completes)


@dataclass(frozen=True)
class Place:
    """The nodes to whose tasks a step belongs (and whether it completes them)."""

    nodes: dict[Any, bool]
    question: ready.Select
    """The newest open one of these tasks in a process, with all that is held."""


def _place(step: Any) -> Place:
    label = f"{step.__self__._meta.label_lower}.{step.__name__}"
    return _places(tuple(settings.WORKFLOW_FLOWS)).get(label, NOWHERE)


@cache
def _places(flows: tuple[str, ...]) -> dict[str, Place]:
    """Where each step belongs, by its label ``app.model.method``."""
    nodes: dict[str, dict[Any, bool]] = {}
    for node in (node for one in flows for node in import_flow_by_ref(one).instance.nodes()):
        if isinstance(node, Work):
            for label in node.steps | node.working_steps:
                nodes.setdefault(label, {})[node] = label in node.steps
    return {label: Place(some, held_tasks.question(list(some))) for label, some in nodes.items()}


NOWHERE = Place({}, held_tasks.question([]))


def _locked_task(subject: Any, place: Place, *, by: Any, at: datetime) -> Task | None:
    if not place.nodes:
        return None
    person = by.pk if by is not None and by.is_active else None
    return held_tasks.read(
        place.question(process=subject.process_id, person=person, day=local_date(at))
    )


def create(flow: str, *, at: datetime, subject: Any, **fields: Any) -> Process:
    """A process of the flow ``app/module.Flow``, about a ``subject``, not yet moving.

    A subject that is not written yet is written with it, and is the first of its chain.
    """
    process = Process(flow_class=import_flow_by_ref(flow), created=at, **fields)
    is_first = subject._state.adding
    chain = TrailChain() if is_first else trail.chain_of(subject)
    keys.give(process, *([subject, chain] if is_first else []))
    if is_first:
        parcels.add_keyed(subject)
        chain.key = trail.chain_key(subject)
        parcels.add_keyed(chain)
    process.subject, process.chain = subject, chain
    parcels.add_keyed(process)
    return process


@parcels.packed()
def start(process: Process, *, at: datetime, by: Any = None) -> None:
    """Let a created process move: its first tasks are open afterwards."""
    process.moment, process.actor = at, by
    walk = Walk(process, at)
    walk.begin()
    _arrived(walk)


def started(activation: Any, *, process: Process) -> Process:
    """The start handler that flows give to ``flow.StartHandle``."""
    activation.process = activation.task.process = process
    return process


def complete(task: Task, *, by: Any, at: datetime, promised: Iterable[Timer] = ()) -> None:
    """Finish a task of a held process and open what comes next, with its reminders.

    ``promised``: timers that the step starts beside them. Raises Conflict if it was not open.
    """
    if by is not None:
        task.owner = by
    _close(task, Task.OPEN, at)
    walk = Walk(task.process, at)
    walk.go_on(task)
    _arrived(walk, promised)
    events.task_closed.send(sender=Task, task=task, at=at)


def _close(task: Task, before: Iterable[str], at: datetime) -> None:
    """Mark a task of a held process as done, if it still is as it was read. Raises Conflict.

    One guarded update; the database stops the task's timers.
    """
    if task.status not in before:
        raise Conflict()
    closing = close.part(task=task.pk, was=task.status, owner=task.owner_id, at=at)
    parcels.change(closing, parcels.needed)
    values = {"status": STATUS.DONE, "started": at, "finished": at, "lease_until": None}
    for name, value in values.items():
        setattr(task, name, value)


close = writes.Update(
    lambda: Task.objects.filter(pk=ready.Slot("task"), status=ready.Slot("was", ready.TEXT)),
    status=STATUS.DONE,
    owner=ready.Slot("owner"),
    started=ready.Slot("at", ready.MOMENT),
    finished=ready.Slot("at", ready.MOMENT),
    lease_until=None,
)


def _arrived(walk: Walk, promised: Iterable[Timer] = ()) -> None:
    """Start what was promised and announce the tasks that a walk came to."""
    timers.start_all([*promised, *walk.promises()])
    for task in walk.opened:
        events.task_opened.send(sender=Task, task=task, at=walk.at)


@parcels.packed()
def elapse(task: Task, *, at: datetime, process: Process | None = None) -> None:
    """End a wait of the flow, when its timer fires. ``process``: as it is now, if held already."""
    task.process = process or lock(task.process_id, at)
    task.process.moment = at
    _close(task, [STATUS.SCHEDULED], at)
    walk = Walk(task.process, at)
    walk.go_on(task)
    _arrived(walk)


def cancel(process: Process, *, at: datetime) -> None:
    """End a process at once; its open tasks and their reminders are cancelled."""
    running = Task.objects.filter(process=process).exclude(status__in=ENDED)
    tasks = list(running)
    running.update(status=STATUS.CANCELED, finished=at)
    Process.objects.filter(pk=process.pk).update(status=PROCESS.CANCELED, finished=at)
    for task in tasks:
        if task.status in Task.OPEN:
            events.task_closed.send(sender=Task, task=task, at=at)
