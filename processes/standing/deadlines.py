"""Periods of time of a certificate."""

from datetime import date
from typing import TYPE_CHECKING

from workflow.calendar import Deadline, Explanation, exact_months

if TYPE_CHECKING:
    from processes.standing.models import Certificate


def expiry(certificate: "Certificate") -> Deadline:
    """The last day of validity, exactly: an expiry never moves to the next working day."""
    months = certificate.case.cycle.validity_months
    explanation = Explanation(
        rule="validity_months",
        start=certificate.anchor_date,
        amount=months,
        unit="months",
        skipped=(),
        moved_from=None,
        result=certificate.expiry_date,
    )
    return Deadline(certificate.expiry_date, explanation)


def restoration(certificate: "Certificate") -> Deadline:
    """The last day to restore it, exactly, as is its expiry."""
    months, day = certificate.case.cycle.restorable_months, restorable_until(certificate)
    start = certificate.expiry_date
    explanation = Explanation("restorable_months", start, months, "months", (), None, day)
    return Deadline(day, explanation)


def restorable_until(certificate: "Certificate") -> date:
    """The last day on which a decision still continues an expired certificate."""
    return exact_months(certificate.expiry_date, certificate.case.cycle.restorable_months)
