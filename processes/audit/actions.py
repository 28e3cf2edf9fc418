"""Changes of the audit stage up to the concluded visit; the report's stand in report_actions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.audit.models import Audit, Finding, TeamMember
from processes.audit.partiality import bar_partial_staff, reason_against
from processes.audit.reports import Report
from processes.case import actions as case_actions
from processes.case.models import Case, criteria_of
from processes.roles import Role
from workflow.calendar import local_date
from workflow.exceptions import Conflict, Refused
from workflow.transitions import perform


def prepare(activation: Any) -> None:
    """Open the audit with one finding to grade per criterion; bar who is partial."""
    case = Case.objects.get(pk=activation.process.subject_id)
    audit, new = Audit.objects.get_or_create(case=case)
    if new:
        Finding.objects.bulk_create(
            Finding(audit=audit, criterion=criterion) for criterion in criteria_of(case)
        )
    bar_partial_staff(case, local_date(activation.process.moment))


def join(audit: Audit, person: Any, *, at: datetime, leads: bool = False) -> TeamMember:
    """Put a person in the team. She can never decide the case. Raises Refused if partial."""
    reason = reason_against(person, audit.case.organisation, local_date(at))
    if reason:
        raise Refused(reason)
    with transaction.atomic():
        member, _new = TeamMember.objects.get_or_create(
            audit=audit,
            person=person,
            left_at=None,
            defaults={"leads": leads, "declared_at": at, "joined_at": at},
        )
        case_actions.bar(
            audit.case.main_process,
            person,
            role=Role.DECISION_MAKER,
            reason=_("took part in the audit"),
        )
    return member


def propose_team(audit: Audit, others: list[Any], *, by: Any, at: datetime) -> None:
    """The lead presents herself and the others to the municipality."""
    with transaction.atomic():
        join(audit, by, at=at, leads=True)
        for person in others:
            join(audit, person, at=at)
        perform(audit.propose_team, by=by, at=at, moment=at)


def uphold_objection(audit: Audit, *, by: Any, at: datetime, because: str) -> None:
    """The objection holds: the whole team leaves and is barred; a new team is needed."""
    with transaction.atomic():
        for member in audit.current_team:
            TeamMember.objects.filter(pk=member.pk).update(left_at=at)
            case_actions.bar(
                audit.case.main_process, member.person, reason=_("objected to by the municipality")
            )
        perform(audit.uphold_objection, by=by, at=at, because=because)


def skip_document_review(activation: Any) -> None:
    """Go on to the visit where the scheme reviews no documents first."""
    case = Case.objects.get(pk=activation.process.subject_id)
    perform(case.audit.skip_document_review, by=None, at=activation.process.moment)


@dataclass(frozen=True)
class Grading:
    """What an auditor says about one criterion, and the version she saw."""

    grade: str
    level: int | None
    statement: str
    evidence_reference: str
    version: int


def grade(finding: Finding, grading: Grading, *, by: Any) -> Finding:
    """Grade a criterion during the visit. Raises Conflict if a colleague changed it meanwhile."""
    same = Finding.objects.filter(
        pk=finding.pk, version=grading.version, audit__state=Audit.State.AGREED
    )
    changed = same.update(
        grade=grading.grade,
        level=grading.level,
        statement=grading.statement,
        evidence_reference=grading.evidence_reference,
        graded_by=by,
        version=grading.version + 1,
    )
    if changed != 1:
        raise Conflict(_("A colleague has changed this finding, or the visit is concluded."))
    return Finding.objects.get(pk=finding.pk)


def conclude_visit(audit: Audit, day: date, *, by: Any, at: datetime) -> None:
    """Conclude the visit: everything is graded and the closing meeting was held on ``day``."""
    perform(audit.conclude_visit, by=by, at=at, day=day)


def begin_report(activation: Any) -> None:
    """Open a draft report after each visit."""
    case = Case.objects.get(pk=activation.process.subject_id)
    Report.objects.create(audit=case.audit, number=case.audit.reports.count() + 1)


def visit_again(activation: Any) -> None:
    """Majors were not verified in time: grade the failing criteria anew (obligation 42)."""
    case = Case.objects.get(pk=activation.process.subject_id)
    perform(case.audit.visit_again, by=None, at=activation.process.moment)
