"""An overdue item on the officer's table: the small flow beside its case, or after it."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.renewal.overdue import views as overdue_views
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class OverdueFlow(flow.Flow):
    """An officer decides how an overdue surveillance goes on. It outlives the case it is about."""

    process_class = Process
    task_class = Task
    process_title = _("Overdue surveillance")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ()

    start = flow.StartHandle(execution.started).Next(this.settle_overdue)
    settle_overdue = (
        Work(overdue_views.settle_overdue, Stage.CERTIFICATE)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("settle_overdue"))
        .Steps(
            "processes.overdue.go_on",
            "processes.overdue.open_anew",
            "processes.overdue.move",
            "processes.overdue.leave_out",
            "processes.overdue.propose_suspension",
        )
        .Annotation(title=_("Surveillance overdue"))
        .Next(this.end)
    )
    end = flow.End()


class SilentRenewalFlow(flow.Flow):
    """An officer decides how an overdue renewal goes on, before the certificate runs out."""

    process_class = Process
    task_class = Task
    process_title = _("Overdue renewal")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ()

    start = flow.StartHandle(execution.started).Next(this.settle_renewal)
    settle_renewal = (
        Work(overdue_views.settle_overdue, Stage.CERTIFICATE)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("settle_overdue"))
        .Otherwise(_("The certificate runs out on its last day if it is not renewed by then."))
        .Steps("processes.overdue.go_on", "processes.overdue.leave_out")
        .Annotation(title=_("Renewal overdue"))
        .Next(this.end)
    )
    end = flow.End()
