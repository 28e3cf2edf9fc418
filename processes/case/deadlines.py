"""Periods of time of a case, by its own cycle."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from processes.scheme import limits
from processes.scheme.models import RenewalCycle
from workflow.calendar import Deadline, WorkingCalendar, local_date
from workflow.ready import Select, Slot


def calendar_of(cycle: Any) -> WorkingCalendar:
    """The working calendar with the cycle's extra days off and quiet weeks."""
    return WorkingCalendar(
        closed=frozenset(date.fromisoformat(day) for day in cycle.closed_days),
        quiet_weeks=tuple((first, last) for first, last in cycle.quiet_weeks),
    )


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


def limit(key: str) -> Any:
    """A flow's limit rule: so long after the task comes into the queue."""

    def rule(process: Any) -> Deadline:
        return within(process.subject.cycle, key, today(process))

    rule.__name__ = key
    return rule


def ladder(process: Any) -> list[int]:
    """The reminder ladder of the case's cycle: days from the deadline."""
    case = process.known
    rungs: list[int] = case.cycle.ladder if case else ladders(case=process.subject_id)[0][0]
    return rungs


ladders = Select(lambda: RenewalCycle.objects.filter(cases=Slot("case")).values_list("ladder"))

LADDER_READS = ("subject__cycle",)
"""What the ladder reads of a process, for who asks about many."""
