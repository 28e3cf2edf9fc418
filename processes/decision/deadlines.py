"""Periods of time of a decision."""

from datetime import date

from processes.case.deadlines import calendar_of, in_time, terms_of, today, within
from processes.case.models import Case
from workflow.calendar import DAY, Deadline, Explanation
from workflow.models import Process

APPEAL_DAYS, SENT_DAYS = 21, 14
"""Three weeks from the day on which the municipality had the decision, and so long after it was
taken nobody is believed not to have had it: as in Swedish public administration, so no figures of
the cycle."""


LONGEST_WAIT = 92
"""Days, three months: what takes longer than that is no supplement."""


def supplement(case: Case, day: date) -> Deadline:
    """By when something is supplied that was asked for on a day, unless another day is named."""
    terms = terms_of(case)
    return in_time(terms, "supplement", day, within(terms.cycle, "supplement", day, terms.kind))


def longest(case: Case, day: date) -> date:
    """The last day that may be named on a day: the decision still has its own time after it."""
    return in_time(terms_of(case), "supplement", day, _named(day, day + LONGEST_WAIT * DAY)).date


def supplied(process: Process) -> Deadline:
    """By when the one who was asked supplies it: the day that the decision maker named.

    An earlier one where the case could not be decided by its hard date otherwise.
    """
    case, day = Case.of(process), today(process)
    usual = supplement(case, day)
    until = case.decisions.order_by("-number").values_list("asked_until", flat=True)[0]
    if until is None or until == usual.date:
        return usual
    return in_time(terms_of(case), "supplement", day, _named(day, until))


def _named(day: date, until: date) -> Deadline:
    """A day that somebody names on another."""
    days = (until - day).days
    return Deadline(until, Explanation("supplement", day, days, "days", (), None, until))


def appeal_ends(case: Case, day: date, had: date | None) -> Deadline:
    """The last day to appeal against what was taken on a local day.

    ``had``: the day on which the municipality first opened it; None gives the latest possible day.
    """
    calendar = calendar_of(case.cycle)
    if had is None or had >= day + SENT_DAYS * DAY:
        return calendar.add_days(day, SENT_DAYS + APPEAL_DAYS, "appeal")
    return calendar.add_days(had, APPEAL_DAYS, "appeal")
