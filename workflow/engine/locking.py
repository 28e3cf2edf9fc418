"""Locking: whatever moves a process locks it first, and finds out what the step belongs to.

The head of its history, its row and the task in question are locked until commit, in that order.
The locks leave keys alone (FOR NO KEY UPDATE), for keys never change: who only refers to a locked
row, as a message does to its task, need not wait. SQLite needs no row locks: its transactions are
IMMEDIATE, one writer at a time.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from viewflow.workflow.base import Flow
from viewflow.workflow.fields import import_flow_by_ref

from workflow import queues
from workflow.calendar import local_date
from workflow.definition.nodes import Work
from workflow.engine import locked_tasks, reserved_keys
from workflow.engine.locked_tasks import StaleError
from workflow.models import Process, Task
from workflow.models.stateful import BoundStep
from workflow.queues import directory
from workflow.roles import Actor
from workflow.sql.compiled import compiled

NONE: Mapping[str, Any] = MappingProxyType({})


class RowLock:
    """viewflow's way to ask for the same lock."""

    @contextmanager
    def __call__(self, flow_class: type[Flow], process_pk: int) -> Iterator[None]:
        with transaction.atomic():
            _locked_processes().filter(pk=process_pk).exists()
            yield


@dataclass(frozen=True)
class Locked:
    """A process locked until commit, and the open task to which a step belongs.

    ``needed``: the step belongs to a task, open or not. ``completes``: it ends the task.
    """

    process: Process | None = None
    task: Task | None = None
    needed: bool = False
    completes: bool = False

    @property
    def ending(self) -> list[Task]:
        """The task that the step ends, as it is until then; none if it ends none."""
        return [self.task] if self.task is not None and self.completes else []


def lock(process_id: int, at: datetime, *, by: Actor | None = None) -> Process:
    """The process as it is now, locked until commit."""
    [process] = _locked(process_id).all()
    # What runs on from here counts from one moment, however long it takes.
    process.moment, process.actor = at, by
    return process


def lock_free(process_ids: set[int]) -> dict[int, Process]:
    """Lock those of the processes that nobody else has locked, until commit: by their keys."""
    free = _locked_processes(skip_locked=True).filter(pk__in=process_ids)
    seen = directory.Seen(chain="chain_id", process="id")
    free = free.annotate(seen=seen)
    locked: dict[int, Process] = {process.pk: process for process in free} if process_ids else {}
    # At once for all of them, where each walk would ask for its own.
    reserved_keys.deal(locked.values())
    for process in locked.values():
        directory.note(process, process.seen)
    return locked


def _locked_processes(*, skip_locked: bool = False) -> models.QuerySet[Process]:
    return Process.objects.select_related("chain").select_for_update(
        of=("chain", "self"), no_key=True, skip_locked=skip_locked
    )


@compiled
def _locked(process: int) -> models.QuerySet[Process]:
    """The process, locked until commit."""
    return _locked_processes().filter(pk=process)


def lock_for(
    step: BoundStep, *, by: Actor | None, at: datetime, process: Process | None = None
) -> Locked:
    """Lock the process of a bound step, and its open task: in one statement if there is one.

    ``process``: as it is now, if it is locked already.
    """
    subject = step.__self__
    _lock_before(step)
    if subject.process_id is None:
        # As a batch of timers does: first the row, then the head of its history.
        rows = type(subject)._base_manager.select_for_update(no_key=True)
        rows.filter(pk=subject.pk).exists()
        return Locked()
    place = _place(step)
    task = _locked_task(subject.process_id, place, by=by, at=at)
    if task is None and process is None:
        process = lock(subject.process_id, at)
        # Who had to wait for the lock may find a task that was not open when they began to wait.
        task = _locked_task(subject.process_id, place, by=by, at=at)
    found: Any = task.process if task else process
    found.moment, found.actor, found.mover = at, by, subject
    # So that no condition and no limit reads the case again.
    found.know(subject.trail_root)
    return _found(found, task, place)


def _lock_before(step: BoundStep) -> None:
    """Lock what stands before the process in the order of locks, if the step leads on to it."""
    subject = step.__self__
    move = step._django_fsm.get_transition(subject.current_state)
    way = (move.custom or NONE).get("locks") if move else None
    if way is None or not connection.features.has_select_for_update:
        return
    row: Any = subject
    *nearer, last = way.split("__")
    for name in nearer:
        row = getattr(row, name)
    rows = row._meta.get_field(last).related_model._base_manager
    rows.select_for_update(no_key=True).filter(pk=getattr(row, f"{last}_id")).exists()


def find(step: BoundStep, *, by: Actor | None, at: datetime) -> Locked:
    """What ``lock_for`` would find at this moment. Nothing is locked."""
    subject = step.__self__
    if subject.process_id is None:
        return Locked()
    place = _place(step)
    tasks = Task.objects.filter(
        process=subject.process_id, status__in=Task.OPEN, flow_task__in=list(place.nodes)
    )
    tasks = queues.with_leave(tasks, by, local_date(at)).order_by("-pk")
    task = tasks.first() if place.nodes else None
    return _found(subject.process, task, place)


def _found(process: Process | None, task: Task | None, place: "Place") -> Locked:
    completes = task is not None and place.nodes[task.flow_task]
    return Locked(process, task, bool(place.nodes), completes)


@dataclass(frozen=True)
class Place:
    """The nodes to whose tasks a step belongs (and whether it completes them)."""

    nodes: dict[Work, bool]
    question: locked_tasks.Question
    """The newest open one of these tasks in a process, with all that is locked."""


def _place(step: BoundStep) -> Place:
    label = f"{step.__self__._meta.label_lower}.{step.__name__}"
    # The setting is the key: other settings, as those of a test, have other flows.
    return _places(tuple(settings.WORKFLOW_FLOWS)).get(label, NOWHERE)


@cache
def _places(flows: tuple[str, ...]) -> dict[str, Place]:
    """Where each step belongs, by its label ``app.model.method``."""
    nodes: dict[str, dict[Work, bool]] = {}
    for node in (node for one in flows for node in import_flow_by_ref(one).instance.nodes()):
        if isinstance(node, Work):
            for label in node.steps | node.working_steps:
                nodes.setdefault(label, {})[node] = label in node.steps
    return {label: Place(some, locked_tasks.question(list(some))) for label, some in nodes.items()}


NOWHERE = Place({}, locked_tasks.question([]))


def _locked_task(process: int, place: Place, *, by: Actor | None, at: datetime) -> Task | None:
    if not place.nodes:
        return None
    person = by.pk if by is not None and by.is_active else None
    newest = place.question(process, person, local_date(at))
    try:
        return locked_tasks.read(newest.all())
    except StaleError:
        # Its rows are locked by now, so the second answer cannot be overtaken.
        return locked_tasks.read(newest.all())
