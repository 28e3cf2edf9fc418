"""Pure: on which grounds a special audit can be ordered, when the municipality is told of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from processes.roles import Role
from workflow.engine.transitions import held_by

if TYPE_CHECKING:
    from processes.special.models import SpecialAudit

GROUNDS = ("complaint", "change", "suspension", "major", "misuse")
OF_A_SUSPENSION = ("suspension",)
"""They speak of a suspension, and fit only while there is one."""


def fitting(status: str) -> tuple[str, ...]:
    """The grounds that fit a certificate of that status; none where there is nothing to audit."""
    if status == "suspended":
        return GROUNDS
    if status == "valid":
        return tuple(one for one in GROUNDS if one not in OF_A_SUSPENSION)
    return ()


def notice(special: "SpecialAudit") -> datetime | None:
    """The moment at which the municipality is told by itself; None: when the visit begins."""
    return special.notice_at


def tells(special: Any, person: Any) -> bool:
    """The person may tell the municipality: an officer, or whoever leads the audit."""
    return held_by(Role.OFFICER)(special, person) or leads(special, person)


def leads(special: Any, person: Any) -> bool:
    """The person leads the audit."""
    audit = getattr(special.case, "audit", None)
    return audit is not None and audit.lead == person


def is_visit_begun(special: "SpecialAudit", day: date) -> bool:
    """The first day of the planned visit has come."""
    audit = getattr(special.case, "audit", None)
    if audit is None or audit.current_state != "agreed":
        return False
    return bool(audit.visit_date <= day)
