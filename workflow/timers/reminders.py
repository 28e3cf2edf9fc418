"""Reminders: promises that change no state, kept by the hundred in a few statements.

A batch locks its timers and their tasks until commit, and waits for nobody: what somebody else
has locked is left to whoever comes next.
"""

import logging
from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from viewflow.workflow.base import Flow

from workflow import events
from workflow.calendar import DAY, at_eight, local_date
from workflow.models import Process, Task, Timer
from workflow.sql import bulk
from workflow.timers import incidents
from workflow.timers import state_timers as timers

log = logging.getLogger(__name__)

STEP = "remind"
BATCH = 1000
UNREAD = (
    *("came_from", "data", "explanation", "lease_until", "token", "flow_task_type", "priority"),
    *("created", "assigned", "started", "finished", "scheduled", "snoozed_until", "start_by"),
    *("declared", "owner_permission_content_type", "unattended_since"),
    *("process__data", "process__created", "process__finished", "process__status"),
)


STALLS_AFTER = 2
"""So many times what stays late is told again before it counts as stalled."""


class Ladder(NamedTuple):
    """On which days, counted from its deadline, somebody is reminded of a task.

    After the last rung it is told again, every so many days (0: never), for as long as it is open.
    """

    rungs: tuple[int, ...]
    repeat: int = 0

    @property
    def end(self) -> int:
        """How many days late a task is when only repetitions follow."""
        return max((0, *self.rungs))

    def passed(self, late: int) -> int | None:
        """The newest rung on a day, counted from the deadline."""
        if self.repeat and late >= self.end + self.repeat:
            return late - (late - self.end) % self.repeat
        return max((rung for rung in self.rungs if rung <= late), default=None)

    def coming(self, late: int) -> int | None:
        """The first rung after a day."""
        if self.repeat and late >= self.end:
            return late - (late - self.end) % self.repeat + self.repeat
        again = (self.end + self.repeat,) if self.repeat else ()
        return min((rung for rung in (*self.rungs, *again) if rung > late), default=None)

    def is_stalled(self, rung: int) -> bool:
        """It was told again so often that the next level has to hear."""
        return bool(self.repeat) and rung >= self.end + STALLS_AFTER * self.repeat


class Due(NamedTuple):
    """A timer that is due."""

    pk: int
    subject_id: int
    due_at: datetime


@lru_cache(maxsize=250)
def rungs(ladder: Ladder, due: date, day: date) -> tuple[int | None, datetime | None]:
    """The newest rung that has passed by a day, and the moment of the next to come.

    Hundreds of tasks have the same ladder, and their deadlines are few.
    """
    late = (day - due).days
    coming = ladder.coming(late)
    moment = None if coming is None else at_eight(due + timedelta(days=coming))
    return ladder.passed(late), moment


def ladder_of(task: Task) -> Ladder:
    """The ladder of a task's flow; a flow may say how often it is told again."""
    flow_class = task.flow_task.flow_class
    repeat = getattr(flow_class, "reminder_repeat", _never)
    return Ladder(tuple(flow_class.reminder_ladder(task.process)), repeat(task.process))


def _never(process: Process) -> int:
    return 0


def first(task: Task, at: datetime) -> Timer | None:
    """The timer of a task's first rung still to come. Not saved."""
    if task.due is None:
        return None
    _passed, moment = rungs(ladder_of(task), task.due, local_date(at))
    return timers.promise(task, STEP, due_at=moment) if moment else None


def kind() -> int:
    """The key under which timers know tasks."""
    return ContentType.objects.get_for_model(Task).pk


def waiting(tasks: Any) -> models.Q:
    """The timers that are reminders; ``tasks`` is the kind of their subjects."""
    return models.Q(subject_type=tasks, step=STEP)


def fire_due(at: datetime) -> int:
    """Remind of every task whose reminder is due at ``at``; how many reminders fired."""
    fired, after = 0, None
    while True:
        with transaction.atomic():
            batch = _next(at, after)
            fired += _keep(batch, at)
        if len(batch) < BATCH:
            return fired
        after = batch[-1]


def _next(at: datetime, after: Due | None) -> list[Due]:
    """The keys of timers, of what they are about, and when they fell due; locked."""
    some = Timer.objects.due(at, after=after).filter(waiting(kind()))
    some = some.select_for_update(skip_locked=True, no_key=True)
    return [Due(*row) for row in some.values_list("pk", "subject_id", "due_at")[:BATCH]]


def _keep(batch: list[Due], at: datetime) -> int:
    """Keep all of a batch at once; where that fails, each half, down to the one at fault."""
    if not batch:
        return 0
    try:
        with transaction.atomic():
            return _remind(batch, at)
    except Exception as error:
        if transaction.get_connection().needs_rollback:
            raise  # the line is lost, and with it all of the transaction
        log.warning("%s reminders failed together", len(batch), exc_info=True)
        if len(batch) == 1:
            incidents.note(batch[0].pk, error, at=at)
            return 0
    middle = len(batch) // 2
    return _keep(batch[:middle], at) + _keep(batch[middle:], at)


def _remind(batch: list[Due], at: datetime) -> int:
    """Announce the newest rung of each open task, and promise the next."""
    found = _locked([timer.subject_id for timer in batch])
    tasks = {key: task for key, task in found.items() if task.process.held_until is None}
    _put_aside([timer for timer in batch if timer.subject_id in found.keys() - tasks.keys()], at)
    coming, reminded, stalled, day = [], [], set(), local_date(at)
    for task in tasks.values():
        if task.due is None or not task.is_open:
            continue
        ladder = ladder_of(task)
        rung, moment = rungs(ladder, task.due, day)
        if rung is not None:
            reminded.append((task, rung))
            if ladder.is_stalled(rung):
                stalled.add(task.pk)
        if moment is not None:
            coming.append({"subject_id": task.pk, "due_at": moment, "original_due_at": moment})
    timers.fired([timer.pk for timer in batch if timer.subject_id in tasks], at)
    same = {"subject_type_id": kind(), "step": STEP, "promised_at": at}
    bulk.insert(Timer, [same | one for one in coming])
    if reminded:
        events.tasks_reminded.send(sender=Task, reminded=reminded, stalled=stalled, at=at)
    return len(tasks)


def _put_aside(batch: list[Due], at: datetime) -> None:
    """Nobody is reminded of what rests; when it goes on it is promised anew, by its new date."""
    if batch:
        some = Timer.objects.filter(bulk.among([timer.pk for timer in batch]))
        some.update(due_at=at + DAY)


def _locked(ids: list[int]) -> dict[int, Task]:
    """The tasks by their keys, locked; without those that somebody is at work on this moment."""
    tasks = list(_free(ids))
    if len(tasks) < len(ids) and Task.objects.filter(bulk.among(ids)).count() < len(ids):
        raise LookupError("What was to be reminded of is gone.")
    of_flows: dict[type[Flow], list[Process]] = defaultdict(list)
    for task in tasks:
        of_flows[task.process.flow_class].append(task.process)
    for flow_class, processes in of_flows.items():
        models.prefetch_related_objects(processes, *reads_of(flow_class))
    return {task.pk: task for task in tasks}


def _free(tasks: list[int]) -> models.QuerySet[Task]:
    some = Task.objects.filter(bulk.among(tasks)).select_related("process").defer(*UNREAD)
    return some.select_for_update(of=("self",), skip_locked=True, no_key=True)


def reads_of(flow_class: type[Flow]) -> tuple[str, ...]:
    """What the ladder of a flow reads of a process: it is read for many at once."""
    return getattr(flow_class, "ladder_reads", ())
