"""By when an appeal is decided."""

from typing import Any

from processes.case.deadlines import within
from workflow.calendar import Deadline, local_date


def outcome(process: Any) -> Deadline:
    """By when the outcome is decided, counted from the day on which the appeal was registered."""
    made = process.appeal
    return within(made.case.cycle, "answer_appeal", local_date(made.registered_at), made.case.kind)
