"""Of a task that an earlier step sent back: by whom, when and why."""

from datetime import date
from typing import NamedTuple

from workflow.calendar import local_date
from workflow.models import Task, TrailEntry


class CameBack(NamedTuple):
    """By whom a task was sent back, on which local day and why; the name may be unknown."""

    name: str
    day: date
    why: str


def came_back(task: Task) -> CameBack | None:
    """How a task that an earlier step sent back came here; None where it is new."""
    if task.again is None:
        return None
    entries = TrailEntry.objects.filter(
        chain=task.process.chain_id, at=task.created, actor__isnull=False
    )
    last = entries.select_related("actor").order_by("-sequence").first()
    name = str(last.actor) if last else ""
    return CameBack(name, local_date(task.created), str(task.again.why(task.process)))
