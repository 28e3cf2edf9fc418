"""Until when a municipality may appeal."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from processes.case.deadlines import calendar_of
from processes.decision.deadlines import APPEAL_DAYS
from workflow.calendar import Deadline, local_date

if TYPE_CHECKING:
    from processes.case.models import Case


def appeal_ends(case: "Case") -> Deadline:
    """The last day to appeal against how a case ended, counted from the day of it."""
    return calendar_of(case.cycle).add_days(
        local_date(cast(datetime, case.closed_at)), APPEAL_DAYS, "appeal"
    )
