"""A place in an audit team that somebody left: the officer's small flow beside the case."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.audit.team import vacancy_views
from processes.case.deadlines import LADDER_READS, ladder, limit
from processes.case.stages import Stage
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class VacancyFlow(flow.Flow):
    """An officer asks somebody to take the place, or lets the others go on."""

    process_class = Process
    task_class = Task
    process_title = _("A place in the audit team")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    ladder_reads = LADDER_READS
    rests = True
    ends_with = ("processes/flows.CertificationFlow",)

    start = flow.StartHandle(execution.started).Next(this.fill_vacancy)
    fill_vacancy = (
        Work(vacancy_views.fill_vacancy, Stage.AUDIT)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("fill_vacancy"))
        .Steps("processes.vacancy.fill", "processes.vacancy.leave_empty")
        .Annotation(title=_("See to the place of somebody who left the audit team"))
        .Next(this.end)
    )
    end = flow.End()
