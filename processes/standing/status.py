"""What a certificate's status is on a local day: every page, list, notice and step asks here.

The dates count, whatever the sweep has done: a certificate whose last day is past has expired, also
in the minute before its row says so; a suspended one expires on its day as any other. A new status
is a member of ``Status``, a line in ``status_at`` and one in ``conditions``, which a test compares.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from processes.standing.deadlines import decidable, restorable_until

if TYPE_CHECKING:
    from processes.standing.models import Certificate


class State(TextChoices):
    """What the steps have made of a certificate; kept in its row."""

    VALID = "valid", _("valid")
    REPLACED = "replaced", _("replaced")
    EXPIRED = "expired", _("expired")
    SUSPENDED = "suspended", _("temporarily withdrawn")
    WITHDRAWN = "withdrawn", _("withdrawn for cause")
    ENDED = "ended", _("ended at the holder's wish")


class Status(TextChoices):
    """What a certificate is worth on a day."""

    VALID = "valid", _("valid")
    REPLACED = "replaced", _("replaced")
    EXPIRED = "expired", _("expired")
    SUSPENDED = "suspended", _("temporarily withdrawn")
    WITHDRAWN = "withdrawn", _("withdrawn for cause")
    ENDED = "ended", _("ended at the holder's wish")


CLOSED = (State.WITHDRAWN, State.ENDED)
"""Nothing brings it back but a new certificate."""
CURRENT = (Status.VALID, Status.SUSPENDED)
"""What goes on: programme, cases, limits and the last day."""


def lasting() -> list[tuple[str, Any]]:
    """Those that a number has, as a field has its choices: to be replaced is of one revision."""
    return [(one.value, one.label) for one in Status if one != Status.REPLACED]


def status_at(certificate: "Certificate", day: date) -> Status:
    """The status on a local day from its first one on, of the row as it is now."""
    if certificate.state == State.REPLACED:
        return Status.REPLACED
    if certificate.state in CLOSED:
        return Status(certificate.state)
    if certificate.state == State.EXPIRED or certificate.expiry_date < day:
        return Status.EXPIRED
    return Status.SUSPENDED if certificate.state == State.SUSPENDED else Status.VALID


def is_valid(certificate: "Certificate", day: date) -> bool:
    """It counts on that day."""
    return status_at(certificate, day) == Status.VALID


def is_suspended(certificate: "Certificate", day: date) -> bool:
    """It is out of force for a time: it can come back, and goes on expiring."""
    return status_at(certificate, day) == Status.SUSPENDED


def is_current(certificate: "Certificate", day: date) -> bool:
    """Its programme, cases and limits go on: it is valid, or suspended."""
    return status_at(certificate, day) in CURRENT


def is_restorable(certificate: "Certificate", day: date) -> bool:
    """It has expired, no longer ago than its cycle lets a decision restore it."""
    has_expired = status_at(certificate, day) == Status.EXPIRED
    return has_expired and day <= restorable_until(certificate)


def is_decidable(certificate: "Certificate", day: date) -> bool:
    """It has expired, and what was handed in to restore it can still be decided on."""
    has_expired = status_at(certificate, day) == Status.EXPIRED
    return has_expired and day <= decidable(certificate).date


def is_continued(certificate: "Certificate", day: date) -> bool:
    """A certificate that is issued that day follows it: same number, next revision."""
    return is_valid(certificate, day) or is_restorable(certificate, day)


def is_over(certificate: "Certificate", day: date) -> bool:
    """Its last day is past, whatever became of it before."""
    return certificate.expiry_date < day


def must_expire(certificate: "Certificate", day: date) -> bool:
    """Its last day is past, and the step that says so has not been taken yet."""
    is_over = status_at(certificate, day) == Status.EXPIRED
    return is_over and certificate.state != State.EXPIRED


def conditions(day: date) -> dict[Status, Q]:
    """Each status as a condition on rows: exactly one of them holds for each.

    ``day``: a local day, or the place of one in a compiled query.
    """
    return {
        Status.REPLACED: Q(state=State.REPLACED),
        Status.WITHDRAWN: Q(state=State.WITHDRAWN),
        Status.ENDED: Q(state=State.ENDED),
        Status.EXPIRED: Q(state=State.EXPIRED)
        | Q(state__in=(State.VALID, State.SUSPENDED), expiry_date__lt=day),
        Status.SUSPENDED: Q(state=State.SUSPENDED, expiry_date__gte=day),
        Status.VALID: Q(state=State.VALID, expiry_date__gte=day),
    }


def column(day: date) -> Case:
    """The status on a local day as a column of rows."""
    each = [When(holds, then=Value(one.value)) for one, holds in conditions(day).items()]
    return Case(*each, output_field=CharField())
