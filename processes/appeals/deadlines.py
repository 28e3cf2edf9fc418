"""Until when a municipality may appeal."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from processes.case.deadlines import calendar_of
from processes.decision.deadlines import APPEAL_DAYS
from processes.sanctions.deadlines import appeal_ends as about_certificate
from workflow.calendar import Deadline, local_date

if TYPE_CHECKING:
    from processes.case.models import Case
    from processes.decision.models import Decision


def appeal_ends(case: "Case", against: "Decision | None" = None) -> Deadline:
    """The last day to appeal against how a case ended, counted from the day of it.

    ``against``: a decision about its certificate; then it is the latest possible day.
    """
    if against is not None:
        return about_certificate(case, against)
    return calendar_of(case.cycle).add_days(
        local_date(cast(datetime, case.closed_at)), APPEAL_DAYS, "appeal"
    )
