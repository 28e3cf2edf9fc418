"""What rules may tell about: the engine's announcements and dates that come near."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from notifications.models import name_of
from processes.models import Case, Certificate, Person
from workflow.models import Process, Task

REMINDERS = ("task.due_soon", "task.overdue", "task.stalled", "certificate.validity")
"""Events of a day at 8 o'clock, not of a moment."""

GIVEN, CAME_BACK = "assign", "hand_back"
"""The steps of a task that somebody gave, and of one that is free again: facts of a message."""

LEASE, FELL_AWAY = "lease", "fell_away"
"""Also how a task left somebody: it lay idle for too long, or it ended without them."""


@dataclass(frozen=True)
class Occurrence:
    """Something that happened: what, to which row, when, by whom (None is the system).

    ``person``: whom it happened to, if it is about somebody rather than about a task.
    """

    event: str
    subject: models.Model | str
    at: datetime
    by: Any = None
    key: str = ""
    process: Process | None = None
    task: Task | None = None
    case_id: int | None = None
    person: Person | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def certificate(self) -> Certificate | None:
        """The certificate that it happened to, if it did to one."""
        return self.subject if isinstance(self.subject, Certificate) else None

    @property
    def about(self) -> str:
        """The row that it happened to, as the key of a message names it."""
        subject = self.task or self.subject
        return subject if isinstance(subject, str) else name_of(subject)


def of_task(task: Task, event: str, *, kind: int | None = None, **more: Any) -> Occurrence:
    """Something about a task. ``kind``: that of cases, where it is known."""
    process = task.process
    case_id = case_of(process, kind)
    return Occurrence(event, task, task=task, process=process, case_id=case_id, **more)


def reminders(
    reminded: Iterable[tuple[Task, int]],
    *,
    at: datetime,
    stalled: Collection[int] = (),
) -> Iterator[Occurrence]:
    """Tasks that come within so many days of their deadline, or are so many days late.

    ``stalled``: the keys of those that have been late for very long.
    """
    kind = case_kind()
    for task, rung in reminded:
        late = "task.stalled" if task.pk in stalled else "task.overdue"
        event = late if rung > 0 else "task.due_soon"
        yield of_task(task, event, kind=kind, at=at, key=f"{task.due} {rung:+d}")


def reminder(task: Task, rung: int, *, at: datetime) -> Occurrence:
    """A task that comes within so many days of its deadline, or is so many days late."""
    return next(reminders([(task, rung)], at=at))


def ending(certificate: Certificate, rung: int, *, at: datetime) -> Occurrence:
    """A certificate comes within so many days of its end."""
    return Occurrence(
        "certificate.validity",
        certificate,
        at=at,
        key=str(rung),
        process=certificate.case.main_process,
        case_id=certificate.case_id,
        facts={"until": certificate.expiry_date.isoformat()},
    )


def case_of(process: Process | None, kind: int | None = None) -> int | None:
    """The id of the case a process is about, if it is about one. ``kind``: that of cases."""
    is_case = process is not None and process.subject_type_id == (kind or case_kind())
    return process.subject_id if process is not None and is_case else None


def case_kind() -> int:
    """The key under which processes know that they are about a case."""
    return ContentType.objects.get_for_model(Case).pk
