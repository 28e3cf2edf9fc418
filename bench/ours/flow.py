"""The five steps as a flow of the product: queues, deadlines and reminders included."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from viewflow import this
from viewflow.workflow import flow

from processes.case.stages import Stage
from processes.roles import Role
from workflow.calendar import Deadline, WorkingCalendar, local_date
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task

LADDER = [-7, 0, 7]


def page(request: HttpRequest) -> HttpResponse:
    """Nobody opens the pages of the bench."""
    raise NotImplementedError


def here(process: Process) -> int:
    """All the work is done at the one organisation that a case belongs to."""
    return process.organisation_id


def twenty_days(process: Any) -> Deadline:
    """Twenty working days for every step."""
    return WorkingCalendar().add_working_days(local_date(process.moment), 20, "step")


def ladder(process: Any) -> list[int]:
    """A week before, on the day, a week after."""
    return LADDER


class CaseworkFlow(flow.Flow):
    """Start and five human steps, one after the other."""

    process_class = Process
    task_class = Task
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)

    start = flow.StartHandle(execution.started).Next(this.assess)
    assess = (
        Work(page, Stage.SELF_ASSESSMENT)
        .Role(Role.COORDINATOR, at=here)
        .Limit(twenty_days)
        .Steps("bench_ours.casework.assess")
        .Next(this.audit)
    )
    audit = (
        Work(page, Stage.AUDIT)
        .Role(Role.AUDITOR, at=here)
        .Limit(twenty_days)
        .Steps("bench_ours.casework.audit")
        .Next(this.correct)
    )
    correct = (
        Work(page, Stage.CORRECTIVE_ACTIONS)
        .Role(Role.COORDINATOR, at=here)
        .Limit(twenty_days)
        .Steps("bench_ours.casework.correct")
        .Next(this.verify)
    )
    verify = (
        Work(page, Stage.CORRECTIVE_ACTIONS)
        .Role(Role.AUDITOR, at=here)
        .Limit(twenty_days)
        .Steps("bench_ours.casework.verify")
        .Next(this.decide)
    )
    decide = (
        Work(page, Stage.DECISION)
        .Role(Role.DECISION_MAKER, at=here)
        .Limit(twenty_days)
        .Steps("bench_ours.casework.decide")
        .Next(this.end)
    )
    end = flow.End()
