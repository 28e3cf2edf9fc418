"""Pure: the decision rule, applied to the facts of a case.

A nonconformity that was mended leaves the level that was found as it is, in the report and in the
basis. For the decision its criterion counts as adopted: the floor of the rule, never more. A plan
that is accepted mends a minor; only a verified effect mends a major. So a
mended criterion lets no case fall at the floor, but too many of them still fail the share at the
target: then the rule itself refuses. Distinction counts what was found.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from processes import kinds

if TYPE_CHECKING:
    from processes.decision.models import Decision
    from processes.scheme.models import DecisionRule


MENDED_BY = {"minor": ("accepted", "verified"), "major": ("verified",)}


@dataclass(frozen=True)
class Level:
    """What was found of one criterion, and what that counts as in the decision."""

    code: str
    kind: str
    found: int
    counted: int


@dataclass(frozen=True)
class Facts:
    """What a decision is made of: only the criteria that this case looked at."""

    report_is_locked: bool
    agreement_is_signed: bool
    is_concluded: bool
    recommendation: str
    open_majors: int
    minors_without_plan: int
    levels: tuple[Level, ...]

    @property
    def must_levels(self) -> tuple[int, ...]:
        """As counted, of the must criteria."""
        return tuple(level.counted for level in self.levels if level.kind == "must")

    @property
    def should_levels(self) -> tuple[int, ...]:
        """As found, of the should criteria."""
        return tuple(level.found for level in self.levels if level.kind == "should")


@dataclass(frozen=True)
class Gate:
    """One condition of a decision: its name, and whether it is met."""

    key: str
    is_met: bool


def is_mended(grade: str, answer: str) -> bool:
    """The answer to a nonconformity of the grade has come far enough to count."""
    return answer in MENDED_BY.get(grade, ())


def counted(found: int, kind: str, *, mended: bool, floor: int) -> int:
    """The level that counts: a mended must criterion reaches the floor."""
    return max(found, floor) if mended and kind == "must" else found


GATES: dict[str, Callable[[Any, Any], bool]] = {
    "report_locked": lambda facts, rule: facts.report_is_locked,
    "objectives_met": lambda facts, rule: facts.is_concluded,
    "recommendation_given": lambda facts, rule: bool(facts.recommendation),
    "agreement_signed": lambda facts, rule: facts.agreement_is_signed,
    "majors_verified": lambda facts, rule: facts.open_majors == 0,
    "minors_accepted": lambda facts, rule: facts.minors_without_plan == 0,
    "must_floor": lambda facts, rule: all(level >= rule.must_floor for level in facts.must_levels),
    "must_share": lambda facts, rule: (
        share_at(facts.must_levels, rule.must_target) >= rule.must_share
    ),
}
"""What each gate asks of the facts and the rule that a basis is made of."""


def gates(keys: Iterable[str], facts: Any, rule: "DecisionRule") -> tuple[Gate, ...]:
    """The gates of those keys, in their order."""
    return tuple(Gate(key, GATES[key](facts, rule)) for key in keys)


def share_at(levels: Sequence[int], target: int) -> float:
    """The per cent of levels at or above the target; 100 of none."""
    return 100 * sum(level >= target for level in levels) / len(levels) if levels else 100.0


def open_gates(decision: "Decision") -> tuple[str, ...]:
    """The gates of the frozen basis that are not met (obligation 47, in part)."""
    return tuple(gate["key"] for gate in decision.basis.get("gates", ()) if not gate["met"])


def may_grant(decision: "Decision") -> bool:
    """Every gate is met on the frozen basis."""
    return bool(decision.basis) and not open_gates(decision)


def has_basis(decision: "Decision") -> bool:
    """The basis is frozen."""
    return bool(decision.basis)


def has_settled_report(decision: "Decision") -> bool:
    """No proposed correction of the report waits to be confirmed or declined."""
    if decision.case is None:
        return True
    return not decision.case.amendments.filter(state__in=WAITING).exists()


def is_in_force(decision: Any) -> bool:
    """No certificate is suspended that the decision would renew or leave as it is.

    What runs beside says what was found, and leaves it to a proposal what follows of that.
    """
    kind = kinds.of(decision.case.kind)
    if kind.is_applied_for or kind.may_run_beside:
        return True
    return not decision.certification.certificates.filter(state="suspended").exists()


WAITING = ("sent", "proposed")
"""States of a correction of a locked report that nobody has confirmed or declined yet."""


def is_latest(decision: "Decision") -> bool:
    """No later decision of the case has taken its place."""
    return not decision.its_case.decisions.filter(number__gt=decision.number).exists()


def may_refuse(decision: "Decision") -> bool:
    """A certificate can be refused; a surveillance only where a gate keeps it from continuing."""
    return bool(not kinds.of(decision.its_case.kind).is_owed or open_gates(decision))


def is_refused_alone(decision: "Decision") -> bool:
    """No proposal about the certificate refuses it in the same act as it is decided."""
    return not decision.its_case.refused_with.filter(state__in=("hearing", "ready")).exists()


def is_commented(decision: "Decision") -> bool:
    """The municipality could comment on all that was supplied for it."""
    return not decision.its_case.material.filter(proposal=None, state="sent").exists()


ROUNDS = 2
"""So often a decision may be deferred: then only deciding is left."""


def rounds_of(decision: "Decision") -> int:
    """How often more has been asked for in the case."""
    return int(decision.its_case.decisions.filter(state="deferred").count())


def may_defer(decision: "Decision") -> bool:
    """More may still be asked for."""
    return rounds_of(decision) < ROUNDS


def askable(decision: "Decision") -> tuple[str, ...]:
    """Who can be asked for more: where nothing was audited, the municipality alone."""
    audited = kinds.of(decision.its_case.kind).is_audited
    return ("lead", "municipality", "report") if audited else ("municipality",)


def is_distinguished(facts: Facts, rule: "DecisionRule", nki: Sequence[int]) -> bool:
    """Mean of should criteria and NKI in every measured area reach the rule's figures."""
    mean = sum(facts.should_levels) / len(facts.should_levels) if facts.should_levels else 0
    measured = bool(nki) and all(value >= rule.distinction_nki for value in nki)
    return mean >= float(rule.distinction_mean) and measured
