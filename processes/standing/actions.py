"""A certificate changes its status: the step of its row, and the interval of its number."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from processes.standing.models import Certificate, StatusInterval
from processes.standing.status import Status
from workflow import trail
from workflow.calendar import end_of
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict

if TYPE_CHECKING:
    from processes.decision.models import Decision


@transaction.atomic
def turn(
    certificate: Certificate,
    kind: Status,
    *,
    at: datetime,
    decision: "Decision | None" = None,
    from_at: datetime | None = None,
) -> StatusInterval:
    """Let the certificate's number be of a status from a moment on (``at`` where none is named).

    The interval before ends where this one starts. Raises Conflict where somebody else turned it.
    """
    numbered = StatusInterval.objects.filter(number=certificate.number)
    before = numbered.filter(to_at=None).first()
    start = from_at or at
    if before is not None:
        start = max(start, before.from_at)
        if not numbered.filter(pk=before.pk, to_at=None).update(to_at=start):
            raise Conflict()
        before.to_at = start
    made = StatusInterval.objects.create(
        certification=certificate.certification,
        number=certificate.number,
        kind=kind,
        from_at=start,
        decision=decision,
    )
    rows = (before,) if before else ()
    data = {"number": made.number, "status": made.kind}
    event = trail.Event(subject=made, step="begin", by=None, at=at, data=data, rows=rows)
    trail.record(event)
    return made


@transaction.atomic
def expire(certificate: Certificate, *, at: datetime) -> None:
    """Say that the last day is past; the status turned when that day ended, whenever it is said."""
    perform(certificate.expire, by=None, at=at)
    turn(certificate, Status.EXPIRED, at=at, from_at=end_of(certificate.expiry_date))
