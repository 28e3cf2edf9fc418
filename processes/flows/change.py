"""A change that the municipality tells: an officer says what follows of it."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.changing import views
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class ChangeFlow(flow.Flow):
    """An officer reviews a change: no effect, an audit or a proposal. It outlives the case."""

    process_class = Process
    task_class = Task
    process_title = _("Change at the holder of a certificate")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ()

    start = flow.StartHandle(execution.started).Next(this.review_change)
    review_change = (
        Work(views.review, Stage.CERTIFICATE)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("review_change"))
        .Steps(
            "processes.changenotice.find_harmless",
            "processes.changenotice.examine",
            "processes.changenotice.take_up",
        )
        .Annotation(title=_("Review a change at the holder"))
        .Next(this.end)
    )
    end = flow.End()
