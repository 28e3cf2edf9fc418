"""Working days, months from an anchor, and how a date was computed: pure, without a model."""

from workflow.calendar.days import (
    DAY,
    FIRST,
    LAST,
    SATURDAY,
    STOCKHOLM,
    Cause,
    Deadline,
    Explanation,
    Shortening,
    Unit,
    WorkingCalendar,
    at_eight,
    at_hour,
    end_of,
    exact_months,
    last_morning,
    local_date,
    start_of,
)
from workflow.calendar.explanations import Change
from workflow.calendar.rests import Rest, moved

__all__ = [
    "DAY",
    "FIRST",
    "LAST",
    "SATURDAY",
    "STOCKHOLM",
    "Cause",
    "Change",
    "Deadline",
    "Explanation",
    "Rest",
    "Shortening",
    "Unit",
    "WorkingCalendar",
    "at_eight",
    "at_hour",
    "end_of",
    "exact_months",
    "last_morning",
    "local_date",
    "moved",
    "start_of",
]
