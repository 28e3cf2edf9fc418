"""Who is kept apart: auditors from deciding, deciders from auditing."""

from datetime import datetime
from typing import Any

from processes.audit.team import bar_from_deciding, drop
from processes.case.exclusions import Source, bar
from processes.reasons import kept
from processes.roles import Role
from workflow import events
from workflow.models import Task


def keep_apart(sender: type[Task], task: Task, at: datetime, **more: Any) -> None:
    """Keep the owner of a finished auditor's task from deciding the same case."""
    if task.role == Role.AUDITOR and task.owner is not None:
        bar_from_deciding(task.process, task.owner)


def keep_decider_apart(sender: Any, subject: Any, by: Any, **more: Any) -> None:
    """Keep whoever decided, or deferred, from auditing the same case afterwards."""
    decided = subject._meta.label_lower == "processes.decision" and subject.decided_by == by
    if decided and by is not None:
        reason = kept("decided")
        bar(subject.process, by, role=Role.AUDITOR, reason=reason, source=Source.TOOK_PART)


def let_go(sender: type[Task], task: Task, at: datetime, **more: Any) -> None:
    """Somebody who was asked to join a team, and gives the task back, does not join."""
    if task.role == Role.AUDITOR:
        drop(task, at=at)


events.task_closed.connect(keep_apart, dispatch_uid="processes.audit.separation")
events.task_returned.connect(let_go, dispatch_uid="processes.audit.let_go")
events.performed.connect(keep_decider_apart, dispatch_uid="processes.audit.decider")
