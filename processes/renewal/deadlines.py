"""The dates of a whole cycle, computed from the anchor (a pure function of cycle and date)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from processes import kinds
from processes.case.deadlines import calendar_of
from processes.scheme.rhythm import limits
from processes.scheme.rhythm.planned_items import (
    PlannedItem,
    Term,
    no_later,
    planned_items,
    rhythm_of,
)
from processes.standing.deadlines import restorable_until
from processes.standing.status import is_current
from processes.transfer import deadlines as transfers
from workflow.calendar import DAY, Deadline, Explanation

if TYPE_CHECKING:
    from processes.case.models import Case
    from processes.renewal.models import ProgrammeItem
    from processes.scheme.models import RenewalCycle
    from processes.standing.models import Certificate


__all__ = [
    "PlannedItem",
    "as_planned",
    "chosen",
    "first_look",
    "hard_date",
    "last_of_all",
    "latest_day",
    "moved",
    "moved_until",
    "next_look",
    "next_try",
    "no_later",
    "opening",
    "programme",
    "term_of",
]


def programme(
    cycle: "RenewalCycle", term: Term, by_document: frozenset[int] | None = None
) -> list[PlannedItem]:
    """Surveillances and then the recertification, counted back from what must not be missed.

    Obligation 13. ``by_document``: which surveillances are made so, where the cycle does not say.
    """
    rhythm = rhythm_of(cycle)
    if by_document is not None:
        rhythm = replace(rhythm, by_document=by_document)
    return planned_items(rhythm, term)


def chosen(
    items: Iterable["ProgrammeItem"], cycle: "RenewalCycle", before: "RenewalCycle"
) -> frozenset[int]:
    """Which surveillances are by document in a cycle, as it says or as officers chose otherwise.

    ``before``: the cycle that items go by which name none.
    """
    mine = [item for item in items if item.traits.is_owed]
    by_hand = {
        item.ordinal: item.by_document
        for item in mine
        if item.by_document != (item.ordinal in (item.cycle or before).by_document)
    }
    others = set(cycle.by_document) - set(by_hand)
    return frozenset(others | {ordinal for ordinal, chosen in by_hand.items() if chosen})


def term_of(certificate: "Certificate", held: tuple[date | None, ...] = ()) -> Term:
    """A certificate's time. ``held``: the days on which its surveillances were visited."""
    if certificate.case.kind == kinds.TRANSFER:
        return transfers.term_of(certificate.case.transfer, held)
    audit = getattr(certificate.case, "audit", None)
    visited = audit.visited_date if audit else None
    return Term(
        certificate.anchor_date,
        certificate.expiry_date,
        decided=certificate.decided_date,
        visited=visited or certificate.decided_date,
        held=held,
    )


def as_planned(item: "ProgrammeItem") -> PlannedItem:
    """An item's item with the three dates that it has."""
    explained = {name: Explanation.from_json(item.explanations[name]) for name in NAMES}
    dates = {name: Deadline(getattr(item, f"{name}_date"), explained[name]) for name in NAMES}
    return PlannedItem(item.kind, item.ordinal, **dates, by_document=item.by_document)


NAMES = ("opens", "visit_by", "decide_by")


def opening(item: "ProgrammeItem") -> Deadline:
    """The day the item's case is opened, as computed when the programme was made."""
    return Deadline(item.opens_date, Explanation.from_json(item.explanations["opens"]))


def next_try(item: "ProgrammeItem", day: date) -> Deadline:
    """The day after ``day``: another case of the certification is still running."""
    explanation = Explanation.from_json(item.explanations["opens"])
    return Deadline(day + DAY, explanation)


def latest_day(item: "ProgrammeItem") -> Deadline | None:
    """The last day on which the visit of an item's case can still be planned in time.

    Where an officer has given it time, the day until which that is.
    """
    if item.case is None:
        return None
    if item.given_until is not None:
        return on_the_day(item.given_until, "given")
    cycle = item.case.cycle
    notice = limits.amount(cycle, "plan_before_visit")
    rule = f"{item.kind}_plan"
    return calendar_of(cycle).add_working_days(item.visit_by_date, -notice, rule)


def on_the_day(day: date, rule: str) -> Deadline:
    """A day that somebody chose."""
    return Deadline(day, Explanation(rule, day, 0, "days", (), None, day))


def moved(item: "ProgrammeItem", opens: date) -> Explanation:
    """Why an item opens on another day than was planned."""
    days = (opens - item.opens_date).days
    return Explanation("moved", item.opens_date, days, "days", (), None, opens)


def moved_until(item: "ProgrammeItem", opens: date) -> date:
    """By when an item that opens on another day is to be done: in the time it had at first."""
    due: date = opens + (item.decide_by_date - item.opens_date)
    return min(due, item.programme.certificate.expiry_date)


def last_of_all(item: "ProgrammeItem", today: date) -> date:
    """The last day until which an item can be given time: its certificate's, or a renewal's after.

    An expired certificate can still be restored for the cycle's months.
    """
    certificate = item.programme.certificate
    if is_current(certificate, today + timedelta(days=1)):
        last: date = certificate.expiry_date
        return last
    return restorable_until(certificate)


BEFORE = (-30, -14, -7)
"""Days from a hard date on which it is told that it comes near."""
AFTER, AGAIN = 1, 7
"""The day after it that tells that it was missed, and every how many days it does so again."""


def first_look(item: "ProgrammeItem") -> Deadline:
    """The first day on which the hard dates of a case just opened are looked at."""
    return next_look([item.visit_by_date, item.decide_by_date], cast("Case", item.case).opened_date)


def next_look(hard: list[date], day: date) -> Deadline:
    """The first day after ``day`` on which one of these dates is near enough, or missed again."""
    looks = ((_next_rung((day - one).days), one) for one in hard)
    rung, one = min(looks, key=lambda look: look[1] + look[0] * DAY)
    result = one + rung * DAY
    return Deadline(result, Explanation("watch", one, rung, "days", (), None, result))


def _next_rung(passed: int) -> int:
    """The next day to tell of a date that was so many days ago, counted from the date."""
    coming = [rung for rung in (*BEFORE, AFTER) if rung > passed]
    return coming[0] if coming else AFTER + ((passed - AFTER) // AGAIN + 1) * AGAIN


def hard_date(item: "ProgrammeItem") -> Deadline:
    """The last day to decide the item's case, whatever its tasks' own limits add up to."""
    return Deadline(item.decide_by_date, Explanation.from_json(item.explanations["decide_by"]))
