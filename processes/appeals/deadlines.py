"""By when an appeal is confirmed and decided, and when the municipality hears how far it is."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from processes.case.deadlines import within
from workflow.calendar import Deadline, local_date

if TYPE_CHECKING:
    from processes.appeals.models import Appeal


def outcome(process: Any) -> Deadline:
    """By when the outcome is decided: counted from the day on which it was taken up.

    By the versions of the process before there was such a day, from that of the appeal.
    """
    made = process.appeal
    return _counted(made, "answer_appeal", made.admitted_at or made.registered_at)


def confirmed_by(made: "Appeal") -> Deadline:
    """The last day on which a signatory says that the municipality stands by it."""
    return _counted(made, "confirm_appeal", cast(datetime, made.acknowledged_at))


def progress_due(made: "Appeal") -> Deadline:
    """The next day on which the municipality is told how far it is (obligation 81)."""
    return _counted(made, "tell_progress", made.told_at or made.registered_at)


def _counted(made: "Appeal", key: str, at: datetime) -> Deadline:
    return within(made.case.cycle, key, local_date(at), made.case.kind)
