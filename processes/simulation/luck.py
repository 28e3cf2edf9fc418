"""Chance that can be repeated: the same seed and the same question give the same answer.

Each question has a chance of its own, named by what it is about. So two runs with different rules
meet the same people with the same luck, and differ by the rules alone.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Shares:
    """How often things do not go straight on; shares of one."""

    returned: float = 0.15
    declined: float = 0.02
    signatory_returns: float = 0.05
    asks_colleagues: float = 0.2
    objects: float = 0.03
    upheld: float = 0.4
    not_ready: float = 0.06
    new_plan: float = 0.08
    moved: float = 0.02
    silent: float = 0.25
    comments: float = 0.5
    more_asked: float = 0.12
    ineffective: float = 0.08
    deferred: float = 0.06
    asked_of_municipality: float = 0.5
    two_auditors: float = 0.3
    conflict: float = 0.01
    handed_back: float = 0.02
    forgotten: float = 0.03
    late: float = 0.1
    very_late: float = 0.015
    applies_again: float = 0.8
    leaves: float = 0.06
    deletes: float = 0.02
    closes: float = 0.01
    declines_agreement: float = 0.02
    withdraws: float = 0.02
    asks_to_withdraw: float = 0.01
    silent_surveillance: float = 0.04
    appeals: float = 0.3
    suspends: float = 0.05
    withdrawn: float = 0.01
    ends: float = 0.015
    restored: float = 0.7
    complained: float = 0.15
    dismissed: float = 0.2
    found_right: float = 0.4
    changes: float = 0.1
    transfers: float = 0.05
    misused: float = 0.04
    rests: float = 0.06
    more_time: float = 0.1
    writes: float = 0.3
    broken_off: float = 0.01
    disputes: float = 0.08
    restores: float = 0.4
    amends: float = 0.03
    amendments_declined: float = 0.2
    begins_first: bool = True
    """What is taken from a queue lies some days before it is done."""


USUAL = Shares()
PUNCTUAL = Shares(
    forgotten=0,
    late=0,
    very_late=0,
    handed_back=0,
    asks_colleagues=0,
    silent_surveillance=0,
    moved=0,
    suspends=0,
    withdrawn=0,
    ends=0,
    transfers=0,
    misused=0,
    rests=0,
    broken_off=0,
    begins_first=False,
)
"""People who keep every limit and every day that was agreed, also of a visit."""
"""Everybody does everything within its limit. What goes round still does."""


class Luck:
    """Where every chance of a run comes from."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def of(self, *question: object) -> Random:
        """The chance of one question."""
        return Random(f"{self.seed} {' '.join(map(str, question))}")
