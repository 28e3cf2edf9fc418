"""Misuse of the mark: its holder stops it and says so, an officer checks, without a visit."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.marks import views, ways
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class MarkFlow(flow.Flow):
    """Answered, checked, and demanded once more until it has stopped. It outlives the case."""

    process_class = Process
    task_class = Task
    process_title = _("Misuse of the mark")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ()

    start = flow.StartHandle(execution.started).Next(this.answer_mark)
    answer_mark = (
        Work(views.answer, Stage.CERTIFICATE)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("answer_mark"))
        .Keep(routes.opener)
        .Otherwise(_("If you do not answer by then, an officer checks it without your answer."))
        .Steps("processes.markdemand.report_stopped", "processes.markdemand.leave_unanswered")
        .Annotation(title=_("Stop misuse of the mark, and say what you did"))
        .Next(this.check_mark)
    )
    check_mark = (
        Work(views.check, Stage.CERTIFICATE)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("check_mark"))
        .Steps(
            "processes.markdemand.find_stopped",
            "processes.markdemand.demand_again",
            "processes.markdemand.go_further",
        )
        .Annotation(title=_("Check whether misuse of the mark has stopped"))
        .Next(this.has_stopped)
    )
    has_stopped = flow.If(ways.is_demanded_again).Then(this.answer_mark).Else(this.end)
    end = flow.End()
