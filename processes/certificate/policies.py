"""Pure: they read a certificate, and answer."""

from datetime import date
from typing import Any


def is_in_force(certificate: Any, day: date) -> bool:
    """It counts on that day."""
    return bool(
        certificate.current_state == "valid"
        and certificate.effective_date <= day <= certificate.expiry_date
    )


def may_be_issued(decision: Any) -> bool:
    """The latest decision grants."""
    return decision is not None and decision.current_state == "granted"


def is_continued(certificate: Any, day: date, restorable_until: date) -> bool:
    """A new one follows it: it is valid, or expired no longer ago than may be restored."""
    return bool(certificate.current_state in ("valid", "expired") and day <= restorable_until)
