"""The dates of a whole cycle, computed from the anchor (a pure function of cycle and date)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from processes.case.deadlines import calendar_of
from workflow.calendar import Deadline, Explanation


@dataclass(frozen=True)
class PlannedItem:
    """One turn of the programme with its three explained dates."""

    kind: str
    ordinal: int
    opens: Deadline
    visit_by: Deadline
    decide_by: Deadline


def programme(cycle: Any, anchor: date, expiry: date) -> Iterator[PlannedItem]:
    """Surveillances counted from the anchor, then the recertification counted back from expiry.

    A first surveillance is never later than twelve months from the decision (obligation 14).
    """
    calendar = calendar_of(cycle)
    for ordinal, window in enumerate(cycle.windows.order_by("from_month"), start=1):
        yield PlannedItem(
            "surveillance",
            ordinal,
            opens=calendar.add_months(anchor, window.from_month, "surveillance_opens"),
            visit_by=calendar.add_months(anchor, window.to_month - 1, "surveillance_visit"),
            decide_by=calendar.add_months(anchor, window.to_month, "surveillance_done"),
        )
    yield PlannedItem(
        "recertification",
        1,
        opens=calendar.add_months(expiry, -cycle.recertification_opens, "recertification_opens"),
        visit_by=calendar.add_months(expiry, -cycle.recertification_visit, "recertification_visit"),
        decide_by=calendar.add_months(
            expiry, -cycle.recertification_decision, "recertification_decision"
        ),
    )


def opening(item: Any) -> Deadline:
    """The day the item's case is opened, as computed when the programme was made."""
    return Deadline(item.opens_date, Explanation.from_json(item.explanations["opens"]))
