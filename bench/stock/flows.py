"""The five steps as a user of viewflow writes them on the first day."""

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow.views import UpdateProcessView
from viewflow.workflow.models import Process, Task

page = UpdateProcessView.as_view(fields=[])


class CaseworkFlow(flow.Flow):
    """Start and five human steps, one after the other."""

    process_class = Process
    task_class = Task
    process_title = "Casework"
    lock_impl = lock.select_for_update_lock

    start = flow.StartHandle().Next(this.assess)
    assess = flow.View(page).Permission("auth.coordinator").Next(this.audit)
    audit = flow.View(page).Permission("auth.auditor").Next(this.correct)
    correct = flow.View(page).Permission("auth.coordinator").Next(this.verify)
    verify = flow.View(page).Permission("auth.auditor").Next(this.decide)
    decide = flow.View(page).Permission("auth.decision_maker").Next(this.end)
    end = flow.End()
