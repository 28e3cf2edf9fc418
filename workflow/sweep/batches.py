"""Promises that bring a step with them: several share a commit, and each stands or falls alone.

A batch first locks what its timers are about, in the order in which people's steps do, and without
waiting: what somebody else has locked is left to whoever comes next. Only then each timer is
claimed.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from workflow import timers
from workflow.engine import execution, holding, lapses, locking
from workflow.engine.transitions import take
from workflow.engine.walk import ELAPSE
from workflow.models import Process, Task, Timer
from workflow.models.promises import keeper
from workflow.sql import bulk, unit_of_work
from workflow.timers import incidents, reminders

log = logging.getLogger(__name__)

BATCH = 25

Rows = dict[int, Any]
"""What timers are about, by the timers' keys."""
Processes = dict[int, Process]


def fire_due(at: datetime) -> int:
    """Keep every promise due at ``at`` that is not a mere reminder; how many were kept."""
    kept, after = 0, None
    while batch := _next(at, after):
        kept += _keep(batch, at)
        after = batch[-1]
    return kept


def _next(at: datetime, after: Timer | None) -> list[Timer]:
    some = Timer.objects.due(at, after=after).exclude(reminders.waiting(reminders.kind()))
    return list(some[:BATCH])


def _keep(batch: list[Timer], at: datetime) -> int:
    """Keep a batch in one transaction; where it fails as a whole, each half, down to one."""
    try:
        with transaction.atomic():
            rows, processes = _locked(batch)
            # Read anew: another dispatcher may have kept some before they could be locked.
            still = set(_waiting(rows)) - _held(batch, rows, processes, at)
            some = [timer for timer in batch if timer.pk in still]
            return sum(_alone(timer, rows[timer.pk], processes, at) for timer in some)
    except Exception as error:
        log.warning("%s timers failed together", len(batch), exc_info=True)
        if len(batch) == 1:
            incidents.note(batch[0].pk, error, at=at)
            return 0
    middle = len(batch) // 2
    return _keep(batch[:middle], at) + _keep(batch[middle:], at)


def _held(batch: list[Timer], rows: Rows, processes: Processes, at: datetime) -> set[int]:
    """The timers that wait for the end of a rest; they are put aside until then."""
    until: dict[int, date] = {}
    for timer in batch:
        row = rows.get(timer.pk)
        process = processes.get(getattr(row, "process_id", None) or 0)
        if process and process.held_until and holding.is_held(timer, row, process.held_until):
            until[timer.pk] = process.held_until
    for day in set(until.values()):
        holding.put_aside([key for key, one in until.items() if one == day], day, at)
    return set(until)


def _waiting(timers: Iterable[int]) -> models.QuerySet[Timer, int]:
    some = Timer.objects.filter(bulk.among(timers), status=Timer.Status.WAITING)
    return some.order_by().values_list("pk", flat=True)


def _locked(batch: list[Timer]) -> tuple[Rows, Processes]:
    """What the timers are about, locked: its process, or itself where it has none.

    What is gone is None; what somebody else has locked is left out.
    """
    found = _rows(batch)
    of = {key: getattr(row, "process_id", None) for key, row in found.items()}
    processes = locking.lock_free({process for process in of.values() if process})
    locked = [timer for timer in batch if of.get(timer.pk) in processes]
    single = [timer for timer in batch if timer.pk in found and of[timer.pk] is None]
    gone: Rows = {timer.pk: None for timer in batch if timer.pk not in found}
    return gone | _rows(locked) | _rows(single, lock=True), processes


def _rows(some: list[Timer], *, lock: bool = False) -> Rows:
    """What the timers are about, as far as it is to be had: one question for each model."""
    found: Rows = {}
    for kind, these in groupby(sorted(some, key=_kind), key=_kind):
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        of_kind = list(these)
        keys = [timer.subject_id for timer in of_kind]
        known = {row.pk: row for row in _reading(model, keys, lock=lock)} if model else {}
        found |= {
            timer.pk: known[timer.subject_id] for timer in of_kind if timer.subject_id in known
        }
    return found


def _reading(model: type[models.Model], keys: list[int], *, lock: bool) -> models.QuerySet[Any]:
    """The rows of a model with some keys; locked, unless somebody else has them."""
    if lock:
        keys = _behind(model, keys)
    some: models.QuerySet[Any] = model._base_manager.filter(bulk.among(keys))
    return some.select_for_update(skip_locked=True, no_key=True) if lock else some


def _behind(model: Any, keys: list[int]) -> list[int]:
    """Those of some rows that may be locked: what is locked before them is ours now.

    Whoever has it already goes on to the rows themselves, and we would wait for each other.
    """
    way: str = getattr(model, "locked_after", "")
    if not way:
        return keys
    before: Any = model
    for step in way.split("__"):
        before = before._meta.get_field(step).related_model
    of = dict(model._base_manager.filter(bulk.among(keys)).values_list("pk", way))
    free = before._base_manager.filter(pk__in=set(of.values())).order_by("pk")
    ours = set(free.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
    return [key for key in keys if of.get(key) in ours]


def _kind(timer: Timer) -> int:
    return timer.subject_type_id


def _alone(timer: Timer, subject: models.Model | None, processes: Processes, at: datetime) -> bool:
    """Keep one promise, whatever becomes of the others; whether it was still to be kept."""
    try:
        with transaction.atomic(), unit_of_work.buffered():
            timers.claim(timer, at)
            _bring_about(timer, subject, processes, at)
    except timers.NotWaitingError:
        return False
    except Exception as error:
        log.warning("timer %s failed", timer.pk, exc_info=True)
        incidents.note(timer.pk, error, at=at)
        return False
    return True


def _bring_about(
    timer: Timer, subject: models.Model | None, processes: Processes, at: datetime
) -> None:
    if subject is None:
        raise LookupError("What was promised for is gone.")
    process = processes.pop(getattr(subject, "process_id", None) or 0, None)
    if process is None:
        # An earlier promise of the batch may have changed it.
        subject.refresh_from_db()
    if isinstance(subject, Task) and timer.step == ELAPSE:
        execution.elapse(subject, at=at, process=process)
        return
    unit_of_work.flush()  # who stops what was promised must find that this promise is kept
    if isinstance(subject, Task) and timer.step in lapses.STEPS:
        lapses.keep(subject, timer.step, at)
    elif (action := keeper(subject._meta.label_lower, timer.step)) is not None:
        action(subject, at=at)
    else:
        take(getattr(subject, timer.step), by=None, at=at, process=process)
