"""From and until when a change can be told."""

from datetime import date, timedelta

LONGEST = timedelta(days=3 * 366)
"""A change further away than the certificate lasts is a slip of the pen."""


def is_near(day: date, today: date) -> bool:
    """The day lies no further away than a certificate lasts, before or after today."""
    return abs(day - today) <= LONGEST
