"""Until when a municipality says what it thinks of material that came after it was heard."""

from typing import Any

from processes.case.deadlines import within
from workflow.calendar import Deadline, local_date


def comment_ends(material: Any) -> Deadline:
    """The last day, counted from the day on which the material was sent."""
    case = material.case
    return within(case.cycle, "answer_hearing", local_date(material.sent_at), case.kind)
