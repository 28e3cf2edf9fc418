"""Whoever did an auditor's task in a case never decides it (obligation 45)."""

from datetime import datetime
from typing import Any

from processes.audit.actions import bar_from_deciding
from processes.roles import Role
from workflow import events
from workflow.models import Task


def keep_apart(sender: type[Task], task: Task, at: datetime, **more: Any) -> None:
    """Keep the owner of a finished auditor's task from deciding the same case."""
    if task.role == Role.AUDITOR and task.owner is not None:
        bar_from_deciding(task.process, task.owner)


events.task_closed.connect(keep_apart, dispatch_uid="processes.audit.separation")
