"""Periods of time of a case, by its own cycle."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone

from processes.scheme import limits
from processes.scheme.models import RenewalCycle
from workflow.calendar import Deadline, WorkingCalendar, local_date
from workflow.ready import Objects, Slot


def calendar_of(cycle: Any) -> WorkingCalendar:
    """The working calendar with the cycle's extra days off and quiet weeks."""
    return _calendar(tuple(cycle.closed_days), tuple(map(tuple, cycle.quiet_weeks)))


@lru_cache(maxsize=100)
def _calendar(closed: tuple[str, ...], quiet_weeks: tuple[tuple[int, int], ...]) -> WorkingCalendar:
    """The same one for the same days: each deadline is counted by one."""
    return WorkingCalendar(frozenset(map(date.fromisoformat, closed)), quiet_weeks)


def within(cycle: Any, key: str, start: date) -> Deadline:
    """The deadline of a limit counted from a local day, by the cycle's figure and unit."""
    calendar, amount = calendar_of(cycle), limits.amount(cycle, key)
    unit = limits.LIMITS[key].unit
    if unit == limits.WORKING_DAYS:
        return calendar.add_working_days(start, amount, key)
    if unit == limits.DAYS:
        return calendar.add_days(start, amount, key)
    return calendar.add_months(start, amount, key)


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
