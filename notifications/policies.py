"""Pure: they read a row as it is now, and answer."""

from datetime import date

from notifications.models import Notification, name_of
from notifications.rules import TO_ITS_DOER, Kind
from notifications.sight import is_named
from processes.models import Certificate
from processes.standing.status import is_current

Reason = Notification.Reason
GONE = (Reason.LEFT, Reason.EXCLUDED)
"""The reader is no longer one to tell: somebody else may have to hear."""


def why_not(row: Notification, day: date) -> str:
    """Why a message is no longer needed on a local day; nothing when it is."""
    return _is_past(row, day) or _is_not_for(row)


def _is_past(row: Notification, day: date) -> str:
    """It has been seen to."""
    task = row.task
    if task is None:
        told = _certificate(row) if row.rule == Kind.EXPIRING else None
        is_renewed = told is not None and not is_current(told, day)
        return Reason.RENEWED if is_renewed else ""
    if row.rule == Kind.RELEASED:
        return ""
    if not task.is_open:
        return Reason.DONE
    if row.rule in TO_ITS_DOER and task.owner_id not in (None, row.recipient_id):
        return Reason.TAKEN
    is_attended = row.rule == Kind.UNATTENDED and task.unattended_since is None
    return Reason.ATTENDED if is_attended else ""


def _certificate(row: Notification) -> Certificate | None:
    """The certificate that a message is about, of all that its case issued."""
    if row.certificate is not None:
        return row.certificate
    issued = row.case.certificates.all() if row.case else ()
    return next((one for one in issued if name_of(one) == row.subject), None)


def _is_not_for(row: Notification) -> str:
    """Its reader is no longer one to tell. Of a row not saved yet that was asked just now."""
    if row.recipient is None:
        return "" if is_named(row.address, row.subject) else Reason.EXCLUDED
    if not row.recipient.is_active:
        return Reason.LEFT
    return "" if getattr(row, "may_know", True) else Reason.EXCLUDED
