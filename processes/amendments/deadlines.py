"""Periods of time of a correction of a locked report."""

from typing import Any

from processes.case.deadlines import within
from workflow.calendar import Deadline, local_date


def comments_end(amendment: Any) -> Deadline:
    """The last day to comment on what was made worse, counted from the day it was sent."""
    day = local_date(amendment.proposed_at)
    return within(amendment.case.cycle, "comment_report", day, amendment.case.kind)
