"""Pure: they read a correction of a locked report, its case or its findings, and answer."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from processes import kinds
from processes.audit.policies import NONCONFORMITIES, is_worse
from processes.decision import policies as deciding

if TYPE_CHECKING:
    from processes.amendments.models import Amendment
    from processes.case.models import Case
    from processes.decision.models import Decision


WAITING = deciding.WAITING
DECIDED = ("granted", "continued", "refused")


def is_amendable(case: "Case") -> bool:
    """Its last visit has a locked report, and the case goes on or was decided."""
    audit = getattr(case, "audit", None)
    latest = audit.reports.order_by("-number").first() if audit else None
    if audit is None or latest is None or audit.current_state != "visited":
        return False
    known = case.current_state in ("running", *DECIDED)
    return bool(known and latest.current_state == "locked")


def is_waiting(amendment: "Amendment") -> bool:
    """Nobody has confirmed or declined it yet."""
    return amendment.current_state in WAITING


def is_current(amendment: "Amendment") -> bool:
    """The report that it corrects is still the one that counts."""
    newer = amendment.report.audit.reports.filter(number__gt=amendment.report.number)
    return is_amendable(amendment.case) and not newer.exists()


def proposers(team: Iterable[Any], auditors: Collection[int]) -> list[Any]:
    """Who of a team may propose a correction: its lead; where the lead is gone, the others."""
    here = [member.person for member in team if member.person_id in auditors]
    leads = [member.person for member in team if member.leads and member.person_id in auditors]
    return leads or here


def makes_worse(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """A finding gets a harder grade or a lower level."""
    if "grade" not in after:
        return False
    lower = (after["level"] or 0) < (before["level"] or 0)
    return lower or is_worse(after["grade"], than=before["grade"])


def asks_anew(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """What the municipality has to answer is another than before."""
    grades = {before.get("grade"), after.get("grade")}
    return len(grades) > 1 and bool(grades & set(NONCONFORMITIES))


def answer_to(grade: str, state: str) -> str:
    """The state of the answer to a finding, once it has a grade; "" where none is asked for."""
    if grade in NONCONFORMITIES:
        return "open" if state in ("", "dropped") else state
    return "dropped" if state in ("open", "answered", "accepted") else state


def step_after(answers: Iterable[tuple[str, str]]) -> str:
    """The step that a case comes to, by the grades of its findings and the states of answers."""
    left = list(answers)
    states = {state for _grade, state in left}
    if "open" in states:
        return "answer_findings"
    if "answered" in states:
        return "assess_answers"
    if any(grade == "major" and state != "verified" for grade, state in left):
        return "verify_majors"
    return "decide"


def contradicts_findings(recommendation: str, grades: Iterable[str]) -> bool:
    """To grant at once is recommended, though something is to be corrected first."""
    return recommendation == "grant" and bool(set(grades) & set(NONCONFORMITIES))


def is_all_met(basis: Mapping[str, Any]) -> bool:
    """Every gate of a basis is met."""
    return all(gate["met"] for gate in basis.get("gates", ()))


def may_uphold(amendment: "Amendment") -> bool:
    """What was granted may stand only while every gate is met; a refusal may stand."""
    granted = cast("Decision", amendment.decision).current_state == "granted"
    return not granted or is_all_met(amendment.basis)


def is_refused(amendment: "Amendment") -> bool:
    """A certificate was refused, not the going on of one."""
    refused = cast("Decision", amendment.decision).current_state == "refused"
    return bool(refused and kinds.of(amendment.case.kind).issues)


def meets_all(amendment: "Amendment") -> bool:
    """Every gate of the new basis is met."""
    return is_all_met(amendment.basis)


def is_last_case(amendment: "Amendment") -> bool:
    """The municipality has no later case for the same certificate."""
    case = amendment.case
    return not case.certification.cases.filter(pk__gt=case.pk).exists()
