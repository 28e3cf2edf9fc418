"""How the status of a certificate number has been, as pages show it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from processes.standing.models import Certificate, StatusInterval
from processes.standing.status import CURRENT, Status, lasting, status_at
from workflow.calendar import end_of, local_date


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


def counted(at: datetime) -> Counter[str]:
    """How many certificate numbers were of each status at a moment, past or now.

    Past its last day one has expired, whether the step that says so has been taken or not.
    """
    day = local_date(at)
    over = Certificate.objects.having(Status.EXPIRED, day).filter(number=OuterRef("number"))
    unsaid = Q(to_at=None, kind__in=CURRENT) & Exists(over)
    held = StatusInterval.objects.filter(Q(to_at=None) | Q(to_at__gt=at), from_at__lte=at)
    as_of = held.annotate(was=Case(When(unsaid, then=Value(Status.EXPIRED)), default=F("kind")))
    found: Counter[str] = Counter({kind: 0 for kind, _words in lasting()})
    found.update(dict(as_of.values_list("was").annotate(number=Count("pk")).order_by("was")))
    return found


def history(certificate: Certificate, at: datetime) -> list[Span]:
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
