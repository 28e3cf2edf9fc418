"""An objection to a finding: the small flow beside its case, or after it."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.disputes import views, ways
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class DisputeFlow(flow.Flow):
    """An officer who did not audit answers; what is upheld the lead carries out."""

    process_class = Process
    task_class = Task
    process_title = _("Objection to a finding")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ()

    start = flow.StartHandle(execution.started).Next(this.answer_dispute)
    answer_dispute = (
        Work(views.answer_dispute, Stage.REPORT)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("answer_dispute"))
        .Otherwise(_("Until it is answered the finding stands."))
        .Steps("processes.dispute.uphold_finding", "processes.dispute.reject_it")
        .Annotation(title=_("Answer an objection to a finding"))
        .Next(this.is_upheld)
    )
    is_upheld = flow.If(ways.is_upheld).Then(this.carry_out_dispute).Else(this.end)
    carry_out_dispute = (
        Work(views.carry_out, Stage.REPORT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("carry_out_dispute"))
        .Keep(routes.lead)
        .Steps("processes.dispute.carry_out")
        .Annotation(title=_("Correct a finding after an objection"))
        .Next(this.end)
    )
    end = flow.End()
