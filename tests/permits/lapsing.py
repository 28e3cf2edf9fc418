"""What time does with a permit that nobody asks for."""

from datetime import datetime
from typing import Any

from workflow.api import Deadline, Task, perform
from workflow.calendar import WorkingCalendar

WARNED: list[int] = []
"""The keys of the permits of which somebody was warned."""


def last_day(task: Any) -> Deadline:
    return WorkingCalendar().add_days(task.due, 50, "permit")


def warn(task: Task, *, at: datetime) -> None:
    WARNED.append(task.process.subject_id or 0)


def forget(task: Task, *, at: datetime) -> None:
    permit: Any = task.process.subject
    perform(permit.forget, by=None, at=at)
