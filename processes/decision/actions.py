"""Changes of the decision stage."""

from datetime import datetime
from typing import Any

from processes.case.actions import canonical_hash
from processes.case.models import Case
from processes.decision.models import Decision
from processes.decision.policies import Facts, gates
from workflow.transitions import perform


def freeze(activation: Any) -> None:
    """Open a decision on a frozen basis: facts, gates and their hash (obligation 47)."""
    case = Case.objects.get(pk=activation.process.subject_id)
    basis = basis_of(case)
    Decision.objects.create(
        case=case,
        number=case.decisions.count() + 1,
        basis=basis,
        basis_sha256=canonical_hash(basis),
    )


def facts_of(case: Case) -> Facts:
    """The facts of a case as they are now."""
    findings = list(case.audit.findings.select_related("criterion"))
    plan = getattr(case, "corrective_plan", None)
    responses = list(plan.responses.select_related("finding")) if plan else []
    levels = _levels(findings, responses)
    agreement = getattr(_initial(case), "agreement", None)
    return Facts(
        report_is_locked=case.audit.reports.filter(state="locked").exists(),
        agreement_is_signed=agreement is not None and agreement.current_state == "signed",
        open_majors=sum(
            r.finding.grade == "major" and r.current_state != "verified" for r in responses
        ),
        minors_without_plan=sum(
            r.finding.grade == "minor" and r.current_state not in ("accepted", "verified")
            for r in responses
        ),
        must_levels=levels["must"],
        should_levels=levels["should"],
    )


def _levels(findings: list[Any], responses: list[Any]) -> dict[str, tuple[int, ...]]:
    """The level of each criterion; a verified or accepted action counts as adopted (level 2)."""
    mended = {r.finding_id for r in responses if r.current_state in ("accepted", "verified")}
    levels: dict[str, list[int]] = {"must": [], "should": []}
    for finding in findings:
        level = finding.level or 0
        if finding.pk in mended:
            level = max(level, 2)
        levels[finding.criterion.kind].append(level)
    return {kind: tuple(values) for kind, values in levels.items()}


def _initial(case: Case) -> Case:
    """The case whose agreement still binds: the latest one with an agreement."""
    with_agreement = case.certification.cases.filter(agreement__isnull=False)
    return with_agreement.order_by("-pk").first() or case


def basis_of(case: Case) -> dict[str, Any]:
    """The basis of a decision, as it stands: report, facts, gates, recommendation."""
    facts = facts_of(case)
    report = case.audit.reports.filter(state="locked").order_by("-number").first()
    return {
        "case": case.number,
        "report_sha256": report.sha256 if report else "",
        "recommendation": report.recommendation if report else "",
        "must_levels": list(facts.must_levels),
        "should_levels": list(facts.should_levels),
        "gates": [{"key": g.key, "met": g.is_met} for g in gates(facts, case.edition.rule)],
    }


def grant(decision: Decision, reasons: str, *, by: Any, at: datetime) -> None:
    """Grant, renew or continue; the certificate is issued in the same transaction."""
    perform(decision.grant, by=by, at=at, decider=by, moment=at, reasons=reasons)


def refuse(decision: Decision, reasons: str, *, by: Any, at: datetime) -> None:
    """Refuse with reasons; the case is closed in the same transaction."""
    perform(decision.refuse, by=by, at=at, decider=by, moment=at, reasons=reasons)


def defer(decision: Decision, reasons: str, *, by: Any, at: datetime) -> None:
    """Ask the lead auditor for more before deciding."""
    perform(decision.defer, by=by, at=at, decider=by, moment=at, reasons=reasons)
