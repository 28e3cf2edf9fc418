"""Pure: they read a row as it is now, and answer."""

from notifications.models import Notification
from notifications.rules import Kind

Reason = Notification.Reason
TO_ITS_DOER = (Kind.ASSIGNED, Kind.QUEUED, Kind.RETURNED, Kind.DUE_SOON, Kind.OVERDUE)


def why_not(row: Notification) -> str:
    """Why a message is no longer needed; nothing when it is."""
    if not row.recipient.is_active:
        return Reason.LEFT
    task = row.task
    if task is None:
        return _why_not_certificate(row)
    if not task.is_open:
        return Reason.DONE
    if row.rule in TO_ITS_DOER and task.owner_id not in (None, row.recipient_id):
        return Reason.TAKEN
    if row.rule == Kind.UNATTENDED and task.unattended_since is None:
        return Reason.ATTENDED
    return ""


def _why_not_certificate(row: Notification) -> str:
    if row.rule != Kind.EXPIRING or row.case is None:
        return ""
    return "" if row.case.certificate.current_state == "valid" else Reason.RENEWED
