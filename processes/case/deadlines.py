"""Periods of time of a case, by its own cycle."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from processes.scheme.models import RenewalCycle
from processes.scheme.ways import calendar_of, span_of
from workflow.calendar import Deadline, local_date
from workflow.ready import Objects, Slot

__all__ = ["calendar_of", "cycle_of", "ladder", "limit", "today", "within"]


def within(cycle: Any, key: str, start: date, kind: str = "") -> Deadline:
    """The deadline of a limit counted from a local day, as the cycle has it for cases of a kind."""
    return span_of(cycle, key, kind).counted(calendar_of(cycle), start)


def today(process: Any) -> date:
    """The local day of the operation under way."""
    moment: datetime = process.moment or timezone.now()
    return local_date(moment)


def cycle_of(process: Any) -> Any:
    """The cycle of a process's case, without reading the case."""
    case = process.known
    return case.cycle if case else cycle_of_case.one(case=process.subject_id)


cycle_of_case = Objects(lambda: RenewalCycle.objects.filter(cases=Slot("case")))


def limit(key: str) -> Any:
    """A flow's limit rule: so long after the task comes into the queue."""

    def rule(process: Any) -> Deadline:
        return within(cycle_of(process), key, today(process))

    rule.__name__ = key
    return rule


def ladder(process: Any) -> list[int]:
    """The reminder ladder of the case's cycle: days from the deadline."""
    rungs: list[int] = cycle_of(process).ladder
    return rungs


LADDER_READS = ("subject__cycle",)
"""What the ladder reads of a process, for who asks about many."""
