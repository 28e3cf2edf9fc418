"""Periods of time of a decision."""

from typing import Any

from processes.case.deadlines import calendar_of
from workflow.calendar import Deadline, local_date

# Three weeks, as in Swedish public administration; not a figure of the cycle.
APPEAL_DAYS = 21


def appeal_ends(decision: Any) -> Deadline:
    """The last day to appeal, counted from the day of the decision."""
    day = local_date(decision.decided_at)
    return calendar_of(decision.case.cycle).add_days(day, APPEAL_DAYS, "appeal")
