"""Periods of time of a complaint, by the renewal cycle that was in force when it came."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from processes.case.deadlines import calendar_of, today, within
from processes.scheme.rhythm import limits
from workflow.calendar import Deadline, local_date
from workflow.models import Process

if TYPE_CHECKING:
    from processes.complaints.models import Complaint


def limit(key: str) -> Callable[[Process], Deadline]:
    """A flow's limit rule: so long after the task comes into the queue."""

    def rule(process: Process) -> Deadline:
        return within(_cycle(process), key, today(process))

    rule.__name__ = key
    return rule


def decided(process: Process) -> Deadline:
    """By when it is decided: counted from the first day of the inquiry, never under its floor."""
    complaint = cast(Any, process.subject)
    whole = within(complaint.cycle, "settle_complaint", local_date(complaint.looked_into_at))
    least = calendar_of(complaint.cycle).add_working_days(
        today(process), cast(int, limits.LIMITS["settle_complaint"].floor), "settle_complaint"
    )
    return max(whole, least, key=lambda one: one.date)


def reply_ends(complaint: "Complaint") -> Deadline:
    """The last day on which the municipality answers."""
    day = local_date(cast(datetime, complaint.forwarded_at))
    return within(complaint.cycle, "answer_complaint", day)


def progress_due(complaint: "Complaint") -> Deadline:
    """The next day on which whoever complained is told how far it is (obligation 81)."""
    day = local_date(complaint.told_at)
    return within(complaint.cycle, "tell_progress", day)


def address_ends(complaint: "Complaint") -> Deadline | None:
    """The last day of its private address; none while it, or its appeal, is not closed."""
    closed = complaint.closed_at
    if complaint.appeal is not None:
        closed = complaint.appeal.answered_at
    return (
        None if closed is None else within(complaint.cycle, "private_address", local_date(closed))
    )


def ladder(process: Process) -> list[int]:
    """The reminder ladder of its cycle: days from the deadline."""
    rungs: list[int] = _cycle(process).ladder
    return rungs


def repeat(process: Process) -> int:
    """After how many days it is told again that a task is late, once the ladder has ended."""
    return limits.amount(_cycle(process), "repeat")


def _cycle(process: Process) -> Any:
    return cast(Any, process.subject).cycle
