"""Periods of time of a certificate."""

from typing import Any

from workflow.calendar import Deadline, Explanation


def expiry(certificate: Any) -> Deadline:
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
