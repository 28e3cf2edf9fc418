"""Until when a municipality may object to a finding."""

from typing import TYPE_CHECKING

from processes.audit.deadlines import comments_end
from processes.case.deadlines import within
from workflow import timers
from workflow.calendar import Deadline, local_date

if TYPE_CHECKING:
    from processes.case.models import Case


def objection_ends(case: "Case") -> Deadline | None:
    """The last day to object to findings: of the comments, or counted from the locked report."""
    audit = getattr(case, "audit", None)
    latest = audit.reports.order_by("-number").first() if audit else None
    if latest is None:
        return None
    if latest.current_state == "sent":
        return timers.deadline_of(latest, "pass_uncommented") or comments_end(latest)
    if latest.current_state != "locked" or latest.locked_at is None:
        return None
    return within(case.cycle, "object_to_finding", local_date(latest.locked_at), case.kind)
