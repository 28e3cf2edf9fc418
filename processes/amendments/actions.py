"""A correction of a locked report is proposed, commented on, taken back, confirmed or declined."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.amendments import applying, policies
from processes.amendments.models import Amendment
from processes.audit.actions import Grading, refuse_unweighed
from processes.audit.findings.correction_actions import (
    refuse_old_words,
    refuse_unfinished,
    said_by,
    write,
)
from processes.audit.models import Finding
from processes.audit.report.models import Report
from processes.case import exclusions
from processes.case.actions import ended_early
from processes.case.exclusions import Source, exclude
from processes.case.models import Case
from processes.decision import kinds
from processes.organisations.models import Membership, Person
from processes.reasons import kept
from processes.roles import Role
from workflow import acts, trail
from workflow.calendar import local_date
from workflow.engine import execution, locking
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, NotPermitted, Refused

FLOW = "processes/flows.amendment.AmendmentFlow"


@dataclass(frozen=True)
class Proposal:
    """What a report should say instead; ``version``: the number of the report that was read."""

    version: int
    reason: str
    summary: str
    recommendation: str
    finding: Finding | None = None
    grading: Grading | None = None


def proposers(case: Case, at: datetime) -> list[Person]:
    """Who may propose a correction of the case's report on a day."""
    held = Membership.objects.on(local_date(at)).filter(
        organisation=case.scheme.body_id, role=Role.AUDITOR, person__is_active=True
    )
    return policies.proposers(case.audit.current_team, set(held.values_list("person", flat=True)))


@acts.one()
@transaction.atomic
def propose(case: Case, proposal: Proposal, *, by: Person, at: datetime) -> Amendment:
    """Propose that the locked report says something else. An officer confirms or declines it.

    Raises NotPermitted for anyone but the lead, Conflict if the report or the finding has changed,
    Refused if nothing is corrected or the findings would not be in line with the rule.
    """
    if by not in proposers(case, at):
        raise NotPermitted(
            _("The lead auditor proposes corrections of a locked report."),
            code="only_lead_proposes",
        )
    process = locking.lock(case.main_process_id or 0, at)
    report = _report_of(Case.objects.get(pk=case.pk), proposal)
    before, after = _said(report, proposal)
    if before == after:
        raise Refused(_("Nothing differs from the locked report."), code="nothing_differs")
    _refuse_unfit(proposal, after, by)
    made = Amendment(case=case, report=report, finding=proposal.finding)
    made.number, made.reason = case.amendments.count() + 1, proposal.reason
    made.before, made.after = before, after
    made.is_worse = policies.makes_worse(before, after)
    made.proposed_by, made.proposed_at = by, at
    made.own_process = execution.create(
        FLOW, at=at, organisation=process.organisation, business_key=case.number, subject=case
    )
    made.save()
    _begin(made, by=by, at=at)
    return made


def _begin(made: Amendment, *, by: Person, at: datetime) -> None:
    """Tell the trail, keep the proposer from confirming, and ask whoever is next."""
    own: Any = made.own_process
    data = {"report": made.report.number, "amendment": made.number}
    event = trail.Event(subject=made, step="propose", by=by, at=at, because=made.reason, data=data)
    trail.record(event)
    exclude(own, by, at=at, role=Role.OFFICER, reason=kept("amended"), source=Source.TOOK_PART)
    if not made.case.is_running:
        exclusions.catch_up(made.case, at=at)
    if made.is_worse:
        perform(made.send_for_comments, by=None, at=at)
    execution.start(own, at=at, by=by)


def _report_of(case: Case, proposal: Proposal) -> Report:
    """The locked report that was read. Raises Conflict if it is not the one that counts."""
    if not policies.is_amendable(case):
        raise Conflict(
            _("Only the locked report of the latest visit is corrected so."),
            code="not_the_latest_report",
        )
    report: Report = case.audit.reports.latest("number")
    if report.number != proposal.version:
        raise Conflict(_("The report has a newer version. Read it first."), code="report_newer")
    if case.amendments.filter(state__in=policies.WAITING).exists():
        raise Refused(
            _("A correction is proposed already: it is confirmed or declined first."),
            code="correction_proposed",
        )
    return report


def _said(report: Report, proposal: Proposal) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the report says, and should say, of what the proposal is about."""
    before = {"summary": report.summary, "recommendation": report.recommendation}
    after = {"summary": proposal.summary, "recommendation": proposal.recommendation}
    finding, grading = proposal.finding, proposal.grading
    if finding is not None and grading is not None:
        now = Finding.objects.get(pk=finding.pk)
        if now.version != grading.version or now.audit_id != report.audit_id:
            raise Conflict(
                _("This finding has been corrected meanwhile."), code="finding_corrected"
            )
        before |= said_by(now)
        after |= {name: getattr(grading, name) for name in said_by(now)}
    return before, after


def _refuse_unfit(proposal: Proposal, after: dict[str, Any], by: Person) -> None:
    """Try what the findings would be, and take it back. Raises Refused where that may not be."""
    tried = transaction.savepoint()
    try:
        if proposal.finding is not None:
            now = Finding.objects.select_related("criterion").get(pk=proposal.finding.pk)
            refuse_old_words(said_by(now), after)
            write(now, applying.grading_of(now, after), by=by)
            refuse_unfinished(now)
            refuse_unweighed(now.audit)
            applying.refuse_contradiction(now.audit, after["recommendation"])
    finally:
        transaction.savepoint_rollback(tried)


def comment(amendment: Amendment, text: str, *, by: Person, at: datetime) -> None:
    """Say what the municipality thinks of what would be made worse; an empty text says nothing."""
    perform(amendment.comment_on, by=by, at=at, person=by, moment=at, text=text)


def take_back(amendment: Amendment, *, by: Person, at: datetime) -> None:
    """Let a proposal be; its task is cancelled, and who has it is told."""
    perform(amendment.take_back, by=by, at=at)


def reject(amendment: Amendment, text: str, *, by: Person, at: datetime) -> None:
    """Decline a correction, with a reason: the report stands."""
    perform(amendment.reject, by=by, at=at, because=text, person=by, moment=at, text=text)


@acts.one()
@transaction.atomic
def adopt(amendment: Amendment, text: str, *, by: Person, at: datetime) -> None:
    """Confirm a correction, with a reason: the report gets a new version, and all follows it."""
    case = amendment.case
    locking.lock(case.main_process_id or 0, at)
    perform(amendment.adopt, by=by, at=at, because=text, person=by, moment=at, text=text)
    _keep_from_deciding(amendment, by, at)
    applying.apply(amendment, at=at)


def _keep_from_deciding(amendment: Amendment, by: Person, at: datetime) -> None:
    """Who confirmed does not decide on it, as long as another decision maker is left."""
    role = kinds.case_decider()
    held = Membership.objects.on(local_date(at)).filter(
        organisation=amendment.case.scheme.body_id, role=role, person__is_active=True
    )
    deciders = set(held.values_list("person", flat=True))
    kept_away = exclusions.people(amendment.case.main_process_id, role)
    if by.pk in deciders and deciders - kept_away - {by.pk}:
        for process in (amendment.case.main_process, amendment.own_process):
            exclusions.keep_from_deciding(process, by, why="amended", at=at)


def settle(sender: type[Case], case: Case, at: datetime, **more: object) -> None:
    """The case ended early: what is proposed of its report falls away."""
    waiting: Iterable[Amendment] = case.amendments.filter(state__in=policies.WAITING)
    for amendment in waiting:
        perform(amendment.settle, by=None, at=at)


ended_early.connect(settle, sender=Case, dispatch_uid="processes.amendments.settle")
