"""Periods of time of a certificate."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from processes.case.deadlines import within
from workflow.calendar import DAY, Deadline, Explanation, exact_months, local_date

if TYPE_CHECKING:
    from processes.standing.models import Certificate


def expiry(certificate: "Certificate") -> Deadline:
    """The last day of validity, exactly: an expiry never moves to the next working day.

    Obligation 54.
    """
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
    """The last day on which a decision still continues an expired certificate (obligation 71)."""
    return exact_months(certificate.expiry_date, certificate.case.cycle.restorable_months)


def decidable(certificate: "Certificate") -> Deadline:
    """The last day to decide on what was handed in while it could still be restored."""
    cycle, day = certificate.case.cycle, restorable_until(certificate)
    return within(cycle, "decide_restoration", day, certificate.case.kind)


BEFORE = (-60, -30, -7)
"""Days from the limit of a suspension on which it is told that it comes near."""
AFTER, AGAIN = 1, 7
"""The day after it that tells that nothing was decided, and every how many days again."""
WITHDRAWING = -30
"""From this day on an officer is asked to propose what follows."""


def first_look(certificate: "Certificate") -> Deadline:
    """The first day on which the limit of a suspension that begins now is looked at."""
    return next_look(certificate, local_date(certificate.step_at or timezone.now()))


def next_look(certificate: "Certificate", day: date) -> Deadline:
    """The first day after ``day`` on which the limit of a suspension is told of.

    Raises ValueError where none is under way.
    """
    limit = certificate.suspended_until
    if limit is None:
        raise ValueError(certificate)
    passed = (day - limit).days
    rung = next((one for one in (*BEFORE, AFTER) if one > passed), 0)
    rung = rung or AFTER + ((passed - AFTER) // AGAIN + 1) * AGAIN
    result = limit + rung * DAY
    return Deadline(result, Explanation("suspension", limit, rung, "days", (), None, result))
