"""How much waits, counted no further than it takes to know that it is much."""

from datetime import datetime

from viewflow.workflow.status import STATUS

from workflow.models import Task, Timer

CAP = 10_000


def unclaimed(role: str) -> int:
    """Tasks in the queues of a role that nobody has taken."""
    tasks = Task.objects.filter(role=role, status=STATUS.NEW, owner=None)
    return tasks.order_by()[:CAP].count()


def due(at: datetime) -> int:
    """Promises that should have been kept by now."""
    return Timer.objects.due(at).order_by()[:CAP].count()
