"""An objection to a finding is filed, answered by somebody who did not audit, and carried out."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.audit.models import Finding
from processes.case.actions import ended_early
from processes.case.exclusions import Source, exclude
from processes.case.models import Case
from processes.disputes import deadlines
from processes.disputes.models import Dispute
from processes.organisations.models import Person
from processes.reasons import kept
from processes.roles import Role
from workflow import trail
from workflow.calendar import local_date
from workflow.engine import execution, locking
from workflow.engine.transitions import perform
from workflow.exceptions import Refused

FLOW = "processes/flows.dispute.DisputeFlow"
ANSWERED = (Dispute.State.REJECTED, Dispute.State.CARRIED_OUT)


def why_not(finding: Finding, case: Case, today: date) -> str:
    """Why nobody can object to a finding on a day; "" where somebody can."""
    ends = deadlines.objection_ends(case)
    if ends is None or not finding.grade:
        return str(_("The report is not with you: you object once it is sent or locked."))
    if today > ends.date:
        return str(_("The time to object to this finding has ended."))
    of_visit = finding.disputes.filter(visit_number=finding.visit_number)
    if of_visit.exclude(state=Dispute.State.TAKEN_BACK).exists():
        return str(_("This finding is objected to already: see what became of it."))
    return ""


@transaction.atomic
def file(finding: Finding, text: str, *, by: Person, at: datetime) -> Dispute:
    """Object to a finding. Raises Refused where nobody can, or did already."""
    case = Case.objects.get(pk=finding.audit.case_id)
    if case.main_process_id is not None:
        locking.lock(case.main_process_id, at)  # of two at once the second finds the first's
    if words := why_not(finding, case, local_date(at)):
        raise Refused(words, code="no_objection_now")
    ends = deadlines.objection_ends(case)
    made = Dispute.objects.create(
        case=case,
        finding=finding,
        visit_number=finding.visit_number,
        number=case.disputes.count() + 1,
        text=text,
        by=by,
        filed_at=at,
        last_date=ends.date if ends else local_date(at),
    )
    made.own_process = execution.create(
        FLOW, at=at, organisation=case.organisation, business_key=case.number, subject=case
    )
    made.save(update_fields=["own_process"])
    trail.record(trail.Event(subject=made, step="file", by=by, at=at, because=text))
    _keep_apart(made, at)
    execution.start(made.own_process, at=at, by=by)
    return made


def _keep_apart(made: Dispute, at: datetime) -> None:
    """Whoever is or was in the audit team does not answer, whatever else they are."""
    process = made.own_process
    for person in Person.objects.filter(audit_work__audit__case=made.case).distinct():
        why = {"reason": kept("audited"), "role": Role.OFFICER, "source": Source.TOOK_PART}
        exclude(process, person, at=at, **why)


def uphold(made: Dispute, text: str, *, by: Person, at: datetime) -> None:
    """The finding is wrong: the lead gets the task to correct it."""
    perform(made.uphold_finding, by=by, at=at, because=text, person=by, moment=at, text=text)


def reject(made: Dispute, text: str, *, by: Person, at: datetime) -> None:
    """The finding stands, with reasons."""
    perform(made.reject_it, by=by, at=at, because=text, person=by, moment=at, text=text)


def carry_out(made: Dispute, text: str, *, by: Person, at: datetime) -> None:
    """The finding is corrected. Raises ConditionFailed as long as it is not."""
    perform(made.carry_out, by=by, at=at, because=text, moment=at, text=text)


def take_back(made: Dispute, *, by: Person, at: datetime) -> None:
    """The municipality no longer objects."""
    perform(made.withdraw_it, by=by, at=at)


def fall_away(sender: type[Case], case: Case, at: datetime, **more: object) -> None:
    """Of a case that ended early no finding is corrected any more."""
    for made in case.disputes.exclude(state__in=Dispute.final):
        perform(made.become_moot, by=None, at=at)


ended_early.connect(fall_away, sender=Case, dispatch_uid="processes.disputes.fall_away")
