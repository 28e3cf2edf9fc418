"""Periods of time of a wish for more time."""

from typing import TYPE_CHECKING

from workflow.calendar import Deadline, Explanation, local_date

if TYPE_CHECKING:
    from processes.extending.models import Extension


def looked_at(wish: "Extension") -> Deadline:
    """The old last day: then a wish whose task is done needs no answer any more."""
    began, last = local_date(wish.wished_at), wish.old_last
    days = (last - began).days
    return Deadline(last, Explanation("asked", began, days, "days", (), None, last))
