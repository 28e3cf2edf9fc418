"""What a certificate's status is on a local day: every page, list, notice and step asks here.

The dates count, whatever the sweep has done: a certificate whose last day is past has expired, also
in the minute before its row says so. A new status (suspended, withdrawn) is a member of ``Status``,
a line in ``status_at`` and a line in ``conditions``; a test holds the two equal.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from processes.standing.deadlines import restorable_until

if TYPE_CHECKING:
    from processes.standing.models import Certificate


class State(TextChoices):
    """What the steps have made of a certificate; kept in its row."""

    VALID = "valid", _("valid")
    REPLACED = "replaced", _("replaced")
    EXPIRED = "expired", _("expired")


class Status(TextChoices):
    """What a certificate is worth on a day."""

    VALID = "valid", _("valid")
    REPLACED = "replaced", _("replaced")
    EXPIRED = "expired", _("expired")


def lasting() -> list[tuple[str, Any]]:
    """Those that a number has, as a field has its choices: to be replaced is of one revision."""
    return [(one.value, one.label) for one in Status if one != Status.REPLACED]


def status_at(certificate: "Certificate", day: date) -> Status:
    """The status on a local day from its first one on, of the row as it is now."""
    if certificate.state == State.REPLACED:
        return Status.REPLACED
    if certificate.state == State.EXPIRED or certificate.expiry_date < day:
        return Status.EXPIRED
    return Status.VALID


def is_valid(certificate: "Certificate", day: date) -> bool:
    """It counts on that day."""
    return status_at(certificate, day) == Status.VALID


def is_restorable(certificate: "Certificate", day: date) -> bool:
    """It has expired, no longer ago than its cycle lets a decision restore it."""
    has_expired = status_at(certificate, day) == Status.EXPIRED
    return has_expired and day <= restorable_until(certificate)


def is_continued(certificate: "Certificate", day: date) -> bool:
    """A certificate that is issued that day follows it: same number, next revision."""
    return is_valid(certificate, day) or is_restorable(certificate, day)


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
        Status.EXPIRED: Q(state=State.EXPIRED) | Q(state=State.VALID, expiry_date__lt=day),
        Status.VALID: Q(state=State.VALID, expiry_date__gte=day),
    }


def column(day: date) -> Case:
    """The status on a local day as a column of rows."""
    each = [When(holds, then=Value(one.value)) for one, holds in conditions(day).items()]
    return Case(*each, output_field=CharField())
