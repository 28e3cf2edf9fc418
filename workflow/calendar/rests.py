"""How a rest moves a limit: the day it ends and what then remained, in the limit's own unit.

Pure. It is counted once from the interval, never day by day.
"""

from dataclasses import dataclass, replace
from datetime import date

from workflow.calendar.days import Deadline, WorkingCalendar
from workflow.calendar.explanations import Change, Unit


@dataclass(frozen=True)
class Rest:
    """From one local day on nothing is counted, until the other, on which it goes on."""

    began: date
    ends: date


def moved(calendar: WorkingCalendar, deadline: Deadline, rest: Rest, *, since: date) -> Deadline:
    """The deadline of a limit that runs since a local day, after a rest.

    What was late when the rest began is as late when it ends. What runs since a day on which the
    rest is over already, as since a visit, does not move.
    """
    if rest.ends <= since:
        return deadline
    why, began = deadline.explanation, max(rest.began, since)
    unit: Unit = "working_days" if why.unit == "working_days" else "days"
    left = _left(calendar, began, deadline.date, unit)
    day = _on(calendar, rest.ends, left, unit)
    change = Change("rest", deadline.date, day, began, rest.ends, left, unit)
    return Deadline(day, replace(why, result=day, changes=(*why.changes, change)))


def _left(calendar: WorkingCalendar, began: date, last: date, unit: Unit) -> int:
    """How much is left of a limit when a day ends; negative if its last day has passed."""
    if unit == "days":
        return (last - began).days
    return calendar.working_days_to(began, last)


def _on(calendar: WorkingCalendar, day: date, left: int, unit: Unit) -> date:
    if unit == "days":
        return calendar.add_days(day, left, "rest").date
    return calendar.add_working_days(day, left, "rest").date
