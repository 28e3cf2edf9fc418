"""Changes of the audit stage up to the concluded visit; those of the team stand in ``team``."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from processes.audit.models import Audit, Finding
from processes.audit.policies import areas_to_raise, is_asked, unexplained
from processes.audit.report.models import Report
from processes.audit.team import changes as team
from processes.case.criteria import criteria_of
from processes.case.models import Case
from processes.organisations.models import Person
from workflow.definition.nodes import Activation
from workflow.engine.transitions import perform
from workflow.exceptions import NotPermitted, Refused
from workflow.models import Process
from workflow.sql import bulk
from workflow.sql.compiled import Many, compiled
from workflow.sql.edits import require_said
from workflow.sql.writes import Update, insert, insert_new


def prepare(activation: Activation) -> None:
    """Open the audit with one finding to grade per criterion."""
    case = Case.of(activation.process)
    audit = Audit(case_id=case.pk)
    if insert_new([audit]):
        criteria = criteria_of(case).values_list("pk", flat=True)
        bulk.insert(Finding, [{"audit_id": audit.pk, "criterion_id": key} for key in criteria])


def skip_document_review(activation: Activation) -> None:
    """Go on to the visit where the scheme reviews no documents first."""
    case = Case.of(activation.process)
    perform(case.audit.skip_document_review, by=None, at=activation.process.moment)


def open_examination(activation: Activation) -> None:
    """Let the team grade what was handed in, without a visit."""
    case = Case.of(activation.process)
    perform(case.audit.open_examination, by=None, at=activation.process.moment)


def settle_plan(activation: Activation) -> None:
    """Let the plan of an unannounced visit stand as its lead made it."""
    case = Case.of(activation.process)
    perform(case.audit.settle_plan, by=None, at=activation.process.moment)


@dataclass(frozen=True)
class Grading:
    """What an auditor says about one criterion, and the version they saw."""

    grade: str
    level: int | None
    statement: str
    evidence_reference: str
    version: int
    reason: str = ""


def grade(finding: Finding, grading: Grading, *, by: Person, at: datetime | None = None) -> Finding:
    """Grade a criterion during the visit. Raises Conflict if a colleague changed it meanwhile.

    Saying the same twice is no conflict: an automatic save may arrive just before the button's.
    """
    grade_all(finding.audit, {finding: grading}, by=by, at=at)
    return Finding.objects.get(pk=finding.pk)


def grade_all(
    audit: Audit, gradings: Mapping[Finding, Grading], *, by: Person, at: datetime | None = None
) -> None:
    """Grade several criteria of a visit, all or none. Raises Conflict."""
    if all(member.person != by for member in audit.current_team if not is_asked(member)):
        raise NotPermitted(_("Only the audit team grades."), code="only_team_grades")
    alike: dict[Grading, list[int]] = {}
    for finding, grading in gradings.items():
        alike.setdefault(grading, []).append(finding.pk)
    with transaction.atomic():
        # Locked until commit, so that no grade slips in behind the conclusion of the visit.
        Process.objects.select_for_update(no_key=True).filter(case__audit=audit).exists()
        for grading, ids in alike.items():
            given = {"by": by.pk, "at": at or timezone.now(), "visit": audit.visit_number}
            _write(ids, grading, given)


def _write(ids: list[int], grading: Grading, given: dict[str, Any]) -> None:
    """Let the findings with these ids say the same, in one guarded update."""
    said = asdict(grading)
    seen = said.pop("version")
    if write(ids=ids, seen=seen, version=seen + 1, **given, **said) != len(ids):
        open_ = Finding.objects.filter(pk__in=ids, audit__state=Audit.State.AGREED)
        words = _("This finding was changed meanwhile, or the visit is concluded.")
        require_said(open_, said, words=words, count=len(ids))


@compiled
def write(
    ids: Many[int],
    seen: int,
    version: int,
    grade: str,
    level: int | None,
    statement: str,
    evidence_reference: str,
    reason: str,
    by: int,
    at: datetime,
    visit: int,
) -> Update:
    """Let findings say something, if they still are of the version that was seen."""
    findings = Finding.objects.filter(
        bulk.among(ids), version=seen, audit__state=Audit.State.AGREED
    )
    return Update(
        findings,
        version=version,
        grade=grade,
        level=level,
        statement=statement,
        evidence_reference=evidence_reference,
        reason=reason,
        graded_by=by,
        graded_at=at,
        visit_number=visit,
    )


def conclude_visit(audit: Audit, day: date, *, by: Person, at: datetime) -> None:
    """Conclude the visit: everything is graded and the closing meeting was held on ``day``.

    Raises Refused as ``refuse_unweighed`` does.
    """
    refuse_unweighed(audit)
    with transaction.atomic():
        perform(audit.conclude_visit, by=by, at=at, day=day)
        team.keep_visitors(audit)


def refuse_unweighed(audit: Audit) -> None:
    """Raise Refused, naming areas or criteria, where the grades are not what the rule asks for."""
    areas, criteria = areas_to_raise(audit), unexplained(audit)
    if areas:
        raise Refused(
            _(
                "So many minor nonconformities in one area are together a major one. "
                "Raise one of them in: %(areas)s."
            )
            % {"areas": ", ".join(areas)},
            code="minors_make_major",
        )
    if criteria:
        words = _("Level and grade contradict each other. Say why, or change one, in: %(codes)s.")
        raise Refused(words % {"codes": ", ".join(criteria)}, code="level_contradicts_grade")


def begin_report(activation: Activation) -> None:
    """Open a draft report after each visit."""
    case = Case.of(activation.process)
    insert([Report(audit=case.audit, number=case.audit.reports.count() + 1)])


def reopen_report(case: Case, reason: str) -> None:
    """Open a new version of the locked report, with its text, and why it is corrected."""
    locked = case.audit.reports.latest("number")
    number = locked.number + 1
    new = Report(audit=case.audit, number=number, corrects=locked, reason=reason)
    new.summary, new.recommendation = locked.summary, locked.recommendation
    new.dissent = locked.dissent
    insert([new])


def visit_again(activation: Activation) -> None:
    """Majors were not verified in time: grade the failing criteria anew.

    What was said of them stands in the locked report; the new visit begins without it.
    """
    case = Case.of(activation.process)
    failing = case.audit.findings.filter(grade=Finding.Grade.MAJOR)
    failing.exclude(response__state="verified").update(
        grade="",
        level=None,
        statement="",
        evidence_reference="",
        reason="",
        version=F("version") + 1,
    )
    perform(case.audit.visit_again, by=None, at=activation.process.moment)
