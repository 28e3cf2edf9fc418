"""A flow that waits for time to pass before somebody has work."""

from datetime import timedelta

from viewflow import this
from viewflow.workflow import flow

from bench.ours.flow import here, ladder, page, twenty_days
from processes.case.stages import Stage
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class WaitingFlow(flow.Flow):
    """One wait, one task."""

    process_class = Process
    task_class = Task
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)

    start = flow.StartHandle(execution.started).Next(this.wait)
    wait = flow.Timer(timedelta(days=1)).Next(this.work)
    work = (
        Work(page, Stage.SELF_ASSESSMENT)
        .Role(Role.COORDINATOR, at=here)
        .Limit(twenty_days)
        .Steps("bench_ours.casework.resume")
        .Next(this.end)
    )
    end = flow.End()
