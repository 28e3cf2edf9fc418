"""Changes of the decision stage."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from processes.case.actions import canonical_hash
from processes.case.models import Case
from processes.decision import policies
from processes.decision.models import Decision
from processes.decision.policies import Facts, Level, gates
from workflow.exceptions import Conflict
from workflow.transitions import perform


def freeze(activation: Any) -> None:
    """Open a decision on a frozen basis: facts, gates and their hash (obligation 47)."""
    case: Case = activation.process.subject
    basis = basis_of(case)
    Decision.objects.create(
        case=case,
        number=case.decisions.count() + 1,
        basis=basis,
        basis_sha256=canonical_hash(basis),
    )


def facts_of(case: Case) -> Facts:
    """The facts of a case as they are now: its own criteria, not the whole edition's."""
    responses = _responses(case)
    report = case.audit.reports.filter(state="locked").order_by("-number").first()
    agreement = getattr(_agreed(case), "agreement", None)
    return Facts(
        report_is_locked=report is not None,
        agreement_is_signed=agreement is not None and agreement.current_state == "signed",
        is_concluded=bool(case.audit.conclusion.strip()),
        recommendation=report.recommendation if report else "",
        open_majors=_unmended(responses, "major"),
        minors_without_plan=_unmended(responses, "minor"),
        levels=_levels(case, responses),
        is_surveillance=case.kind == Case.Kind.SURVEILLANCE,
    )


def _responses(case: Case) -> list[Any]:
    plan = getattr(case, "corrective_plan", None)
    if plan is None:
        return []
    rows = plan.responses.exclude(state="dropped").select_related("finding__criterion")
    return list(rows.order_by("finding__criterion__code"))


def _unmended(responses: list[Any], grade: str) -> int:
    return sum(
        r.finding.grade == grade and not policies.is_mended(grade, r.current_state)
        for r in responses
    )


def _levels(case: Case, responses: list[Any]) -> tuple[Level, ...]:
    mended = {
        r.finding_id for r in responses if policies.is_mended(r.finding.grade, r.current_state)
    }
    floor = case.edition.rule.must_floor
    return tuple(
        Level(
            finding.criterion.code,
            finding.criterion.kind,
            found := finding.level or 0,
            policies.counted(
                found, finding.criterion.kind, mended=finding.pk in mended, floor=floor
            ),
        )
        for finding in case.audit.findings.select_related("criterion").order_by("criterion__code")
    )


def _agreed(case: Case) -> Case:
    """The case whose agreement still binds: the latest one with an agreement."""
    with_agreement = case.certification.cases.filter(agreement__isnull=False)
    return with_agreement.order_by("-pk").first() or case


def basis_of(case: Case) -> dict[str, Any]:
    """The basis of a decision, as it stands: report, rule, criteria, nonconformities, gates."""
    facts, rule = facts_of(case), case.edition.rule
    report = case.audit.reports.filter(state="locked").order_by("-number").first()
    return {
        "case": case.number,
        "kind": case.kind,
        "report": report.number if report else None,
        "report_sha256": report.sha256 if report else "",
        "recommendation": facts.recommendation,
        "rule": {
            "must_floor": rule.must_floor,
            "must_target": rule.must_target,
            "must_share": rule.must_share,
        },
        "criteria": [asdict(level) for level in facts.levels],
        "nonconformities": [
            {
                "criterion": r.finding.criterion.code,
                "grade": r.finding.grade,
                "answer": r.current_state,
            }
            for r in _responses(case)
        ],
        "gates": [{"key": g.key, "met": g.is_met} for g in gates(facts, rule)],
    }


def is_untouched(decision: Decision) -> bool:
    """The basis is still the one whose hash was frozen."""
    return canonical_hash(decision.basis) == decision.basis_sha256


def save_draft(decision: Decision, version: int, **texts: str) -> Decision:
    """Keep unfinished reasons, dissent or supplement. Raises Conflict, loses nothing."""
    unsettled = (Decision.State.PENDING, Decision.State.DEFERRED)
    same = Decision.objects.filter(pk=decision.pk, version=version, state__in=unsettled)
    if same.update(version=version + 1, **texts) != 1:
        raise Conflict(_("The decision was changed somewhere else meanwhile."))
    return Decision.objects.get(pk=decision.pk)


def grant(decision: Decision, reasons: str, *, by: Any, at: datetime) -> None:
    """Grant, renew or continue; the certificate is issued in the same transaction."""
    perform(decision.grant, by=by, at=at, decider=by, moment=at, reasons=reasons)


def refuse(decision: Decision, reasons: str, *, by: Any, at: datetime) -> None:
    """Refuse with reasons; the case is closed in the same transaction."""
    perform(decision.refuse, by=by, at=at, decider=by, moment=at, reasons=reasons)


def defer(decision: Decision, reasons: str, *, by: Any, at: datetime) -> None:
    """Ask the lead auditor for more before deciding."""
    perform(decision.defer, by=by, at=at, decider=by, moment=at, reasons=reasons)


CHOICES: dict[str, Callable[..., None]] = {"grant": grant, "refuse": refuse, "defer": defer}
