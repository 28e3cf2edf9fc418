"""What an upheld appeal leads to: the certificate is as it would be without what was decided."""

from datetime import date, datetime

from processes.appeals.basis import replaced_of
from processes.decision.effects import effect
from processes.decision.models import Decision
from processes.renewal.actions import plan_anew
from processes.sanctions.basis import latest
from processes.standing import revisions
from processes.standing.actions import turn
from processes.standing.models import Certificate, StatusInterval
from processes.standing.status import Status, is_current, is_over, is_suspended, is_valid
from workflow.calendar import local_date
from workflow.engine.transitions import perform

SUSPENDING = ("suspend", "confirm")


@effect("annul")
def annul(decision: Decision, *, at: datetime) -> None:
    """Undo what the replaced decision led to, from this one on: history stays as it was.

    Where nothing is left of it, as past the last day, it is declared wrong and no more.

    Obligation 84.
    """
    replaced, certificate = replaced_of(decision), latest(decision.certification)
    day = local_date(at)
    if replaced.kind in SUSPENDING and (is_suspended(certificate, day) or rests(certificate)):
        _restore(certificate, decision, at)
    elif replaced.kind == "withdraw" and _withdrawn_by(certificate, replaced, day):
        made = revisions.reissue(certificate, decision, at=at)
        turn(made, Status.VALID, at=at, decision=decision)
        plan_anew(made, at=at)
    elif replaced.kind == "reduce" and is_current(certificate, day):
        words = {"scope": replaced.basis["scope"], "issued_to": certificate.issued_to}
        revisions.revise(certificate, decision, **words, at=at)


@effect("reconsider")
def reconsider(decision: Decision, *, at: datetime) -> None:
    """Undo what the replaced decision led to, where the new one is in the holder's favour."""
    if decision.basis["outcome"] == "favour":
        annul(decision, at=at)


@effect("stay")
def stay(decision: Decision, *, at: datetime) -> None:
    """Let a suspension rest until the appeal against it is decided: an interval of its own."""
    _restore(latest(decision.certification), decision, at)


def _restore(certificate: Certificate, decision: Decision, at: datetime) -> None:
    if is_suspended(certificate, local_date(at)):
        perform(certificate.restore, by=None, at=at)
    turn(certificate, Status.VALID, at=at, decision=decision)


def _withdrawn_by(certificate: Certificate, decision: Decision, day: date) -> bool:
    """It is withdrawn by that decision and by none since, and its last day is still to come."""
    status = StatusInterval.objects.filter(number=certificate.number, to_at=None)
    is_by_it = status.filter(kind=Status.WITHDRAWN, decision=decision).exists()
    return is_by_it and not is_over(certificate, day)


def rests(certificate: Certificate) -> bool:
    """It is valid because its suspension rests, and for no other reason."""
    now = StatusInterval.objects.filter(number=certificate.number, to_at=None)
    return now.filter(kind=Status.VALID, decision__kind="stay").exists()


def resume(certificate: Certificate, against: Decision, limit: date, *, at: datetime) -> None:
    """Let a suspension that rested go on, to the limit that it had; nothing if it rests no more."""
    if is_valid(certificate, local_date(at)) and rests(certificate):
        perform(certificate.suspend, by=None, at=at, until=limit)
        turn(certificate, Status.SUSPENDED, at=at, decision=against)
