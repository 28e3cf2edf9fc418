"""Until when an application or an agreement waits for the municipality."""

from typing import Any

from processes.case.deadlines import calendar_of, cycle_of
from processes.scheme.rhythm import limits
from workflow.calendar import Deadline
from workflow.calendar.explanations import Explanation


def application_lapses(task: Any) -> Deadline:
    """The last day to send it, or to send it again: there is no being late."""
    return Deadline(task.due, Explanation.from_json(task.explanation))


def agreement_lapses(task: Any) -> Deadline:
    """So many days after the last day to sign it; late until then."""
    cycle = cycle_of(task.process)
    days = limits.amount(cycle, "lapse_agreement")
    return calendar_of(cycle).add_days(task.due, days, "lapse_agreement")
