"""How the status of a certificate number has been, as pages show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from processes.standing.models import StatusInterval
from processes.standing.status import Status, status_at
from workflow.calendar import end_of, local_date

if TYPE_CHECKING:
    from processes.standing.models import Certificate


@dataclass(frozen=True)
class Span:
    """A status from a moment on, and the moment at which the next one began, if it has."""

    kind: Status
    from_at: datetime
    to_at: datetime | None
    decision: Any = None

    @property
    def words(self) -> str:
        """What the status is called."""
        return str(self.kind.label)


def history(certificate: "Certificate", at: datetime) -> list[Span]:
    """The statuses of the certificate's number, the latest first, as they are known at a moment.

    Past its last day it has expired, whether the step that says so has been taken or not.
    """
    rows = StatusInterval.objects.filter(number=certificate.number).order_by("from_at", "pk")
    spans = [
        Span(Status(row.kind), row.from_at, row.to_at, row.decision)
        for row in rows.select_related("decision__case")
        if row.to_at is None or row.to_at > row.from_at
    ]
    is_unsaid = status_at(certificate, local_date(at)) == Status.EXPIRED
    if spans and is_unsaid and spans[-1].kind != Status.EXPIRED:
        over, last = end_of(certificate.expiry_date), spans[-1]
        spans[-1] = Span(last.kind, last.from_at, over, last.decision)
        spans.append(Span(Status.EXPIRED, over, None))
    return spans[::-1]
