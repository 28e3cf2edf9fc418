"""Periods of time of a proposal about a certificate in force."""

from datetime import date
from typing import Any

from processes.case.deadlines import calendar_of, today, within
from processes.sanctions.grounds import Kind
from workflow.calendar import Deadline, local_date

APPEAL_DAYS, SENT_DAYS = 21, 14
"""Three weeks from the day on which the holder had the decision: at the latest so long after it."""


def hearing_ends(proposal: Any) -> Deadline:
    """The last day on which the holder is heard, counted from the day it was sent."""
    day = local_date(proposal.prepared_at)
    return within(proposal.case.cycle, "answer_hearing", day, proposal.case.kind)


def suspension_ends(case: Any, day: date) -> Deadline:
    """The limit of a suspension that begins on a day, by the cycle of the certificate's case."""
    return within(case.cycle, "suspension", day, case.kind)


def decided(process: Any) -> Deadline:
    """By when the room is to be left: earlier where an urgent suspension waits to be confirmed."""
    proposal = process.proposal
    key = "confirm_suspension" if proposal.kind == Kind.CONFIRM else "decide_sanction"
    return within(proposal.case.cycle, key, today(process), proposal.case.kind)


def appeal_ends(case: Any, decision: Any) -> Deadline:
    """The latest possible day to appeal: three weeks from the 14th day after the decision."""
    day = local_date(decision.decided_at)
    return calendar_of(case.cycle).add_days(day, SENT_DAYS + APPEAL_DAYS, "appeal")
