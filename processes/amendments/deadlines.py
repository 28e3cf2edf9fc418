"""Periods of time of a correction of a locked report."""

from typing import TYPE_CHECKING

from processes.case.deadlines import within
from workflow.calendar import Deadline, local_date

if TYPE_CHECKING:
    from processes.amendments.models import Amendment


def comments_end(amendment: "Amendment") -> Deadline:
    """The last day to comment on what was made worse, counted from the day it was sent."""
    day = local_date(amendment.proposed_at)
    return within(amendment.case.cycle, "comment_report", day, amendment.case.kind)
