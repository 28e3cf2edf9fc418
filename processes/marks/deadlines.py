"""Periods of time of a demand about the mark."""

from typing import Any

from processes.case.deadlines import within
from workflow.calendar import Deadline, local_date


def answer_ends(made: Any) -> Deadline:
    """The last day to stop and to say so, counted from the day of the latest demand."""
    day = local_date(made.demanded_at)
    return within(made.case.cycle, "answer_mark", day, made.case.kind)
