"""What somebody may no longer do goes back to its queues: a few tasks at once, many by and by.

Which tasks those are is asked of the tasks themselves, so whoever goes on after a kill finds what
is left. Each case is a transaction of its own: nobody waits for more than one of them.
"""

import logging
from datetime import datetime
from typing import NamedTuple

from django.db import models, transaction

from processes.organisations.events import work_ended
from processes.organisations.models import Person
from processes.reasons import kept
from workflow import acts, queues
from workflow.calendar import local_date
from workflow.exceptions import Conflict
from workflow.models import Task
from workflow.sweep import attendance

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Up to so many are returned while whoever pressed waits."""


class Count(NamedTuple):
    """How far a return has come, in tasks."""

    done: int
    total: int


class WorkReturn(models.Model):
    """Many tasks of a person on their way back to their queues."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="work_returns")
    total = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="one_work_return",
                condition=models.Q(finished_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.total}"


def left(person: Person, at: datetime) -> models.QuerySet[Task]:
    """The open tasks that a person has and may no longer do."""
    held = queues.taken(person)
    if not person.is_active:
        return held
    return held.filter(~queues.leave(person.pk, local_date(at)))


@transaction.atomic
def begin(person: Person, *, at: datetime) -> None:
    """Return what a person may no longer do: now if it is little; ``go_on`` returns much."""
    work_ended.send(sender=Person, person=person, at=at)
    number = left(person, at).count()
    if number <= AT_ONCE:
        with acts.one():
            _return(person, left(person, at), at=at)
        return
    unfinished = WorkReturn.objects.filter(person=person, finished_at=None)
    if not unfinished.update(total=number):
        WorkReturn.objects.create(person=person, total=number, began_at=at)


def unfinished() -> models.QuerySet[WorkReturn]:
    """The returns that go on."""
    return WorkReturn.objects.filter(finished_at=None).select_related("person").order_by("pk")


def count(row: WorkReturn, at: datetime) -> Count:
    """How far a return has come."""
    waiting = left(row.person, at).count()
    return Count(max(row.total - waiting, 0), max(row.total, waiting))


def go_on(row: WorkReturn, *, at: datetime) -> None:
    """Return what is left, a case at a time. Safe to repeat, to kill and to run several at once."""
    processes = left(row.person, at).order_by("process").values_list("process", flat=True)
    with acts.in_parts():
        for process in list(processes.distinct()):
            _return_one(row.person, process, at=at)
    if not left(row.person, at).exists():
        WorkReturn.objects.filter(pk=row.pk, finished_at=None).update(finished_at=at)
        attendance.look(at)


def go_on_with_all(at: datetime) -> None:
    """Take up every return that a lost message or a killed worker left."""
    for row in unfinished():
        go_on(row, at=at)


def _return_one(person: Person, process: int, *, at: datetime) -> None:
    """Return the tasks of one process; what fails is tried again by the next sweep."""
    try:
        with transaction.atomic():
            _return(person, left(person, at).filter(process=process), at=at)
    except Conflict:
        return  # somebody else was faster, or works on it this moment
    except Exception:
        log.exception("the tasks of process %s were not returned", process)


def _return(person: Person, tasks: models.QuerySet[Task], *, at: datetime) -> None:
    why = kept("role_ended" if person.is_active else "account_closed")
    for task in tasks.select_related("process").order_by("pk"):
        queues.hand_back(task, by=None, at=at, because=why)
