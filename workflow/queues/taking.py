"""Who may take a task: who holds its role where it belongs, and is not excluded from it.

``may_take`` is the rule. The same is asked of many tasks, of many people, inside a statement and of
what is at hand already: those forms stand beside it, and a test on random data holds them equal.
"""

from collections.abc import Container
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from workflow import roles
from workflow.calendar import local_date
from workflow.exceptions import Conflict, NotPermitted
from workflow.models import Process, Task
from workflow.queues import directory, exclusions
from workflow.queues.exclusions import Key, Word
from workflow.queues.first_of_each import OfRange, without
from workflow.roles import Actor, Grant, Whose
from workflow.sql.compiled import compiled

T = TypeVar("T")
Tasks = models.QuerySet[Task]


def may_take(task: Task, person: Actor | None, day: date | None = None) -> bool:
    """The person holds the task's role where it belongs, and is not excluded from it."""
    held = roles.held(person, day or local_date(timezone.now()))
    if person is None or held is None:
        return False
    here = held.filter(role=task.role, organisation=task.organisation_id)
    excluded = exclusions.of(task.process_id, task.role, person=person.pk)
    return here.filter(~models.Exists(excluded)).exists()


def may_act(grants: Container[Grant], person: Actor, queue: Grant, process: Process) -> bool:
    """Of a person whose grants are at hand: they may take the process's tasks of that queue."""
    return queue in grants and not exclusions.is_excluded(person, process, [queue.role])


def may_keep(task: Task, person_id: int, day: date) -> bool:
    """Of a person known by their key, who must be active: they may take the task."""
    directory.settle()
    return _keepers(
        person=person_id,
        role=task.role,
        organisation=task.organisation_id,
        process=task.process_id,
        day=day,
    ).exists()


@compiled(bypasses_buffer=True)
def _keepers(
    person: int, role: str, organisation: int | None, process: int, day: date
) -> models.QuerySet[Any]:
    held = roles.held_by(person, day).filter(role=role, organisation=organisation)
    return held.filter(~models.Exists(exclusions.of(process, role, person=person)))


def leave(person: Whose | None, day: date, task: str = "") -> models.Q:
    """Whether the person may take the task, at ``task`` from the row that is asked about."""
    role = models.OuterRef(f"{task}role")
    here = roles.directory(day).filter(
        person=person, role=role, organisation=models.OuterRef(f"{task}organisation")
    )
    excluded = exclusions.of(models.OuterRef(f"{task}process"), role, person=person)
    return models.Exists(here) & ~models.Exists(excluded)


def with_leave(tasks: Tasks, person: Actor | None, day: date) -> Tasks:
    """The tasks, each with ``leave``: whether the person may take it that day."""
    is_known = person is not None and person.is_authenticated and person.is_active
    answer = leave(person.pk, day) if person is not None and is_known else models.Value(False)
    return tasks.annotate(leave=answer)


def require(task: Task, person: Actor) -> None:
    """Let the owner, or who may take an unowned task, pass. Raises NotPermitted or Conflict.

    ``task`` is one of ``with_leave`` of the person. A task that asks for a declaration is never
    done in passing: it must be taken first.
    """
    if task.owner_id is not None and task.owner_id != person.pk:
        raise Conflict(_("%(name)s has taken this task.") % {"name": task.owner}, code="task_taken")
    if task.owner_id is None and task.flow_task.declared:
        raise NotPermitted(
            _("Take the task first, with a declaration of impartiality."), code="task_not_taken"
        )
    if not getattr(task, "leave", False):
        raise NotPermitted(
            _("This task belongs to another role or organisation."), code="other_role"
        )


def available(person: Actor, day: date) -> Tasks:
    """The free tasks of all that the person may take."""
    here = models.Q(pk__in=[])
    for grant in roles.grants(person, day):
        here |= models.Q(role=grant.role, organisation=grant.organisation_id)
    return Task.objects.filter(here, not_excluded(person.pk), status=STATUS.NEW, owner=None)


def free(person: Whose | None, *, declared: bool) -> Tasks:
    """The free tasks of one range of ``held``, whichever it is, that the person may take.

    Those that ask for a declaration and those that do not are ranges of their own. Only to be
    asked inside ``FirstOfEach``, which says which range of ``held`` it is.
    """
    here = Task.objects.filter(role=OfRange("role"), organisation=OfRange("organisation_id"))
    # Compared, for that is how an index finds it; Django would ask for "not declared".
    kind = here.filter(declared=models.Value(declared))
    return kind.filter(not_excluded(person), status=STATUS.NEW, owner=None)


def not_excluded(person: Whose | None) -> models.Q:
    """The person is not excluded from the task that is asked about."""
    return without(
        exclusions.of(models.OuterRef("process"), models.OuterRef("role"), person=person)
    )


def takers(
    day: date, *, role: Word, organisation: Key | None, process: Key
) -> models.QuerySet[Any]:
    """The directory's rows of the active people who may take a process's tasks of a role."""
    held = roles.directory(day).filter(role=role, organisation=organisation, person__is_active=True)
    excluded = exclusions.of(_further(process), _further(role), person=models.OuterRef("person"))
    return held.filter(~models.Exists(excluded))


def _further(value: T) -> T | models.OuterRef:
    """A place in the row that asks, as it is called one question further in."""
    return models.OuterRef(value) if isinstance(value, models.OuterRef) else value
