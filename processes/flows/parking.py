"""A wish that a case rests, on an officer's table: the small flow beside the case."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.parking import views
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class ParkingFlow(flow.Flow):
    """An officer lets the case rest as asked, or go on. It ends with its case."""

    process_class = Process
    task_class = Task
    process_title = _("Rest of a case")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ("processes/flows.CertificationFlow", "processes/flows.kinds.transfer.TransferFlow")

    start = flow.StartHandle(execution.started).Next(this.answer_parking)
    answer_parking = (
        Work(views.answer_parking, Stage.CLOSING)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("answer_wish"))
        .Otherwise(_("Until an officer answers, the case goes on as usual."))
        .Steps("processes.parkingwish.accept", "processes.parkingwish.decline")
        .Annotation(title=_("Answer whether the case may rest"))
        .Next(this.end)
    )
    end = flow.End()
