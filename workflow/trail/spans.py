"""Who had a task from when to when, as the trail tells it.

Taking a task is one statement and leaves no entry. What ends the span does: the entry names
who had the task and since when, and is itself the end. While it lasts, it stands in the task.
"""

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from workflow.models import Task

KEY = "had"
"""The name in an entry's ``data`` of the holdings that ended with it."""
END = "end_tasks"
"""The step of an entry that tells only of tasks that ended with their process."""


def ended(tasks: Iterable[Task]) -> dict[str, Any]:
    """What an entry says of tasks that leave their owners' hands, as the tasks still are.

    For each that has an owner the keys of ``task`` and ``person``, and ``since``: a moment in UTC
    as ISO 8601. Nothing where nobody had any.
    """
    had = [
        {"task": task.pk, "person": task.owner_id, "since": _moment(task)}
        for task in tasks
        if task.owner_id is not None
    ]
    return {KEY: had} if had else {}


def _moment(task: Task) -> str | None:
    """When the owner got the task; None of one that is from before this was noted."""
    if task.assigned is None:
        return None
    return str(task.assigned.astimezone(UTC).isoformat(timespec="microseconds"))
