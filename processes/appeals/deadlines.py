"""Until when a municipality may appeal."""

from typing import Any

from processes.case.deadlines import calendar_of
from processes.decision.deadlines import APPEAL_DAYS
from workflow.calendar import Deadline, local_date


def appeal_ends(case: Any) -> Deadline:
    """The last day to appeal against how a case ended, counted from the day of it."""
    return calendar_of(case.cycle).add_days(local_date(case.closed_at), APPEAL_DAYS, "appeal")
