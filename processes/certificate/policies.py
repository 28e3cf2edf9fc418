"""Pure: they read a certificate, and answer."""

from datetime import date
from typing import Any


def is_in_force(certificate: Any, day: date) -> bool:
    """It counts on that day."""
    return bool(
        certificate.current_state == "valid"
        and certificate.effective_date <= day <= certificate.expiry_date
    )
