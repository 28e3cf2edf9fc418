"""A flow that waits for time to pass, as a user of viewflow writes it."""

from datetime import timedelta

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process, Task

from bench.stock.flows import page


class WaitingFlow(flow.Flow):
    """One wait, one task."""

    process_class = Process
    task_class = Task
    process_title = "Waiting"
    lock_impl = lock.select_for_update_lock

    start = flow.StartHandle().Next(this.wait)
    wait = flow.Timer(timedelta(days=1)).Next(this.work)
    work = flow.View(page).Permission("auth.coordinator").Next(this.end)
    end = flow.End()
