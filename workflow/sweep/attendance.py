"""Open tasks that nobody may do: found each minute and whenever people change, and told of once."""

from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.db import models, transaction
from viewflow.workflow.fields import import_flow_by_ref

from workflow import events, queues
from workflow.calendar import local_date
from workflow.definition.nodes import Work
from workflow.models import Task

Tasks = models.QuerySet[Task]


def look(at: datetime) -> int:
    """Mark the open tasks that nobody may do now, and announce those not known yet; how many.

    What somebody may do again is no longer marked. Safe to repeat and to run several at once.
    """
    found = sorted(lost(local_date(at)), key=lambda task: int(task.pk))
    with transaction.atomic():
        new = [task for task in found if _mark(task, at)]
        if new:
            events.tasks_unattended.send(sender=Task, tasks=new, at=at)
    regained = [task.pk for task in attended(local_date(at))]
    if regained:
        Task.objects.filter(pk__in=regained).update(unattended_since=None)
    return len(new)


def unattended() -> Tasks:
    """The open tasks that are marked."""
    return Task.objects.filter(finished=None, unattended_since__isnull=False)


def is_attended(task: Task, day: date) -> bool:
    """Somebody may do the task on a local day."""
    place = {"organisation": task.organisation_id, "process": task.process_id}
    return queues.takers(day, role=task.role, **place).exists()


def somebody(day: date) -> models.Q:
    """There is somebody who may do the task that is asked about, on a local day."""
    places = ("role", "organisation", "process")
    here = {one: models.OuterRef(one) for one in places}
    return models.Q(models.Exists(queues.takers(day, **here)))


@cache
def _roles() -> list[str]:
    """The roles of all queues: by them an index finds what waits among all there ever was."""
    flows = [import_flow_by_ref(reference) for reference in settings.WORKFLOW_FLOWS]
    nodes = [node for flow_class in flows for node in flow_class.instance.nodes()]
    return sorted({str(node.queue.role) for node in nodes if isinstance(node, Work) and node.queue})


def lost(day: date) -> Tasks:
    """The open tasks that nobody may do and that are not marked yet.

    What somebody has, they may do: what they no longer may goes back to its queue first.
    """
    waiting = Task.objects.filter(role__in=_roles(), owner=None, finished=None)
    unknown = waiting.filter(unattended_since=None)
    return unknown.filter(~somebody(day)).select_related("process")


def attended(day: date) -> Tasks:
    """The marked tasks that somebody may do."""
    return unattended().filter(somebody(day))


def _mark(task: Task, at: datetime) -> bool:
    """Whether the task is marked by this and no other look, and still open."""
    mine = Task.objects.filter(pk=task.pk, finished=None, unattended_since=None)
    task.unattended_since = at
    return bool(mine.update(unattended_since=at))
