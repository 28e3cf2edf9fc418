"""An expired certificate is restored by a case of its own, where no renewal is under way."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes import kinds
from processes.case import actions as case_actions
from processes.case.endings import Ground
from processes.case.models import Case, Certification
from processes.certificate.following import follows
from processes.closing.actions import close
from processes.organisations.models import Person
from processes.restoring.models import Restoration
from processes.sanctions.basis import latest
from processes.scheme.rhythm.ways import way_of
from processes.standing.deadlines import restorable_until
from processes.standing.models import Certificate
from processes.standing.status import is_restorable
from workflow import acts, trail
from workflow.calendar import local_date
from workflow.engine.transitions import perform
from workflow.exceptions import Refused


@acts.one()
@transaction.atomic
def restore_expired(
    certification: Certification, conditions: str, *, by: Person, by_body: bool, at: datetime
) -> Case:
    """Open the case: a new visit and a decision, after which the old rhythm goes on.

    Raises Refused where the time is over, nothing is said, or another case restores it already.
    """
    # Of two who begin at once, the second waits here and then finds the first's.
    Certification.objects.select_for_update(no_key=True).get(pk=certification.pk)
    certificate, day = latest(certification), local_date(at)
    refuse_impossible(certificate, at)
    if not conditions.strip():
        raise Refused(_("Say what must be shown, or what you will show."), code="no_conditions")
    last = restorable_until(certificate)
    before = certification.cases.order_by("-pk").first() or certificate.case
    cycle = certificate.case.cycle
    opening = case_actions.Opening(
        kinds.RESTORATION,
        previous=before,
        coordinator=before.coordinator,
        hard_dates=(max(day, way_of(cycle, kinds.RESTORATION).visited_by(last)), last),
    )
    case = case_actions.create(certification, opening, by=by, at=at)
    made = Restoration.objects.create(
        case=case,
        certification=certification,
        conditions=conditions.strip(),
        last_date=last,
        by_body=by_body,
        started_by=by,
        started_at=at,
    )
    trail.record(trail.Event(subject=made, step="ask_restoration", by=by, at=at))
    perform(made.begin, by=None, at=at, person=by, moment=at)
    case_actions.set_off(case, at=at, by=by)
    return case


def refuse_impossible(certificate: Certificate, at: datetime) -> None:
    """Raise Refused where no case can restore the certificate now."""
    if not is_restorable(certificate, local_date(at)):
        raise Refused(
            _("The certificate cannot be restored: it has not expired, or the time is over."),
            code="not_restorable",
        )
    running = restoring(certificate.certification)
    if running is not None:
        words = _("Case %(number)s can restore the certificate: go on with that one.")
        raise Refused(words % {"number": running.number}, code="restoring_already")


def restoring(certification: Certification) -> Case | None:
    """The running case that can restore the certificate, as a renewal can, if there is one."""
    restores = [kind.name for kind in kinds.KINDS.values() if kind.restores]
    return certification.cases.running().filter(kind__in=restores).order_by("pk").first()


@follows
def leave_behind(case: Case, issued: Certificate | None, *, at: datetime) -> None:
    """Where another case has led to a certificate, nothing is left to restore."""
    if issued is None:
        return
    others = case.certification.cases.running().filter(kind=kinds.RESTORATION)
    for other in others.exclude(pk=case.pk).order_by("pk"):
        close(other, Ground.DUPLICATE, "", by=None, at=at)
