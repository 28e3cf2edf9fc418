"""What a decision about a certificate in force leads to: step, interval and all that follows."""

from datetime import datetime

from processes.case.endings import Ground
from processes.case.models import Case
from processes.closing.actions import close
from processes.decision.effects import effect
from processes.decision.models import Decision
from processes.sanctions import actions, deadlines
from processes.sanctions.basis import latest
from processes.sanctions.grounds import Kind
from processes.standing import revisions
from processes.standing.actions import turn
from processes.standing.models import Certificate
from processes.standing.status import Status, is_suspended
from workflow.calendar import local_date
from workflow.engine.transitions import perform


@effect("suspend")
def suspend(decision: Decision, *, at: datetime) -> None:
    """Put the certificate out of force until the limit; an urgent suspension is heard now.

    Obligation 73.
    """
    certificate = latest(decision.certification)
    limit = deadlines.suspension_ends(certificate.case, local_date(at))
    perform(certificate.suspend, by=None, at=at, until=limit.date)
    turn(certificate, Status.SUSPENDED, at=at, decision=decision)
    about = decision.proposal
    if about.urgent and not about.is_at_holders_wish:
        draft = actions.Draft(
            Kind.CONFIRM, about.ground, about.facts, about.named, about.conditions
        )
        actions.put_to_holder(decision.certification, draft, by=about.prepared_by, at=at)


@effect("restore")
def restore(decision: Decision, *, at: datetime) -> None:
    """Put the certificate back in force, with the last day it had (obligation 75)."""
    certificate = latest(decision.certification)
    perform(certificate.restore, by=None, at=at)
    turn(certificate, Status.VALID, at=at, decision=decision)


@effect("withdraw")
def withdraw(decision: Decision, *, at: datetime) -> None:
    """End the certificate for cause; what runs for it is closed (obligation 77)."""
    certificate = latest(decision.certification)
    perform(certificate.withdraw, by=None, at=at)
    turn(certificate, Status.WITHDRAWN, at=at, decision=decision)
    _close_running(certificate, at)


@effect("end")
def end(decision: Decision, *, at: datetime) -> None:
    """End the certificate at its holder's wish; what runs for it is closed."""
    certificate = latest(decision.certification)
    perform(certificate.discontinue, by=None, at=at)
    turn(certificate, Status.ENDED, at=at, decision=decision)
    _close_running(certificate, at)


@effect("revise")
def revise(decision: Decision, *, at: datetime) -> None:
    """Issue the next revision with the words that were proposed (obligation 76).

    Its status stays, but where what was taken out was all that it was suspended for.
    """
    about = decision.proposal
    certificate = latest(decision.certification)
    if about.ends_suspension and is_suspended(certificate, local_date(at)):
        restore(decision, at=at)
        certificate = latest(decision.certification)
    revisions.revise(certificate, decision, scope=about.scope, issued_to=about.issued_to, at=at)


def _close_running(certificate: Certificate, at: datetime) -> None:
    running = Case.objects.filter(
        certification=certificate.certification_id, state=Case.State.RUNNING
    )
    for case in running.order_by("pk"):
        close(case, Ground.CERTIFICATE_ENDED, "", by=None, at=at)
