"""The dates of a whole cycle, computed from the anchor (a pure function of cycle and date)."""

from datetime import date
from typing import Any

from processes.scheme.turns import PlannedItem, Term, no_later, rhythm_of, turns
from workflow.calendar import DAY, Deadline, Explanation

__all__ = ["PlannedItem", "hard_date", "next_try", "no_later", "opening", "programme", "term_of"]


def programme(cycle: Any, term: Term) -> list[PlannedItem]:
    """Surveillances and then the recertification, counted back from what must not be missed."""
    return turns(rhythm_of(cycle), term)


def term_of(certificate: Any, held: tuple[date | None, ...] = ()) -> Term:
    """A certificate's time. ``held``: the days on which its surveillances were visited."""
    audit = getattr(certificate.case, "audit", None)
    visited = audit.visited_date if audit else None
    return Term(
        certificate.anchor_date,
        certificate.expiry_date,
        decided=certificate.decided_date,
        visited=visited or certificate.decided_date,
        held=held,
    )


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
