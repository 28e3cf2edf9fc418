"""Periods of time of a rest."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from processes.scheme.rhythm import limits
from workflow.calendar import Deadline, Explanation, exact_months, local_date

if TYPE_CHECKING:
    from processes.case.models import Case
    from processes.parking.models import Parking


def ends(parking: "Parking") -> Deadline:
    """The day on which a rest ends by itself."""
    began, until = local_date(parking.from_at), parking.parked_until
    days = (until - began).days
    return Deadline(until, Explanation("parked", began, days, "days", (), None, until))


def longest(case: "Case", today: date) -> date:
    """The last day until which a case can rest: the cycle's months, less what it has rested."""
    rested = timedelta()
    for began, ended in case.parkings.values_list("from_at", "resumed_date"):
        if ended is not None:
            rested += max(ended - local_date(began), timedelta())
    return exact_months(today, limits.amount(case.cycle, "rest")) - rested
