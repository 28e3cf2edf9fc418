"""What rules may tell about: the engine's announcements and dates that come near."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from processes.models import Case, Certificate
from workflow.models import Process, Task

REMINDERS = ("task.due_soon", "task.overdue", "certificate.validity")
"""Events of a day at 8 o'clock, not of a moment."""


@dataclass(frozen=True)
class Happening:
    """Something that happened: what, to which row, when, by whom (None is the system)."""

    event: str
    subject: models.Model
    at: datetime
    by: Any = None
    occurrence: str = ""
    process: Process | None = None
    task: Task | None = None
    case_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def of_task(task: Task, event: str, **more: Any) -> Happening:
    """Something about a task."""
    case_id = case_of(task.process)
    return Happening(event, task, task=task, process=task.process, case_id=case_id, **more)


def reminder(task: Task, rung: int, *, at: datetime) -> Happening:
    """A task comes within so many days of its deadline, or is so many days late."""
    event = "task.overdue" if rung > 0 else "task.due_soon"
    return of_task(task, event, at=at, occurrence=f"{task.due} {rung:+d}")


def ending(certificate: Certificate, rung: int, *, at: datetime) -> Happening:
    """A certificate comes within so many days of its end."""
    return Happening(
        "certificate.validity",
        certificate,
        at=at,
        occurrence=str(rung),
        process=certificate.case.main_process,
        case_id=certificate.case_id,
        facts={"until": certificate.expiry_date.isoformat()},
    )


def case_of(process: Process | None) -> int | None:
    """The id of the case a process is about, if it is about one."""
    kind = ContentType.objects.get_for_model(Case)
    if process is None or process.subject_type_id != kind.pk:
        return None
    return process.subject_id
