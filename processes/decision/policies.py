"""Pure: the decision rule, applied to the facts of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Gate:
    """One condition of a grant: its name, and whether it is met."""

    key: str
    is_met: bool


def gates(facts: "Facts", rule: Any) -> tuple[Gate, ...]:
    """Every gate of the decision (obligation 47), in the order of the gate matrix."""
    return (
        Gate("report_locked", facts.report_is_locked),
        Gate("agreement_signed", facts.agreement_is_signed),
        Gate("majors_verified", facts.open_majors == 0),
        Gate("minors_accepted", facts.minors_without_plan == 0),
        Gate("must_floor", all(level >= rule.must_floor for level in facts.must_levels)),
        Gate("must_share", share_at(facts.must_levels, rule.must_target) >= rule.must_share),
    )


@dataclass(frozen=True)
class Facts:
    """What a decision is made of."""

    report_is_locked: bool
    agreement_is_signed: bool
    open_majors: int
    minors_without_plan: int
    must_levels: tuple[int, ...]
    should_levels: tuple[int, ...]


def share_at(levels: Sequence[int], target: int) -> float:
    """The per cent of levels at or above the target; 100 of none."""
    return 100 * sum(level >= target for level in levels) / len(levels) if levels else 100.0


def may_grant(decision: Any) -> bool:
    """Every gate is met on the frozen basis."""
    return bool(decision.basis) and all(gate["met"] for gate in decision.basis["gates"])


def has_basis(decision: Any) -> bool:
    """The basis is frozen."""
    return bool(decision.basis)


def may_refuse(decision: Any) -> bool:
    """A surveillance is continued or deferred; taking a certificate away is another decision."""
    return bool(decision.case.kind != "surveillance")


def is_distinguished(facts: Facts, rule: Any, nki: Sequence[int]) -> bool:
    """Mean of should criteria and NKI in every measured area reach the rule's figures."""
    mean = sum(facts.should_levels) / len(facts.should_levels) if facts.should_levels else 0
    measured = bool(nki) and all(value >= rule.distinction_nki for value in nki)
    return mean >= float(rule.distinction_mean) and measured
