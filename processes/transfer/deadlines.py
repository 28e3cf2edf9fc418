"""Until when a certificate of another body can be taken over, and where in its time it is."""

from datetime import date
from typing import TYPE_CHECKING

from processes.case.deadlines import within
from processes.scheme.rhythm.planned_items import Term, planned_items, rhythm_of
from workflow.calendar import exact_months

if TYPE_CHECKING:
    from processes.scheme.models import RenewalCycle
    from processes.transfer.models import Transfer


def anchor_of(transfer: "Transfer") -> date:
    """The day from which the time is counted that ends on its last day, by our cycle.

    Obligation 79.
    """
    if transfer.last_date is None:
        raise ValueError(transfer)
    return exact_months(transfer.last_date, -transfer.case.cycle.validity_months)


def taken_over_until(transfer: "Transfer") -> date | None:
    """The last day to take it over where the other body has ceased; None where it has not."""
    if transfer.ceased_date is None:
        return None
    return within(
        transfer.case.cycle, "transfer_ceased", transfer.ceased_date, transfer.case.kind
    ).date


def term_of(transfer: "Transfer", held: tuple[date | None, ...] = ()) -> Term:
    """Its time as it was: counted from its anchor, whatever of it the other body has done."""
    if transfer.last_date is None:
        raise ValueError(transfer)
    anchor, done = anchor_of(transfer), transfer.done or 0
    last = transfer.last_audit_date or anchor
    before = (*(None for _ in range(done - 1)), last) if done else ()
    return Term(
        anchor,
        transfer.last_date,
        decided=anchor,
        visited=anchor if done else last,
        held=(*before, *held[done:]),
    )


def due(transfer: "Transfer", cycle: "RenewalCycle", day: date) -> int:
    """How many surveillances must have been held by a day, by the cycle's rhythm."""
    if transfer.last_date is None:
        return 0
    anchor = anchor_of(transfer)
    term = Term(anchor, transfer.last_date, decided=anchor, visited=anchor)
    *surveillances, _renewal = planned_items(rhythm_of(cycle), term)
    return sum(one.visit_by.date < day for one in surveillances)
