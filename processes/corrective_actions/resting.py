"""The hard limit of major nonconformities runs on while a case rests."""

from collections.abc import Iterator
from datetime import date

from processes.case.models import Case
from processes.corrective_actions import deadlines
from processes.corrective_actions.models import CorrectivePlan
from processes.parking import rules


@rules.runs_on
def majors(case: Case) -> Iterator[date]:
    """The day after which unverified majors ask for a new visit."""
    plan = CorrectivePlan.objects.filter(case=case).first()
    if plan is not None and plan.current_state in plan.RUNNING:
        limit = deadlines.hard_limit(plan)
        if limit is not None:
            yield limit.date
