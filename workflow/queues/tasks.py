"""Role queues: what is taken, given back, put aside and done."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from workflow import events, trail
from workflow.calendar import local_date
from workflow.exceptions import Conflict, NotPermitted, Refused
from workflow.models import Task
from workflow.queues.first_of_each import ORDER, FirstOfEach, declared_nodes, held
from workflow.queues.taking import free, leave, may_take
from workflow.roles import Actor, Whose
from workflow.sql.bulk import among
from workflow.sql.compiled import Many, compiled
from workflow.sql.writes import Update
from workflow.trail import spans

__all__ = ["ORDER"]

Tasks = models.QuerySet[Task]


def taken(person: Whose, day: date | None = None) -> Tasks:
    """The person's open tasks; those snoozed past ``day`` are left out if a day is given."""
    tasks = Task.objects.filter(owner=person, status__in=Task.OPEN)
    if day is None:
        return tasks
    return tasks.filter(models.Q(snoozed_until=None) | models.Q(snoozed_until__lte=day))


@compiled
def taken_in(process: int, person: int, roles: Many[str]) -> models.QuerySet[Task, int]:
    """The keys of the person's open tasks of some roles in a process."""
    here = taken(person).filter(among(roles, "role"), process=process)
    return here.values_list("pk", flat=True)


def snoozed(person: Whose, day: date) -> Tasks:
    """The person's open tasks put aside past ``day``."""
    return taken(person).filter(snoozed_until__gt=day)


def done(person: Whose) -> Tasks:
    """Tasks the person has completed."""
    return Task.objects.filter(owner=person, status=STATUS.DONE)


def claim(task_id: int, *, by: Actor, at: datetime, lease: timedelta | None = None) -> None:
    """Take a task from a queue: one guarded update. Raises Conflict if it is not to be had."""
    until = at + lease if lease else None
    person = by.pk if by.is_active else None
    if not _take(task=task_id, person=person, day=local_date(at), at=at, until=until):
        raise Conflict(
            _("The task is no longer free: somebody else took it, or it is not yours."),
            code="task_not_free",
        )


@compiled
def _take(task: int, person: int | None, day: date, at: datetime, until: datetime | None) -> Update:
    """Take an unowned task that its taker may take."""
    free = Task.objects.filter(pk=task, status=STATUS.NEW, owner=None)
    return Update(
        free.filter(leave(person, day)),
        owner=person,
        status=STATUS.ASSIGNED,
        assigned=at,
        lease_until=until,
    )


def claim_next(person: Actor, *, at: datetime) -> int | None:
    """Take the first free task of the person's queues: its key, or None if none is free now.

    One statement, however many do the same: each gets a task of their own. What asks for a
    declaration of impartiality is never taken in passing; it stays for who takes it in person.
    """
    known = person.pk if person.is_authenticated and person.is_active else None
    day = local_date(at)
    return _take_next.key(person=known, day=day, at=at) or _take_locked(known, day, at)


def _take_locked(person: int | None, day: date, at: datetime) -> int | None:
    """Wait for a task that is locked but free, as one that somebody is just reminded of."""
    task = _first(person, day).first()
    is_taken = task is not None and _take(task=task, person=person, day=day, at=at, until=None)
    return task if is_taken else None


def _next(person: int | None, day: date, *, lock: bool) -> Tasks:
    """The first task of all that the person may take; locked, if nobody else has it."""
    # A node may ask for a declaration since its task was opened: then the node is right.
    tasks = free(person, declared=False).exclude(flow_task__in=declared_nodes())
    return Task.objects.filter(pk=FirstOfEach(held(person, day), tasks, 1, lock=lock))


@compiled
def _first(person: int | None, day: date) -> models.QuerySet[Task, int]:
    return _next(person, day, lock=False).values_list("pk", flat=True)


@compiled
def _take_next(person: int | None, day: date, at: datetime) -> Update:
    return Update(
        _next(person, day, lock=True),
        owner=person,
        status=STATUS.ASSIGNED,
        assigned=at,
        lease_until=None,
    )


def hand_back(task: Task, *, by: Actor | None, at: datetime, because: str = "") -> None:
    """Return one's task to its queue, with a word to the next. Raises Conflict."""
    owned = Task.objects.filter(status__in=[STATUS.ASSIGNED, STATUS.STARTED])
    _release(owned.filter(owner=by) if by else owned, task, by=by, at=at, because=because)


def return_idle(task: Task, *, at: datetime) -> None:
    """Return a claim whose lease ran out. Raises Conflict if it was worked on meanwhile."""
    idle = Task.objects.filter(status=STATUS.ASSIGNED, lease_until__lte=at)
    _release(idle, task, by=None, at=at, because="lease")


OWNERS_ONLY: dict[str, Any] = {"lease_until": None, "snoozed_until": None}
"""What an owner has of a task beside it, as it is for whoever has the task after them."""


def _release(owned: Tasks, task: Task, *, by: Actor | None, at: datetime, because: str) -> None:
    """Free the task if it is still among those ``owned``, as it was read: one guarded update."""
    with transaction.atomic():
        same = owned.filter(pk=task.pk, owner=task.owner_id, assigned=task.assigned)
        if same.update(owner=None, status=STATUS.NEW, **OWNERS_ONLY) != 1:
            raise Conflict(_("The task is no longer yours."), code="task_not_yours")
        _record(task, "hand_back", by=by, at=at, because=because, leaves=True)
        events.task_returned.send(sender=Task, task=task, by=by, at=at, because=because)


def assign(
    task: Task, *, to: Actor, by: Actor | None, at: datetime, overseen: bool = False
) -> None:
    """Give an open task to a colleague of the same queue; to its owner it changes nothing.

    ``overseen``: ``by`` watches over the queue without being of it; the caller has asked. Raises
    NotPermitted or Conflict.
    """
    if not may_take(task, to, local_date(at)):
        raise NotPermitted(
            _("%(name)s cannot take this task.") % {"name": to}, code="task_not_for_them"
        )
    if not overseen and not may_take(task, by, local_date(at)):
        raise NotPermitted(
            _("This task belongs to another role or organisation."), code="other_role"
        )
    if task.owner_id == to.pk:
        return
    with transaction.atomic():
        same = Task.objects.filter(pk=task.pk, owner=task.owner_id, assigned=task.assigned)
        same = same.filter(status__in=Task.OPEN)
        if same.update(owner=to, status=STATUS.ASSIGNED, assigned=at, **OWNERS_ONLY) != 1:
            raise Conflict()
        _record(task, "assign", by=by, at=at, because=str(to), leaves=True)
        before, task.owner, task.assigned = task.owner, to, at
        events.task_claimed.send(sender=Task, task=task, by=by, at=at, before=before)


def prioritise(task: Task, priority: int, *, by: Actor | None, at: datetime, because: str) -> None:
    """Move an open task in its queue's order. Raises Conflict if it changed meanwhile.

    Whether ``by`` may, the caller has asked: it is not only for who can take the task.
    """
    with transaction.atomic():
        same = Task.objects.filter(pk=task.pk, priority=task.priority, status__in=Task.OPEN)
        if same.update(priority=priority) != 1:
            raise Conflict()
        step = "raise_priority" if priority > task.priority else "lower_priority"
        task.priority = priority
        _record(task, step, by=by, at=at, because=because)


def can_rest(task: Task, day: date) -> bool:
    """A day comes after this one on which the task is not late yet."""
    return task.due is None or task.due > day


def snooze(task: Task, *, until: date, by: Actor | None) -> None:
    """Put one's task aside until a day, never past its deadline. Raises Refused or Conflict."""
    if task.due is not None and until > task.due:
        raise Refused(
            _("A task cannot be put aside past its deadline."), code="aside_past_deadline"
        )
    if (
        Task.objects.filter(pk=task.pk, owner=by, status__in=Task.OPEN).update(snoozed_until=until)
        != 1
    ):
        raise Conflict(_("The task is no longer yours."), code="task_not_yours")


def extend_lease(task: Task, *, until: datetime) -> None:
    """Work on a task keeps its claim alive."""
    Task.objects.filter(pk=task.pk, lease_until__isnull=False).update(lease_until=until)


def _record(
    task: Task, step: str, *, by: Actor | None, at: datetime, because: str, leaves: bool = False
) -> None:
    """Tell of a task; ``leaves``: and who had it until now, as it still says."""
    subject: Any = task.process.subject
    data = {"task": task.pk, "node": task.flow_task.name}
    data |= spans.ended([task]) if leaves else {}
    trail.record(trail.Event(subject=subject, step=step, by=by, at=at, because=because, data=data))
