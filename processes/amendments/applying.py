"""What a confirmed correction of a locked report changes: report, findings, answers, basis."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from processes.amendments import policies
from processes.amendments.models import Amendment
from processes.audit.actions import Grading, refuse_unweighed
from processes.audit.findings.correction_actions import SAID, write
from processes.audit.models import Audit, Finding
from processes.audit.report.actions import content_of, sentences_of
from processes.audit.report.corrections import Correction
from processes.audit.report.models import Report, SentenceComment
from processes.case.actions import canonical_hash
from processes.case.models import Case
from processes.corrective_actions.models import CorrectivePlan
from processes.decision.actions import asked, basis_of
from processes.decision.models import Decision
from workflow import queues, trail
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, Refused
from workflow.models import Process, Task


def apply(amendment: Amendment, *, at: datetime) -> None:
    """Lock the new version, and let answers and decision follow it. All or nothing."""
    case = Case.objects.get(pk=amendment.case_id)
    report = new_version(amendment, at=at)
    basis: dict[str, Any] = {}
    if case.is_running:
        follow_findings(amendment, case, at=at)
        decision = freeze_anew(case, at=at)
    else:
        decision = case.decisions.order_by("number").last()
        basis = basis_of(asked(case))
    sha256 = canonical_hash(basis) if basis else ""
    given: dict[str, Any] = {"corrected": report, "decision": decision}
    given |= {"basis": basis, "sha256": sha256}
    perform(amendment.carry_out, by=None, at=at, **given)


def new_version(amendment: Amendment, *, at: datetime) -> Report:
    """Lock a new version of the report: it says what was corrected, why, and what was said of it.

    Raises Refused if its findings would not be in line with the rule.
    """
    locked, after = amendment.report, amendment.after
    new = Report(audit=locked.audit, number=locked.number + 1, corrects=locked)
    new.reason, new.dissent = amendment.reason, locked.dissent
    new.summary, new.recommendation = after["summary"], after["recommendation"]
    new.sentences = _sentences(amendment)
    new.sent_at = amendment.proposed_at if amendment.is_worse else at
    new.rounds = int(amendment.is_worse)
    new.save()
    if amendment.finding is not None:
        _correct(amendment, amendment.finding, new, at)
    refuse_contradiction(locked.audit, new.recommendation)
    _keep_comment(amendment, new)
    content = content_of(new)
    given = {"content": content, "sha256": canonical_hash(content), "moment": at}
    perform(new.reissue, by=None, at=at, because=amendment.reason, **given)
    return new


def _keep_comment(amendment: Amendment, report: Report) -> None:
    """Let the new version hold what the municipality said of it, and what was answered."""
    by, at = amendment.commented_by, amendment.commented_at
    if amendment.comment and by is not None and at is not None:
        said = SentenceComment(report=report, sentence=0, text=amendment.comment, by=by, at=at)
        said.answer = amendment.answer
        said.save()


def _sentences(amendment: Amendment) -> list[str]:
    """What was open to comment: the statement that was made worse, as a whole."""
    if amendment.finding is None or not amendment.is_worse:
        return []
    statement = " ".join(sentences_of(amendment.after["statement"]))
    return [f"{amendment.finding.criterion.code}: {statement}"]


def grading_of(finding: Finding, after: dict[str, Any]) -> Grading:
    """What a finding is to say."""
    return Grading(**{name: after[name] for name in SAID}, version=finding.version)


def _correct(amendment: Amendment, known: Finding, report: Report, at: datetime) -> None:
    """Let the finding say what was confirmed, and keep what it said."""
    finding = Finding.objects.select_related("criterion").get(pk=known.pk)
    if any(getattr(finding, name) != amendment.before[name] for name in SAID):
        raise Conflict(_("This finding has been corrected meanwhile."), code="finding_corrected")
    write(finding, grading_of(finding, amendment.after), by=amendment.proposed_by)
    refuse_unweighed(finding.audit)
    said = [{name: one[name] for name in SAID} for one in (amendment.before, amendment.after)]
    row = Correction(finding=finding, report=report, rounds=report.rounds)
    row.before, row.after = said
    row.is_worse, row.reason = amendment.is_worse, amendment.reason
    row.by, row.at = amendment.proposed_by, at
    row.save()
    data = {"criterion": finding.criterion.code, "amendment": amendment.number}
    event = trail.Event(
        subject=finding.audit,
        step="correct_locked",
        by=amendment.answered_by,
        at=at,
        because=amendment.reason,
        data=data,
        rows=(row,),
    )
    trail.record(event)


def refuse_contradiction(audit: Audit, recommendation: str) -> None:
    """Raise Refused where the report would recommend at once what must be corrected first."""
    grades = audit.findings.values_list("grade", flat=True)
    if policies.contradicts_findings(recommendation, grades):
        raise Refused(
            _("There are nonconformities: recommend to grant when actions are accepted, or not."),
            code="recommendation_contradicts",
        )


def follow_findings(amendment: Amendment, case: Case, *, at: datetime) -> None:
    """Let answers that are worked on follow: a nonconformity comes, goes, or weighs otherwise."""
    plan = CorrectivePlan.objects.filter(case=case, state__in=CorrectivePlan.RUNNING).first()
    if plan is None or not policies.asks_anew(amendment.before, amendment.after):
        return
    had = _in_hand(case.main_process)
    perform(plan.revise, by=None, at=at)
    _give_back(had, case.main_process, at)


def freeze_anew(case: Case, *, at: datetime) -> Decision | None:
    """Let a decision that is not taken yet be frozen anew, when what follows is answered."""
    decision = case.decisions.filter(state=Decision.State.PENDING).first()
    if decision is not None:
        had = _in_hand(case.main_process)
        perform(decision.outdate, by=None, at=at)
        _give_back(had, case.main_process, at)
    return decision


def _in_hand(process: Process | None) -> dict[str, Any]:
    """Who has which task of a process, by the names of its nodes."""
    tasks = Task.objects.filter(process=process, status__in=Task.OPEN).exclude(owner=None)
    return {task.flow_task.name: task.owner for task in tasks.select_related("owner")}


def _give_back(had: dict[str, Any], process: Process | None, at: datetime) -> None:
    """Let whoever had a task have it again, as it is now, if they still may."""
    free = Task.objects.filter(process=process, status__in=Task.OPEN, owner=None)
    for task in free.exclude(role=""):
        owner = had.get(task.flow_task.name)
        if owner is not None and queues.may_take(task, owner):
            queues.claim(task.pk, by=owner, at=at)
