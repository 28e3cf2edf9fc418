"""A wish for more time, on the table of the lead or an officer: the small flow beside the case."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.extending import views, ways
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task

STANDS = _("Until it is answered the old day stands.")
STEPS = ("processes.extension.grant_more", "processes.extension.refuse_more")


class ExtensionFlow(flow.Flow):
    """A wish for more time is answered. It ends with its case."""

    process_class = Process
    task_class = Task
    process_title = _("More time for a task")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ("processes/flows.CertificationFlow", "processes/flows.kinds.transfer.TransferFlow")

    start = flow.StartHandle(execution.started).Next(this.is_for_lead)
    is_for_lead = flow.If(ways.is_for_lead).Then(this.answer_as_lead).Else(this.answer_extension)
    answer_as_lead = (
        Work(views.answer_extension, Stage.CLOSING)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("answer_wish"))
        .Keep(routes.lead)
        .Otherwise(STANDS)
        .Steps(*STEPS)
        .Annotation(title=_("Answer a wish for more time"))
        .Next(this.end)
    )
    answer_extension = (
        Work(views.answer_extension, Stage.CLOSING)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("answer_wish"))
        .Otherwise(STANDS)
        .Steps(*STEPS)
        .Annotation(title=_("Answer a wish for more time"))
        .Next(this.end)
    )
    end = flow.End()
