"""A wish to withdraw a bound case, on the signatory's table: the small flow beside the case."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.closing import views
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class WithdrawalFlow(flow.Flow):
    """A signatory withdraws the case as asked, or lets it go on. It ends with its case."""

    process_class = Process
    task_class = Task
    process_title = _("Withdrawal of a case")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    rests = True
    ends_with = ("processes/flows.CertificationFlow", "processes/flows.kinds.transfer.TransferFlow")

    start = flow.StartHandle(execution.started).Next(this.confirm_withdrawal)
    confirm_withdrawal = (
        Work(views.confirm_withdrawal, Stage.CLOSING)
        .Role(Role.SIGNATORY, at=routes.municipality)
        .Limit(limit("confirm_withdrawal"))
        .Otherwise(_("Until a signatory answers, the case goes on as usual."))
        .Steps("processes.withdrawal.confirm", "processes.withdrawal.decline")
        .Annotation(title=_("Confirm that the case is withdrawn"))
        .Next(this.end)
    )
    end = flow.End()
