"""Pure: they read an item of a programme, and answer."""

from datetime import date
from typing import TYPE_CHECKING

from processes import kinds
from processes.standing.status import is_current

if TYPE_CHECKING:
    from processes.audit.models import Audit
    from processes.renewal.models import ProgrammeItem


def is_on_its_way(item: "ProgrammeItem", day: date, latest: date) -> bool:
    """Its case has done what was to be done by then: planned by the latest day, visited, decided.

    Where an officer has given it time, that time is all that counts.
    """
    case = item.case
    if case is None or not case.is_running:
        return False
    if item.given_until is not None:
        return bool(day <= item.given_until)
    return day <= last_day(item, latest)


def last_day(item: "ProgrammeItem", latest: date) -> date:
    """The last day of what the case has to do next: to plan, to visit or to decide."""
    audit = getattr(item.case, "audit", None)
    reached = audit.current_state if audit is not None else ""
    days: dict[str, date] = {"visited": item.decide_by_date}
    if audit is not None and reached == "agreed":
        days["agreed"] = max(item.visit_by_date, _visit_ends(audit) or item.visit_by_date)
    return days.get(reached, latest)


def _visit_ends(audit: "Audit") -> date | None:
    """The last day of the visit, where there is one."""
    last: date | None = audit.visit_end_date or audit.visit_date
    return last


def is_owed(item: "ProgrammeItem", day: date) -> bool:
    """It must be done whatever became of its case: its certificate is in its time that day."""
    return kinds.of(item.kind).is_owed and is_current(item.programme.certificate, day)
