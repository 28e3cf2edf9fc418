"""Pure: what a decision about a certificate in force asks, and what it is asked of."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Standing:
    """The facts that the gates of such a decision ask."""

    status: str
    is_heard: bool
    names_person: bool
    names_conditions: bool
    is_at_holders_wish: bool
    has_evidence: bool
    rewords: bool


GATES: dict[str, Any] = {
    "is_valid": lambda facts, rule: facts.status == "valid",
    "is_suspended": lambda facts, rule: facts.status == "suspended",
    "is_current": lambda facts, rule: facts.status in ("valid", "suspended"),
    "holder_heard": lambda facts, rule: facts.is_heard,
    "person_named": lambda facts, rule: facts.names_person,
    "conditions_named": lambda facts, rule: facts.names_conditions,
    "evidence_given": lambda facts, rule: facts.has_evidence,
    "words_differ": lambda facts, rule: facts.rewords,
    "holder_asks": lambda facts, rule: facts.is_at_holders_wish,
}
"""By the keys of the gates that the kinds of decision name."""

OPEN = ("proposed", "hearing", "ready")
"""States of a proposal that is not decided yet."""
