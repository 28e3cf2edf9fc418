"""Changes of the decision stage."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from processes.application.models import Agreement
from processes.audit.actions import reopen_report as reopen
from processes.audit.models import Finding
from processes.audit.report.models import Report
from processes.case.actions import canonical_hash
from processes.case.models import Case, Certification
from processes.decision import deadlines, effects, policies
from processes.decision.models import Decision
from processes.decision.policies import Facts, Level, gates
from processes.decision.supplies import supplied
from processes.organisations.models import Person
from workflow import trail
from workflow.calendar import local_date
from workflow.definition.nodes import Activation
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.language import day_in_words
from workflow.sql.edits import require_said
from workflow.sql.writes import insert


def freeze(activation: Activation) -> None:
    """Open a decision on a frozen basis: facts, gates and their hash."""
    case = Case.of(activation.process)
    decision = asked(case, number=case.decisions.count() + 1)
    at = decision.step_at = activation.process.moment or timezone.now()
    _frozen(decision)
    _carry_over(case, decision)
    insert([decision])
    # The chain is read anew: a step on the way here, such as closing the plan, moved it on.
    trail.record(trail.Event(subject=decision, step="freeze", by=None, at=at))


def asked(case: Case, **fields: Any) -> Decision:
    """A new decision of a case, not kept yet: it asks for what the case is for."""
    certification = case.certification
    return Decision(certification=certification, case=case, kind=case.traits.favourable, **fields)


def _frozen(decision: Decision) -> None:
    decision.basis = basis_of(decision)
    decision.basis_sha256 = canonical_hash(decision.basis)


def freeze_again(decision: Decision, *, at: datetime) -> None:
    """Freeze the basis of a decision that waits as it is now; what is written on it stays."""
    decision.step_at = at
    _frozen(decision)
    decision.save(update_fields=["basis", "basis_sha256"])
    trail.record(trail.Event(subject=decision, step="freeze", by=None, at=at))


@transaction.atomic
def ask(certification: Certification, kind: str, *, by: Person | None, at: datetime) -> Decision:
    """Ask for a decision about a certification without a case, on a basis that is frozen now."""
    others = certification.decisions.filter(case=None)
    decision = Decision(certification=certification, kind=kind, number=others.count() + 1)
    decision.step_at = at
    _frozen(decision)
    insert([decision])
    trail.record(trail.Event(subject=decision, step="freeze", by=by, at=at))
    return decision


def _carry_over(case: Case, decision: Decision) -> None:
    """What was written on a basis that a corrected report made old stands in the new draft."""
    before = case.decisions.order_by("-number").first() if decision.number > 1 else None
    if before is not None and before.current_state == Decision.State.OUTDATED:
        for name in ("reasons", "dissent", "asked_for", "asked_of", "asked_until"):
            setattr(decision, name, getattr(before, name))


def reopen_report(activation: Activation) -> None:
    """Let the lead correct the locked report: a new version, which is commented on and locked."""
    case = Case.of(activation.process)
    reopen(case, case.decisions.latest("number").asked_for)


def facts_of(case: Case) -> Facts:
    """The facts of a case as they are now: its own criteria, not the whole edition's."""
    return _facts(case, _found(case), _locked_report(case))


def _facts(case: Case, found: list["Found"], report: "Locked") -> Facts:
    return Facts(
        report_is_locked=report.number is not None,
        agreement_is_signed=agreed(case.certification_id).first() == "signed",
        is_concluded=bool(case.audit.conclusion.strip()),
        recommendation=report.recommendation,
        open_majors=_unmended(found, "major"),
        minors_without_plan=_unmended(found, "minor"),
        levels=_levels(found, case.edition.rule.must_floor),
    )


class Locked(NamedTuple):
    """What a decision needs of the last locked report; of none, nothing."""

    number: int | None = None
    sha256: str = ""
    recommendation: str = ""


def _locked_report(case: Case) -> Locked:
    return Locked(*locked(case.audit.pk).first() or ())


def locked(audit: int) -> QuerySet[Report, Any]:
    """The locked reports of an audit, the latest first, as ``Locked`` has them."""
    reports = Report.objects.filter(audit=audit, state=Report.State.LOCKED)
    return reports.order_by("-number").values_list(*Locked._fields)


def agreed(certification: int) -> QuerySet[Agreement, str]:
    """The state of the agreement that still binds: that of the latest case with one."""
    agreements = Agreement.objects.filter(case__certification=certification)
    return agreements.order_by("-case_id").values_list("state", flat=True)


class Found(NamedTuple):
    """What the audit says of one criterion now, and how far the answer to it has come."""

    code: str
    kind: str
    level: int | None
    grade: str
    answer: str | None

    @property
    def is_mended(self) -> bool:
        """Its answer has come far enough to count."""
        return policies.is_mended(self.grade, self.answer or "")


def _found(case: Case) -> list[Found]:
    return [Found(*row) for row in found_in(case.audit.pk)]


def found_in(audit: int) -> QuerySet[Finding, Any]:
    """What an audit found, as ``Found`` has it."""
    findings = Finding.objects.filter(audit=audit).order_by("criterion__code")
    return findings.values_list(
        "criterion__code", "criterion__kind", "level", "grade", "response__state"
    )


def _unmended(found: list[Found], grade: str) -> int:
    return sum(one.grade == grade and not one.is_mended for one in found)


def _levels(found: list[Found], floor: int) -> tuple[Level, ...]:
    return tuple(
        Level(
            one.code,
            one.kind,
            level := one.level or 0,
            policies.counted(level, one.kind, mended=one.is_mended, floor=floor),
        )
        for one in found
    )


class Ground(NamedTuple):
    """What a decision rests on: what is frozen, and the facts and the rule its gates ask."""

    content: dict[str, Any]
    facts: Any
    rule: Any = None


def basis_of(decision: Decision) -> dict[str, Any]:
    """The basis of a decision as it stands now, with the gates of its kind."""
    kind = decision.traits
    ground: Ground = import_string(kind.basis)(decision)
    met = gates(kind.gates, ground.facts, ground.rule)
    return {**ground.content, "gates": [{"key": g.key, "met": g.is_met} for g in met]}


def audited(decision: Decision) -> Ground:
    """What an audit found: report, rule, criteria, nonconformities, what was supplied."""
    case = decision.its_case
    found, rule, report = _found(case), case.edition.rule, _locked_report(case)
    facts = _facts(case, found, report)
    content = {
        "case": case.number,
        "kind": case.kind,
        "report": report.number,
        "report_sha256": report.sha256,
        "recommendation": facts.recommendation,
        "rule": {
            "must_floor": rule.must_floor,
            "must_target": rule.must_target,
            "must_share": rule.must_share,
        },
        "criteria": [asdict(level) for level in facts.levels],
        "nonconformities": [
            {"criterion": one.code, "grade": one.grade, "answer": one.answer or "open"}
            for one in found
            if one.grade in policies.MENDED_BY
        ],
        **supplied(case.pk),
    }
    return Ground(content, facts, rule)


def replaced_by(decision: Decision) -> Decision | None:
    """The later decision that took the place of a refusal, or of one about a certificate."""
    if decision.case is None:
        later = Decision.objects.filter(certification=decision.certification_id, case=None)
        later = later.filter(kind__in=("annul", "reconsider"), state=Decision.State.SETTLED)
        return later.filter(basis__against__number=decision.number).order_by("-number").first()
    if decision.current_state != Decision.State.REFUSED:
        return None
    later = decision.case.decisions.filter(number__gt=decision.number)
    return later.filter(state=Decision.State.GRANTED).first()


def is_untouched(decision: Decision) -> bool:
    """The basis is still the one whose hash was frozen."""
    return canonical_hash(decision.basis) == decision.basis_sha256


def save_draft(decision: Decision, version: int, **texts: Any) -> Decision:
    """Keep unfinished reasons, dissent or supplement. Raises Conflict, loses nothing."""
    unsettled = (Decision.State.PENDING, Decision.State.DEFERRED)
    open_ = Decision.objects.filter(pk=decision.pk, state__in=unsettled)
    if open_.filter(version=version).update(version=version + 1, **texts) != 1:
        words = _("The decision was changed somewhere else meanwhile.")
        require_said(open_, texts, words=words)
    return Decision.objects.get(pk=decision.pk)


def grant(decision: Decision, reasons: str, *, by: Person, at: datetime) -> None:
    """Grant, renew or continue; the certificate is issued in the same transaction."""
    perform(decision.grant, by=by, at=at, decider=by, moment=at, reasons=reasons)


def refuse(decision: Decision, reasons: str, *, by: Person, at: datetime) -> None:
    """Refuse with reasons; the case is closed in the same transaction."""
    perform(decision.refuse, by=by, at=at, decider=by, moment=at, reasons=reasons)


def defer(decision: Decision, reasons: str, *, by: Person, at: datetime) -> None:
    """Ask for more before deciding: what, of whom and by when stands on the decision.

    Raises Refused where the day named leaves the decision no time before its hard date.
    """
    case, day, askable = decision.its_case, local_date(at), policies.askable(decision)
    if decision.asked_of not in askable:
        decision.asked_of = askable[0]
    if decision.asked_until is None:
        decision.asked_until = deadlines.supplement(case, day).date
    elif decision.asked_until > (latest := deadlines.longest(case, day)):
        words = _("Name %(day)s or an earlier day: the decision needs its time after it.")
        raise Refused(words % {"day": day_in_words(latest)}, code="supplement_too_late")
    perform(decision.defer, by=by, at=at, decider=by, moment=at, reasons=reasons)


@transaction.atomic
def settle(decision: Decision, reasons: str, *, by: Person, at: datetime) -> None:
    """Decide as is asked; without a case what it leads to is done here, else by the flow."""
    perform(decision.settle, by=by, at=at, decider=by, moment=at, reasons=reasons)
    if decision.case is None:
        effects.carry_out(decision, at=at)


@transaction.atomic
def leave(decision: Decision, kind: str, reasons: str, *, by: Any, at: datetime) -> None:
    """Decide otherwise than was proposed, by a kind that says what is done instead, if anything."""
    given = {"decider": by, "moment": at, "reasons": reasons}
    perform(decision.leave, by=by, at=at, kind=kind, **given)
    effects.carry_out(decision, at=at)


CHOICES: dict[str, Callable[..., None]] = {
    "grant": grant,
    "refuse": refuse,
    "defer": defer,
    "settle": settle,
}
"""By the step of a kind of decision."""
