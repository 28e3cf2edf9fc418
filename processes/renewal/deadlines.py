"""The dates of a whole cycle, computed from the anchor (a pure function of cycle and date)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from processes.case.deadlines import calendar_of
from workflow.calendar import (
    DAY,
    SATURDAY,
    Deadline,
    Explanation,
    WorkingCalendar,
    exact_months,
)


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

    A first surveillance is never later than twelve months from the decision (obligation 14), and
    a renewal is decided before the expiry: those dates never move forward past a day off.
    """
    calendar = calendar_of(cycle)
    # Sorted here, not by the database: a whole country asks the same cycle for its windows once.
    windows = sorted(cycle.windows.all(), key=lambda window: window.from_month)
    for ordinal, window in enumerate(windows, start=1):
        yield PlannedItem(
            "surveillance",
            ordinal,
            opens=calendar.add_months(anchor, window.from_month, "surveillance_opens"),
            visit_by=no_later(calendar, anchor, window.to_month - 1, "surveillance_visit"),
            decide_by=no_later(calendar, anchor, window.to_month, "surveillance_done"),
        )
    opens, visit, decision = (
        -cycle.recertification_opens,
        -cycle.recertification_visit,
        -cycle.recertification_decision,
    )
    yield PlannedItem(
        "recertification",
        1,
        opens=calendar.add_months(expiry, opens, "recertification_opens"),
        visit_by=no_later(calendar, expiry, visit, "recertification_visit"),
        decide_by=no_later(calendar, expiry, decision, "recertification_decision"),
    )


def no_later(calendar: WorkingCalendar, anchor: date, months: int, rule: str) -> Deadline:
    """Months from an anchor; a day off is moved to the working day *before*, not after."""
    lands = day = exact_months(anchor, months)
    skipped: list[date] = []
    while not calendar.is_working_day(day):
        if day.weekday() < SATURDAY:
            skipped.insert(0, day)
        day -= DAY
    moved_from = lands if day != lands else None
    explanation = Explanation(rule, anchor, months, "months", tuple(skipped), moved_from, day)
    return Deadline(day, explanation)


def opening(item: Any) -> Deadline:
    """The day the item's case is opened, as computed when the programme was made."""
    return Deadline(item.opens_date, Explanation.from_json(item.explanations["opens"]))


def next_try(item: Any, day: date) -> Deadline:
    """The day after ``day``: another case of the certification is still running."""
    explanation = Explanation.from_json(item.explanations["opens"])
    return Deadline(day + DAY, explanation)


def hard_date(item: Any) -> Deadline:
    """The last day to decide the item's case, whatever its tasks' own limits add up to."""
    return Deadline(item.decide_by_date, Explanation.from_json(item.explanations["decide_by"]))
