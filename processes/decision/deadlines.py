"""Periods of time of a decision."""

from datetime import date
from typing import Any

from processes.case.deadlines import calendar_of, today, within
from workflow.calendar import Deadline, Explanation, local_date

# Three weeks, as in Swedish public administration; not a figure of the cycle.
APPEAL_DAYS = 21


def supplement(cycle: Any, day: date) -> Deadline:
    """By when something is supplied that was asked for on a day, unless another day is named."""
    return within(cycle, "supplement", day)


def supplied(process: Any) -> Deadline:
    """By when the one who was asked supplies it: the day that the decision maker named."""
    case, day = process.subject, today(process)
    usual = supplement(case.cycle, day)
    until = case.decisions.order_by("-number").values_list("asked_until", flat=True)[0]
    if until is None or until == usual.date:
        return usual
    days = (until - day).days
    return Deadline(until, Explanation("supplement", day, days, "days", (), None, until))


def appeal_ends(decision: Any) -> Deadline:
    """The last day to appeal, counted from the day of the decision."""
    day = local_date(decision.decided_at)
    return calendar_of(decision.case.cycle).add_days(day, APPEAL_DAYS, "appeal")
