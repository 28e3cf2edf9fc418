"""Pure: what must be told of a certificate of another body, and what its transfer asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from processes.transfer.models import Transfer

TOLD = (
    *("body_name", "accreditation", "certificate_number", "scope"),
    *("first_date", "last_date", "last_audit_date", "surveillances", "findings", "complaints"),
)
"""What the municipality tells; also that there are no open findings and no complaints."""
NEEDED = ("certificate", "report")
"""The kinds of paper without which nobody can judge the rest."""


@dataclass(frozen=True)
class Held:
    """The facts of a certificate of another body that the gates ask (obligations 78 and 79)."""

    agreement_is_signed: bool
    is_valid: bool
    is_in_force: bool
    is_accredited: bool
    is_read: bool
    open_majors: int
    minors_without_plan: int
    is_in_cycle: bool
    is_in_time: bool


GATES: dict[str, Any] = {
    "held_valid": lambda facts, rule: facts.is_valid and facts.is_in_force,
    "held_accredited": lambda facts, rule: facts.is_accredited,
    "held_read": lambda facts, rule: facts.is_read,
    "held_majors": lambda facts, rule: facts.open_majors == 0,
    "held_minors": lambda facts, rule: facts.minors_without_plan == 0,
    "held_in_cycle": lambda facts, rule: facts.is_in_cycle,
    "held_in_time": lambda facts, rule: facts.is_in_time,
}
"""By the keys of the gates that the kind of decision names."""


def untold(transfer: "Transfer", papers: Iterable[str]) -> list[str]:
    """The fields and kinds of paper that are missing before the application is handed in."""
    empty = [name for name in TOLD if getattr(transfer, name) in (None, "")]
    return [*empty, *(one for one in NEEDED if one not in papers)]


def is_in_order(transfer: "Transfer") -> bool:
    """It began before it was last audited and before its last day, as every certificate does."""
    first, last, audited = transfer.first_date, transfer.last_date, transfer.last_audit_date
    return first is None or last is None or audited is None or (first < last and audited <= last)


def is_judged(transfer: "Transfer") -> bool:
    """Who reviewed it has said why earlier results are relied on (obligation 12)."""
    return bool(transfer.justification.strip())


def lasts(transfer: "Transfer", day: date) -> bool:
    """It is valid that day and still is on the next one: a certificate can follow it."""
    return transfer.last_date is not None and day < transfer.last_date
