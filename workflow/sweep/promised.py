"""Keeps the promises: asks each minute what is due and not yet done."""

from datetime import datetime

from django.db.models import QuerySet
from viewflow.workflow.status import STATUS

from workflow import acts, queues
from workflow.exceptions import Conflict
from workflow.models import Task
from workflow.sweep import batches
from workflow.timers import reminders

BATCH = 500


@acts.in_parts()
def fire_due(at: datetime) -> int:
    """Fire every timer due at ``at``; how many fired. One bad timer delays no other.

    Safe to run several at once and to run late: a timer fires once, its lateness is recorded.
    What somebody is at work on this moment waits for the next sweep.
    """
    # Steps first: nobody is reminded of a task that time has ended already.
    return batches.fire_due(at) + reminders.fire_due(at)


@acts.in_parts()
def return_idle_claims(at: datetime) -> int:
    """Give claims whose lease ran out back to their queues; how many."""
    returned = 0
    for task in idle(at):
        try:
            queues.return_idle(task, at=at)
            returned += 1
        except Conflict:
            continue
    return returned


def idle(at: datetime) -> QuerySet[Task]:
    """Some claims whose lease ran out, longest ago first; a rest of their process holds them."""
    taken = Task.objects.filter(status=STATUS.ASSIGNED, lease_until__lte=at)
    taken = taken.filter(process__held_until=None)
    return taken.select_related("process").order_by("lease_until", "pk")[:BATCH]
