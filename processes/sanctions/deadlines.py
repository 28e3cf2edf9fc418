"""Periods of time of a proposal about a certificate in force."""

from datetime import date
from typing import Any

from processes.case.deadlines import today, within
from processes.sanctions.grounds import Kind
from workflow.calendar import Deadline, local_date


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
