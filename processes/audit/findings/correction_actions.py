"""The lead corrects findings after the visit, until the report is locked."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from processes.audit import policies
from processes.audit.actions import Grading, refuse_unweighed
from processes.audit.models import Audit, Finding
from processes.audit.report.corrections import Correction
from processes.audit.report.models import Report
from processes.organisations.models import Person
from workflow import trail
from workflow.engine import locking
from workflow.exceptions import Conflict, NotPermitted, Refused

SAID = ("grade", "level", "statement", "evidence_reference", "reason")


def correct(
    finding: Finding, grading: Grading, because: str, *, by: Person, at: datetime
) -> Correction | None:
    """Let a finding say something else, and keep what it said; None if it says that already.

    Raises NotPermitted for anyone but the lead, Conflict once the report is with the municipality
    or locked, Refused if the findings would no longer be complete or in line with the rule.
    """
    audit = finding.audit
    if audit.lead != by:
        raise NotPermitted(
            _("Only the lead auditor corrects findings after the visit."), code="only_lead_corrects"
        )
    with transaction.atomic():
        # Locked until commit, so that the report is not sent or locked meanwhile.
        locking.lock(cast(int, audit.process_id), at, by=by)
        report = _in_hand(audit)
        now = Finding.objects.select_related("criterion").get(pk=finding.pk)
        if now.version != grading.version:
            raise Conflict(
                _("A colleague has changed this finding meanwhile."), code="finding_changed"
            )
        before = said_by(now)
        write(now, grading, by=by)
        if said_by(now) == before:
            return None
        refuse_unfinished(now)
        refuse_old_words(before, said_by(now))
        refuse_unweighed(audit)
        kept = Correction(finding=now, report=report, reason=because, by=by, at=at)
        kept.rounds, kept.before, kept.after = report.rounds, before, said_by(now)
        kept.is_worse = policies.is_worse(now.grade, than=before["grade"])
        kept.save()
        _record(kept, audit)
    return kept


def said_by(finding: Finding) -> dict[str, Any]:
    """What a finding says."""
    return {name: getattr(finding, name) for name in SAID}


def _in_hand(audit: Audit) -> Report:
    """The report that the lead is writing. Raises Conflict if there is none."""
    report = audit.reports.order_by("-number").first()
    if report is None or not policies.is_correctable(audit, report):
        raise Conflict(
            _("Findings are corrected while the lead auditor has the report, until it is locked."),
            code="findings_closed",
        )
    return report


def write(finding: Finding, grading: Grading, *, by: Person) -> None:
    """Let a finding say something else; the caller keeps what it said."""
    for name, value in asdict(grading).items():
        setattr(finding, name, value)
    finding.version, finding.graded_by = grading.version + 1, by
    finding.save(update_fields=[*SAID, "version", "graded_by"])


def refuse_unfinished(finding: Finding) -> None:
    """Raise Refused where grade, level, statement or evidence of a finding is missing."""
    if not policies.is_complete(finding):
        raise Refused(
            _("Grade, level, statement and objective evidence must be there."),
            code="finding_unfinished",
        )


def refuse_old_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Raise Refused where a finding becomes a nonconformity but says what it said before."""
    if policies.lacks_own_words(before, after):
        raise Refused(
            _("A nonconformity needs a statement of its own: say what is not met."),
            code="statement_of_before",
        )


def _record(kept: Correction, audit: Audit) -> None:
    """Tell the trail: grades and levels plain, the reason as what somebody wrote."""
    data = {"criterion": kept.finding.criterion.code, "correction": kept.pk}
    for name in ("grade", "level"):
        data |= {f"{name}_before": kept.before[name], f"{name}_after": kept.after[name]}
    event = trail.Event(
        subject=audit,
        step="correct_finding",
        by=kept.by,
        at=kept.at,
        because=kept.reason,
        data=data,
        rows=(kept,),
    )
    trail.record(event)
